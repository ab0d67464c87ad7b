"""The panel pack: everything that one person scores, on paper; and the sheet of scores that goes with it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from portal.applications.models import Application
from portal.assessment.models import Assignment
from portal.assessment.queries.reading import Answered, Reading
from portal.assessment.rules import BEST_SCORE, CANNOT, Draft, shares, shown_name
from portal.assessment.rules.blind import shown_title
from portal.core.money import format_pounds
from portal.core.sheets import as_xlsx
from portal.core.text import normalise
from portal.core.typesetting import printable_data, typeset

TEMPLATE = Path(__file__).resolve().parents[2] / "templates" / "assessment" / "pack.typ"
HEAD = ("Reference", "Project", "Principle", "What it is about", "Score (0 to 5)", "Reason")
IN_WORDS = {"judge": "cannot judge", "information": "need more information"}
_NUMBER = re.compile(r"\d{1,2}")
MOST_FAULTS = 20


def pack_pdf(
    name: str,
    assignments: Sequence[Assignment],
    readings: Mapping[int, Reading],
    drafts: Mapping[int, dict[int, Draft]],
) -> bytes:
    """The pack of one person (`name`) as a PDF; readings by application id, drafts by assignment id.

    Raises TypesettingFailed.
    """
    parts = [_part(one, readings[one.application_id], drafts[one.id]) for one in assignments]
    data: dict[str, Any] = printable_data({"name": name, "parts": parts})
    return typeset(TEMPLATE, data)


def _part(assignment: Assignment, reading: Reading, drafts: Mapping[int, Draft]) -> dict[str, Any]:
    application = assignment.application
    weights = shares({criterion.number: criterion.weight for criterion in application.round.criteria})
    return {
        "reference": application.reference,
        "title": shown_title(application),
        "group": shown_name(application),
        "asks": format_pounds(application.requested_pence or 0),
        "note": assignment.note,
        "principles": [
            {
                "name": f"{criterion.number}. {criterion.short_name}",
                "text": criterion.text,
                "counts": f"{weights[criterion.number]}%" if criterion.weight else "informs only",
                "scale": [f"{points}: {criterion.descriptors[str(points)]}" for points in range(BEST_SCORE + 1)],
                "answers": [_answer(one) for one in reading.by_principle[criterion.number]],
                "given": given_words(drafts[criterion.number]),
                "reason": drafts[criterion.number].reason,
            }
            for criterion in application.round.criteria
        ],
        "rest": [_answer(one) for one in reading.rest],
    }


def _answer(one: Answered) -> dict[str, Any]:
    return {"label": one.label, "shown": asdict(one.shown) | {"files": []}}


def given_words(draft: Draft) -> str:
    """What stands in the sheet and on paper for a score: its number, or what takes its place."""
    return IN_WORDS.get(draft.cannot, "") if draft.points is None else str(draft.points)


def score_sheet(assignments: Sequence[Assignment], drafts: Mapping[int, dict[int, Draft]]) -> bytes:
    """The sheet of scores of one person as xlsx: a row for each principle of each application, with what is there."""
    rows = [
        (
            one.application.reference,
            shown_title(one.application),
            criterion.number,
            criterion.short_name,
            given_words(drafts[one.id][criterion.number]),
            drafts[one.id][criterion.number].reason,
        )
        for one in assignments
        for criterion in one.application.round.criteria
    ]
    return as_xlsx("Scores", HEAD, rows)


@dataclass(frozen=True)
class Read:
    """What a sheet says: new drafts by reference and number of the principle, and what is wrong with rows."""

    drafts: dict[str, dict[int, Draft]]
    faults: list[str]


def read_sheet(rows: Sequence[Sequence[str]], open_ones: Mapping[str, Application]) -> Read:
    """Read a sheet that came back. `open_ones` are the applications that this person may score now, by reference.

    Rows of others are faults, in the same words whatever they are; blank rows say nothing.
    """
    found: dict[str, dict[int, Draft]] = {}
    faults: list[str] = []
    for number, cells in enumerate(rows, 1):
        row = [*cells, *[""] * len(HEAD)][: len(HEAD)]
        if number == 1 and row[0] == HEAD[0]:
            continue
        reference, principle, score, reason = row[0].strip().upper(), row[2].strip(), row[4].strip(), normalise(row[5])
        fault, draft = _row(open_ones.get(reference), principle, score, reason)
        if fault:
            faults.append(f"Row {number}: {fault}")
        elif draft is not None:
            found.setdefault(reference, {})[int(principle)] = draft
    return Read(found, faults[:MOST_FAULTS])


def _row(application: Application | None, principle: str, score: str, reason: str) -> tuple[str, Draft | None]:
    if application is None:
        return "this is not an application that you can score now", None
    numbers = {str(criterion.number) for criterion in application.round.criteria}
    if principle not in numbers:
        return f"there is no principle {principle or 'without a number'} in {application.reference}", None
    if not score and not reason:
        return "", None
    cannot = {words: key for key, words in IN_WORDS.items()}.get(score.lower(), "")
    if cannot in CANNOT:
        return "", Draft(None, reason, cannot)
    if score and not (_NUMBER.fullmatch(score) and int(score) <= BEST_SCORE):
        return f"“{score[:20]}” is not a score from 0 to 5", None
    return "", Draft(int(score) if score else None, reason)
