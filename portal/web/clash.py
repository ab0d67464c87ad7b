"""The page on which a person chooses between two versions of their text, and what they chose."""

from collections.abc import Mapping, Sequence

from flask import Response
from werkzeug.datastructures import MultiDict

from portal.core.clash import Clash
from portal.web.pages import page

CHOOSE = "choose-"
SAVED = "saved"


def clash_page(
    found: Sequence[Clash], *, typed: Mapping[str, str], revision: int, action: str, back: str, who: str
) -> Response:
    """Both versions of every text that differs, and one button. `who` saved the other one ("Olive Hart", "You").

    All that was typed travels along in the form, so that nothing is lost whatever is chosen.
    """
    values = {"clashes": found, "typed": typed, "revision": revision, "action": action, "back_href": back, "who": who}
    return page("errors/clash.html", 409, **values)


def chosen(posted: MultiDict[str, str], saved: Mapping[str, str]) -> MultiDict[str, str]:
    """The fields of a POST, with the saved version wherever the person chose it."""
    kept = posted.copy()
    for name in saved:
        if posted.get(CHOOSE + name) == SAVED:
            kept[name] = saved[name]
    return kept


def read_revision(posted: Mapping[str, str]) -> int:
    """The revision that the person had before them; one that never was, when the field is damaged."""
    typed = posted.get("revision", "")
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1
