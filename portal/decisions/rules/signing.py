"""The list that somebody signs: exactly what they were shown, or nothing. Facts in, differences out."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from portal.core.money import format_pounds
from portal.decisions.models import OUTCOME_LABELS, Outcome
from portal.decisions.rules.scenarios import Change


@dataclass(frozen=True)
class Shown:
    """One line of the list: what is signed with it. Money in pence; `revision` stands for the reasons."""

    reference: str
    title: str
    group: str
    outcome: str
    asked_pence: int
    amount_pence: int
    revision: int
    conditions: str


def list_text(lines: Iterable[Shown]) -> str:
    """The list as canonical JSON, by reference: its SHA-256 is what a signature stands under."""
    rows = [asdict(line) for line in sorted(lines, key=lambda line: line.reference)]
    return json.dumps(rows, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def lines_from(text: str) -> list[Shown] | None:
    """The lines of a list as a page sent it back; None when it is no such list."""
    try:
        return [_line(row) for row in json.loads(text)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def _line(row: Mapping[str, object]) -> Shown:
    kinds = Shown.__annotations__
    if set(row) != set(kinds) or not all(type(row[name]) is kinds[name] for name in kinds):
        raise ValueError("not a line")
    return Shown(**row)  # type: ignore[arg-type]


def list_changes(shown: Iterable[Shown], now: Iterable[Shown]) -> list[Change]:
    """What is not as it was shown, application by application, with both values in words; nothing: it may be signed."""
    before, after = ({line.reference: line for line in lines} for lines in (shown, now))
    found = []
    for reference in sorted({*before, *after}):
        found += _line_changes(reference, before.get(reference), after.get(reference))
    return found


def _line_changes(reference: str, old: Shown | None, new: Shown | None) -> list[Change]:
    if old is None or new is None:
        there, gone = "On the list", "Not on the list"
        return [Change(reference, there if old else gone, there if new else gone)]
    pairs = (
        ("project", old.title, new.title),
        ("group", old.group, new.group),
        ("outcome", _outcome(old.outcome), _outcome(new.outcome)),
        ("asked for", format_pounds(old.asked_pence), format_pounds(new.asked_pence)),
        ("amount", format_pounds(old.amount_pence), format_pounds(new.amount_pence)),
        ("conditions", old.conditions or "None", new.conditions or "None"),
    )
    found = [Change(f"{reference}, {what}", was, now) for what, was, now in pairs if was != now]
    if not found and old.revision != new.revision:
        found.append(Change(f"{reference}, reason", "As you read it", "Written again"))
    return found


def _outcome(value: str) -> str:
    return OUTCOME_LABELS[Outcome(value)] if value in set(Outcome) else value
