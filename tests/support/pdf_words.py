"""The words of a PDF that the portal's typesetter made, in the order in which they are tagged to be read.

Only what that typesetter writes is understood: flate streams, two-byte glyphs, a ToUnicode map for each font. Headers
and footers are marked as artifacts and are left out.
"""

import re
import zlib

_OBJECT = re.compile(rb"\n(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_FONT = re.compile(rb"/(f\d+) (\d+) 0 R")
_GLYPHS = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
_ARTIFACT = re.compile(rb"/Artifact\s*<<.*?>>\s*BDC.*?EMC", re.DOTALL)
_INNER = rb"\\.|[^\\()]"  # brackets that come in pairs stand in a text as they are
_TEXT = rb"\((?:" + _INNER + rb"|\((?:" + _INNER + rb")*\))*\)"
_PIECE = re.compile(rb"/(f\d+) [\d.]+ Tf|" + _TEXT + rb"|<[0-9A-Fa-f]+>", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def words_in(data: bytes) -> str:
    """Every word of the pages, without the line breaks that the paper made."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    pages = [body for body in objects.values() if b"/Type/Page/" in body]
    found = []
    for page in pages:
        resources = objects[_reference(page, b"Resources")]
        maps = {name: _letters(objects, int(number)) for name, number in _FONT.findall(resources)}
        found.append(_words(_unpacked(objects[_reference(page, b"Contents")]), maps))
    return " ".join(found)


def _reference(body: bytes, name: bytes) -> int:
    return int(re.search(rb"/" + name + rb" (\d+) 0 R", body)[1])  # type: ignore[index]


def _unpacked(body: bytes) -> bytes:
    return zlib.decompressobj().decompress(_STREAM.search(body)[1])  # type: ignore[index]


def _letters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    told = _unpacked(objects[_reference(objects[font], b"ToUnicode")])
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in _GLYPHS.findall(told)}


def _words(content: bytes, maps: dict[bytes, dict[int, str]]) -> str:
    found, letters = [], dict[int, str]()
    for piece in _PIECE.finditer(_ARTIFACT.sub(b"", content)):
        if piece[1]:
            letters = maps[piece[1]]
            found.append(" ")
        else:
            inside = piece[0][1:-1]
            glyphs = bytes.fromhex(inside.decode()) if piece[0][:1] == b"<" else _ESCAPED.sub(_plain, inside)
            found += [letters.get(int.from_bytes(glyphs[at : at + 2]), "") for at in range(0, len(glyphs), 2)]
    return "".join(found)


def _plain(escape: re.Match[bytes]) -> bytes:
    said = escape[1]
    return bytes([int(said, 8)]) if said.isdigit() else _ESCAPES.get(said, said)
