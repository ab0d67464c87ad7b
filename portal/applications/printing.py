"""The PDF copy of an application: what stands on it, and how it is made. From a snapshot it is the same for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from portal.core.typesetting import has_letters_without_font, printable_data, typeset
from portal.formkit.reading import AnsweredSection
from portal.formkit.types.base import Shown

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "applications" / "copy.typ"


def print_copy(
    *,
    reference: str,
    names: Mapping[str, str],
    sections: Sequence[AnsweredSection],
    received: Sequence[tuple[str, str]],
) -> bytes:
    """The PDF. `names` are those of project, organisation and round; `received` (label, text) is empty for a draft."""
    data = printed(reference, names, sections, received)
    return typeset(TEMPLATE, data)


def printed(
    reference: str,
    names: Mapping[str, str],
    sections: Sequence[AnsweredSection],
    received: Sequence[tuple[str, str]],
) -> dict[str, Any]:
    """What stands on it, as data, with words in the place of pictures."""
    facts = [("Reference", reference), ("Organisation", names["organisation"]), ("Fund", names["round"]), *received]
    data = {
        "title": names["project"],
        "organisation": names["organisation"],
        "reference": reference,
        "draft": not received,
        "facts": facts,
        "sections": [
            {
                "title": part.section.title,
                "questions": [{"label": one.question.label, "shown": _shown(one.shown)} for one in part.questions],
            }
            for part in sections
        ],
    }
    return {"boxes": has_letters_without_font(repr(data)), **printable_data(data)}


def _shown(shown: Shown) -> dict[str, Any]:
    return asdict(shown) | {"files": [f"{file['name']} ({-(-file['size'] // 1024)}KB)" for file in shown.files]}
