"""What a file may be: judged by its bytes, not by its name."""

import lzma
import struct
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

from portal.core.text import in_words, one_line
from portal.documents.states import Scan

LARGEST_BYTES = 10 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
MOST_MEMBERS = 5_000
# Every kind that we take, by its ending, in the words of the sentence that says so.
ENDINGS = {
    "pdf": "PDF",
    "docx": "Word (DOCX)",
    "odt": "OpenDocument (ODT, ODS)",
    "ods": "OpenDocument (ODT, ODS)",
    "xlsx": "Excel (XLSX)",
    "jpg": "JPG",
    "png": "PNG",
    "heic": "HEIC",
}
_LOCKED = "The file has a password. Save it without a password and upload it again"
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = {
    "word/document.xml": ("docx", f"{_OFFICE}wordprocessingml.document"),
    "xl/workbook.xml": ("xlsx", f"{_OFFICE}spreadsheetml.sheet"),
}
_OPEN_DOCUMENT = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


_LONGEST_LISTING = 1024 * 1024  # bytes of the part that lists a document's contents
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    EOFError,
    OSError,
)
# The brands of ISO/IEC 23008-12 annex B that mean a still picture in HEVC, and those that leave it to the next ones.
_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
_ANY_PICTURE = {b"mif1", b"msf1"}
# Names that Windows keeps for its devices, whatever ending they have.
_DEVICES = {"CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(10))}


class Unacceptable(Exception):
    """We cannot take this file; the message says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """What the bytes are: the ending that they should have, and their media type."""

    ending: str
    content_type: str


@dataclass(frozen=True)
class Limits:
    """What one question takes: kinds by their ending, and the most bytes. Neither can be wider than ours."""

    endings: frozenset[str] = frozenset(ENDINGS)
    largest: int = LARGEST_BYTES

    @property
    def accepted(self) -> str:
        """`JPG or PNG`."""
        names = list(dict.fromkeys(name for ending, name in ENDINGS.items() if ending in self.endings))
        return in_words(names, "or")


ANY = Limits()


def kind_of(stream: IO[bytes], size: int, limits: Limits = ANY) -> Kind:
    """The kind of a file; raises Unacceptable when it is empty, too big, locked, unsafe or of another type."""
    most = min(limits.largest, LARGEST_BYTES)
    if size == 0:
        raise Unacceptable("The file is empty. Choose another file")
    if size > most:
        tenths = -(-size * 10 // (1024 * 1024))  # rounded up: 10MB and one byte are not "10.0MB"
        raise Unacceptable(f"The file is {tenths / 10}MB. It must be {most // (1024 * 1024)}MB or smaller")
    kind = _kind_of(stream)
    if kind is None or kind.ending not in limits.endings:
        raise Unacceptable(f"The file must be a {limits.accepted}")
    return kind


def _kind_of(stream: IO[bytes]) -> Kind | None:
    """What the bytes are; None for what we never take."""
    stream.seek(0)
    head = stream.read(64)
    if head.startswith(b"%PDF-"):
        return _pdf(stream)
    if head.startswith(b"\xff\xd8\xff"):
        return Kind("jpg", "image/jpeg")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Kind("png", "image/png")
    if _is_heic(head):
        return Kind("heic", "image/heic")
    if head.startswith(b"PK\x03\x04"):
        return _zipped(stream)
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unacceptable("The file has a password or is an old Word or Excel file. Save it as PDF or DOCX")
    return None


def _is_heic(head: bytes) -> bool:
    """Whether a file begins as the photo of a phone: its first box names the brands that it keeps to."""
    if head[4:8] != b"ftyp":
        return False
    brands = [head[i : i + 4] for i in range(16, min(int.from_bytes(head[:4], "big"), len(head)), 4)]
    return head[8:12] in _HEIC_BRANDS or (head[8:12] in _ANY_PICTURE and not _HEIC_BRANDS.isdisjoint(brands))


def _pdf(stream: IO[bytes]) -> Kind:
    stream.seek(0)
    if b"/Encrypt" in stream.read():
        raise Unacceptable(_LOCKED)
    return Kind("pdf", "application/pdf")


def _zipped(stream: IO[bytes]) -> Kind | None:
    stream.seek(0)
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            names = {member.filename for member in members}
            if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
                raise Unacceptable("The file is packed in a way that we cannot open safely. Save it as PDF")
            if _has_macros(archive, names):
                raise Unacceptable("The file has macros in it. Save it as PDF or DOCX without macros")
            if any(member.flag_bits & 1 for member in members) or _is_locked(archive, names):
                raise Unacceptable(_LOCKED)
            return _by_members(archive, names)
    except _BROKEN as error:
        raise Unacceptable("The file is damaged. Save it again and upload it") from error


def _has_macros(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """Whether there are macros: by the usual names of their parts, or as Office's own list of parts tells."""
    if any(name.lower().endswith("vbaproject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names):
        return True
    listing = _listing(archive, names, "[Content_Types].xml").lower()
    return b"macroenabled" in listing or b"vbaproject" in listing


def _is_locked(archive: zipfile.ZipFile, names: set[str]) -> bool:
    """OpenDocument encrypts its parts one by one, and says so in its manifest."""
    return b"encryption-data" in _listing(archive, names, "META-INF/manifest.xml")


def _listing(archive: zipfile.ZipFile, names: set[str], member: str) -> bytes:
    if member not in names or archive.getinfo(member).flag_bits & 1:
        return b""
    with archive.open(member) as part:
        return part.read(_LONGEST_LISTING)


def _by_members(archive: zipfile.ZipFile, names: set[str]) -> Kind | None:
    for member, (ending, content_type) in _ZIPPED.items():
        if member in names:
            return Kind(ending, content_type)
    if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
        media = archive.read("mimetype").strip()
        if media in _OPEN_DOCUMENT:
            return Kind(_OPEN_DOCUMENT[media], media.decode())
    return None


def clean_name(typed: str, kind: Kind) -> str:
    """A name that is safe to show and to save: no folders, no control characters, the right ending, not too long."""
    plain = one_line(typed.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    stem, dot, ending = plain.rpartition(".")
    if not dot:
        stem = plain
    elif ending.lower() not in (kind.ending, "jpeg"):
        stem = plain.replace(".", " ")
    safe = "".join(c for c in stem if c.isprintable() and c not in '<>:"|?*;%')
    safe = " ".join(safe.split()).strip(". ")
    if safe.split(".")[0].strip().upper() in _DEVICES:
        safe = f"file {safe}"
    return f"{safe[:150].rstrip('. ') or 'file'}.{kind.ending}"


BEING_CHECKED = "Being checked for viruses"
HAD_A_VIRUS = "We found a virus in it and deleted it"


def scan_note(scan: str, *, scanning: bool) -> str:
    """What to say beside a file that cannot be opened; empty when it can. `scanning`: whether a scanner is set."""
    if scan == Scan.INFECTED:
        return HAD_A_VIRUS
    return BEING_CHECKED if scanning and scan != Scan.CLEAN else ""
