"""PDF from a template and data, by typst, in a process of its own: the web process stays small, and a hang ends.

Data goes in as JSON and is never part of the markup. Only the fonts that typst brings are used, so that the same data
makes the same bytes on every machine.
"""

import json
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

TIMEOUT_SECONDS = 20
# Two at a time: each takes about 90 MB while it works.
_TURNS = BoundedSemaphore(2)
_ASTRAL_PICTURES = 0x1F000
_JOINS_PICTURES = {"\u200d", "\ufe0e", "\ufe0f", "\u20e3"}
# The writings that those fonts have.
_WRITINGS = ("LATIN", "GREEK", "CYRILLIC", "HEBREW", "ARABIC", "ARMENIAN", "GEORGIAN", "FULLWIDTH LATIN")


class TypesettingFailed(Exception):
    """No PDF came of it; the message is for the log."""


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """The PDF of a template over JSON data: PDF/UA where every letter has a font. Raises TypesettingFailed."""
    order = json.dumps({"template": str(template), "data": data}).encode()
    command = [sys.executable, "-m", "portal.core.typesetting"]
    with _TURNS:
        try:
            done = subprocess.run(  # noqa: S603 - our own module, with nothing of anybody's in the command
                command,
                input=order,
                capture_output=True,
                timeout=TIMEOUT_SECONDS,
                check=False,
                cwd=Path(__file__).resolve().parents[2],
            )
        except subprocess.TimeoutExpired as error:
            raise TypesettingFailed("it took too long") from error
    if done.returncode or not done.stdout.startswith(b"%PDF-"):
        raise TypesettingFailed(done.stderr.decode(errors="replace")[-2000:])
    return done.stdout


def printable(text: str) -> str:
    """The text with each picture letter as its name (`[waving hand sign]`), because no font of ours has it."""
    return "".join(_named(letter) for letter in text if letter not in _JOINS_PICTURES)


def printable_data(value: Any) -> Any:
    """The same for every text in data, however deep."""
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, Mapping):
        return {name: printable_data(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [printable_data(part) for part in value]
    return value


def _named(letter: str) -> str:
    if ord(letter) < _ASTRAL_PICTURES or unicodedata.category(letter) not in ("So", "Sk", "Cn"):
        return letter
    return f"[{unicodedata.name(letter, 'picture').lower()}]"


def has_letters_without_font(text: str) -> bool:
    """Whether letters of the text would be empty boxes."""
    return any(letter.isalpha() and not unicodedata.name(letter, "").startswith(_WRITINGS) for letter in set(text))


def main() -> None:
    """The other process: an order on stdin, a PDF on stdout."""
    import typst  # noqa: PLC0415 - 60 MB that only this process needs

    order = json.load(sys.stdin)
    inputs = {"data": json.dumps(order["data"])}
    try:
        made = typst.compile(order["template"], sys_inputs=inputs, ignore_system_fonts=True, pdf_standards="ua-1")
    except typst.TypstError:
        made = typst.compile(order["template"], sys_inputs=inputs, ignore_system_fonts=True)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
