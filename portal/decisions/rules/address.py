"""A line as the query of an address, so that it can be kept, sent and opened again; and what is typed for one."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from portal.assessment.rules import BEST_TOTAL
from portal.core.money import MOST_PENCE, format_pounds, parse_pounds
from portal.decisions.rules.line import MOST_SHARES, Line, Share

NO_LINE = "none"
_TOTAL = re.compile(r"[0-9]{1,2}(\.[0-9])?")
_PART = re.compile(r"([A-Z0-9-]{4,20}):([0-9]{1,12})")
_SHARE = re.compile(r"([a-z]{1,12}):([A-Za-z0-9_]{1,40}):(percent|pence):([0-9]{1,12})")
_PERCENT = re.compile(r"([0-9]{1,3}) ?%")


def total_from(text: str) -> Decimal:
    """A total out of 40 with one decimal at most. Raises ValueError for anything else."""
    if not _TOTAL.fullmatch(text) or Decimal(text) > BEST_TOTAL:
        raise ValueError("not a total")
    return Decimal(text).quantize(Decimal("0.1"))


def least_from(text: str) -> tuple[bool, int]:
    """(percent?, how many percent or pence) of what is typed as the least: `20%` or `£50,000`. Raises ValueError."""
    percent = _PERCENT.fullmatch(text)
    if percent is None:
        pence = parse_pounds(text)
        if pence == 0:
            raise ValueError("nothing")
        return False, pence
    if not 1 <= int(percent[1]) <= 100:
        raise ValueError("not a share")
    return True, int(percent[1])


def least_words(share: Share) -> str:
    """`20%` or `£50,000`, as it is typed."""
    return f"{share.least}%" if share.percent else format_pounds(share.least)


def read_line(query: Mapping[str, Sequence[str]], default: Decimal | None) -> Line:
    """The line of an address; what is not understood is left out. Without `at` the line is at `default`."""
    parts = [found for text in query.get("part", ()) if (found := _PART.fullmatch(text))]
    shares = [found for text in query.get("share", ()) if (found := _SHARE.fullmatch(text))][:MOST_SHARES]
    return Line(
        _at(query.get("at", ()), default),
        frozenset(query.get("in", ())),
        frozenset(query.get("out", ())),
        {found[1]: int(found[2]) for found in parts if 0 < int(found[2]) <= MOST_PENCE},
        tuple(Share(found[1], found[2], found[3] == "percent", int(found[4])) for found in shares),
    )


def _at(typed: Sequence[str], default: Decimal | None) -> Decimal | None:
    if typed and typed[0] == NO_LINE:
        return None
    try:
        return total_from(typed[0]) if typed else default
    except ValueError:
        return default


def write_line(line: Line) -> list[tuple[str, str]]:
    """A line as the pairs of a query, always in the same order; `read_line` gives it back."""
    return [
        ("at", at_words(line.at)),
        *(("in", reference) for reference in sorted(line.ticked)),
        *(("out", reference) for reference in sorted(line.unticked)),
        *(("part", f"{reference}:{pence}") for reference, pence in sorted(line.parts.items())),
        *(("share", f"{s.kind}:{s.value}:{'percent' if s.percent else 'pence'}:{s.least}") for s in line.shares),
    ]


def at_words(at: Decimal | None) -> str:
    """`24.5`, or `none`."""
    return NO_LINE if at is None else f"{at:.1f}"
