"""The feedback as a PDF, in letters of 11 or of 18 points."""

from pathlib import Path
from typing import Any

from portal.core.typesetting import printable_data, typeset

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "feedback" / "letter.typ"


def letter_pdf(blocks: list[dict[str, Any]], *, title: str, reference: str, large: bool) -> bytes:
    """The blocks of a letter as a PDF with real headings. Raises TypesettingFailed."""
    data = {"title": title, "reference": reference, "large": large, "blocks": blocks}
    return typeset(TEMPLATE, printable_data(data))
