"""How a round is scored: what each principle counts, until when, and whether names are hidden."""

import re
from collections.abc import Iterable
from datetime import date

from werkzeug.datastructures import MultiDict

from portal.assessment.rules import WHOLE, weight_faults
from portal.core.dates import parse_day

_PERCENT = re.compile(r"\d{1,3}(?:\.\d)?")


def read_weights(posted: MultiDict[str, str], numbers: Iterable[int]) -> dict[int, int | None]:
    """Tenths of a per cent by the number of the principle; None where there is no such number."""
    found: dict[int, int | None] = {}
    for number in numbers:
        typed = posted.get(f"weight-{number}", "").replace("%", "").replace(",", ".").strip()
        found[number] = round(float(typed) * 10) if _PERCENT.fullmatch(typed) else None
    return found


def weight_errors(weights: dict[int, int | None]) -> list[tuple[str, str]]:
    """(field id, message) of what is wrong with weights."""
    first = min(weights, default=0)
    return [(f"weight-{number or first}", words) for number, words in weight_faults(weights).items()]


def percent_words(weight: int, whole: int) -> str:
    """A weight as a number of per cent with one decimal where it needs one: 12.5, 10."""
    tenths = round(weight * WHOLE / whole) if whole else 0
    return f"{tenths / 10:g}"


def read_last_day(posted: MultiDict[str, str]) -> tuple[date | None, str]:
    """The day typed (None when all fields are blank), and what is wrong with it."""
    typed = [posted.get(f"day-{part}", "").strip() for part in ("day", "month", "year")]
    if not any(typed):
        return None, ""
    try:
        return parse_day(*typed), ""
    except ValueError:
        return None, "Enter a real day, for example 12 3 2027"
