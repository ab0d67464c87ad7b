"""What a saved scenario holds, whether the round still is as it was, and how two scenarios differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.money import format_pounds
from portal.core.text import count_words
from portal.decisions.rules.address import at_words, least_words
from portal.decisions.rules.line import Candidate, Line

LONGEST_NAME = 60
MOST_WHY_WORDS = 150

Document = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that is not as it was when a scenario was saved."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One application to which two scenarios give different money, in pence."""

    reference: str
    title: str
    group: str
    one_pence: int
    other_pence: int


def document_of(
    line: Line, candidates: Sequence[Candidate], amounts: Mapping[str, int], *, pot: int, committed: int
) -> dict[str, Any]:
    """A choice with every fact that it was made on, as plain data: money in pence, totals as they are shown."""
    return {
        "at": at_words(line.at),
        "pot": pot,
        "committed": committed,
        "shares": [[share.kind, share.value, least_words(share)] for share in line.shares],
        "rows": [
            {
                "reference": one.reference,
                "title": one.title,
                "group": one.group,
                "total": None if one.total is None else str(one.total),
                "asked": one.asked_pence,
                "signed": one.signed_pence,
                "revision": one.revision,
                "amount": amounts.get(one.reference, 0),
            }
            for one in sorted(candidates, key=lambda one: one.reference)
        ],
    }


def amounts_of(document: Document) -> dict[str, int]:
    """Reference -> pence of what a scenario chose."""
    return {row["reference"]: row["amount"] for row in document["rows"] if row["amount"]}


def changes(document: Document, candidates: Sequence[Candidate], *, pot: int, committed: int) -> list[Change]:
    """What is not as it was when a scenario was saved, application by application; nothing: it can still be used."""
    found = []
    if document["pot"] != pot:
        found.append(Change("The pot", format_pounds(document["pot"]), format_pounds(pot)))
    if document["committed"] != committed:
        found.append(Change("Signed", format_pounds(document["committed"]), format_pounds(committed)))
    then = {row["reference"]: row for row in document["rows"]}
    now = {one.reference: one for one in candidates}
    for reference in sorted({*then, *now}):
        found += _row_changes(reference, then.get(reference), now.get(reference))
    return found


def _row_changes(reference: str, row: Document | None, one: Candidate | None) -> list[Change]:
    if row is None or one is None:
        there, gone = "In the list", "Not in the list"
        return [Change(reference, gone if row is None else there, gone if one is None else there)]
    pairs = (
        ("total", row["total"] or "None", "None" if one.total is None else str(one.total)),
        ("asked for", format_pounds(row["asked"]), format_pounds(one.asked_pence)),
        ("signed", _signed(row["signed"]), _signed(one.signed_pence)),
        ("recommended", _version(row["revision"]), _version(one.revision)),
    )
    return [Change(f"{reference}, {what}", before, after) for what, before, after in pairs if before != after]


def _signed(pence: int | None) -> str:
    return "Not signed" if pence is None else format_pounds(pence)


def _version(revision: int) -> str:
    return f"Version {revision}" if revision else "Nothing yet"


def differences(one: Document, other: Document) -> list[Difference]:
    """The applications to which two scenarios give different money, by reference."""
    rows = {row["reference"]: row for document in (other, one) for row in document["rows"]}
    first, second = amounts_of(one), amounts_of(other)
    return [
        Difference(ref, rows[ref]["title"], rows[ref]["group"], first.get(ref, 0), second.get(ref, 0))
        for ref in sorted(rows)
        if first.get(ref, 0) != second.get(ref, 0)
    ]


def naming_problems(name: str, why: str, taken: Sequence[str]) -> list[tuple[str, str]]:
    """(field, message) of what is wrong with the name and the reason of a scenario; `taken` are the round's names."""
    found = []
    if not name.strip():
        found.append(("name", "Enter a name"))
    elif len(name) > LONGEST_NAME:
        found.append(("name", f"Name must be {LONGEST_NAME} characters or fewer"))
    elif name.casefold() in {one.casefold() for one in taken}:
        found.append(("name", "Another scenario of this round has that name. Choose another"))
    if not why.strip():
        found.append(("why", "Enter why you chose this"))
    elif (over := count_words(why) - MOST_WHY_WORDS) > 0:
        found.append(("why", f"Why must be {MOST_WHY_WORDS} words or fewer. It is {over:,} too long"))
    return found
