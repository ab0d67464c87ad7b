"""The page of the line: what is typed becomes the query of an address, and the address shows what it does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.disclosure import FEWEST_SHOWN
from portal.core.money import format_pounds, parse_pounds
from portal.core.text import one_line
from portal.decisions.policy import CHOOSE
from portal.decisions.queries import committed_of
from portal.decisions.queries.line import LineFacts, line_facts
from portal.decisions.queries.scenarios import scenarios_of
from portal.decisions.rules.address import NO_LINE, at_words, least_from, least_words, read_line, total_from, write_line
from portal.decisions.rules.effects import Dimension, Effect, awarded, check_shares, dimensions, effects, share_label
from portal.decisions.rules.line import (
    MOST_SHARES,
    Candidate,
    Line,
    Share,
    Sums,
    by_hand,
    chosen,
    line_that_fits,
    moved,
    sums,
)
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.states import RoundState
from portal.organisations.rules import named
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("line", __name__)
SHOWN = (RoundState.ASSESSING, RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.ARCHIVED)
Fields = Mapping[str, Sequence[str]]


def round_to_choose(session: Session, slug: str) -> Round | None:
    """A round from the time on when it is assessed."""
    found = round_by_slug(session, slug)
    return found if found and found.state in SHOWN else None


@dataclass(frozen=True)
class Seen:
    """A line with everything that a page says about it."""

    facts: LineFacts
    line: Line
    amounts: Mapping[str, int]
    sums: Sums
    ways: tuple[Dimension, ...]

    @property
    def awards(self) -> dict[str, int]:
        """Signed and chosen money by reference, in pence."""
        return awarded(self.facts.candidates, self.amounts)

    @property
    def query(self) -> str:
        """The line as the query of an address."""
        return urlencode(write_line(self.line))

    @property
    def effects(self) -> list[tuple[Dimension, list[Effect]]]:
        """Each way of parting the applications, with its rows."""
        return [(way, effects(way, self.facts.candidates, self.awards)) for way in self.ways]


def seen(round_: Round, facts: LineFacts, line: Line) -> Seen:
    """A line on a round as it stands now."""
    amounts = chosen(facts.candidates, line)
    money = sums(facts.candidates, amounts, round_.budget_pence, committed_of(current_session(), round_))
    return Seen(facts, line, amounts, money, dimensions(facts.districts, facts.priorities, named("income_bands")))


def line_of_address(round_: Round, facts: LineFacts) -> Line:
    """The line that the address names; without one, the lowest that can be paid in full."""
    fits = line_that_fits(facts.candidates, round_.budget_pence - committed_of(current_session(), round_))
    return read_line(request.args.to_dict(flat=False), fits)


@bp.page("/manage/rounds/<slug>/line", methods=("GET", "POST"), needs=CHOOSE, load=round_to_choose)
def line(round_: Round) -> ResponseReturnValue:
    """Move the line, tick, type amounts and shares; see what it does. Nothing is stored: the address holds it all."""
    facts = line_facts(current_session(), round_)
    typed = posted()
    if typed is None:
        return _page(round_, seen(round_, facts, line_of_address(round_, facts)), [], {})
    fields = typed.to_dict(flat=False)
    found, errors = typed_line(facts.candidates, fields)
    if errors or request.method == "GET":
        return _page(round_, seen(round_, facts, found), errors, {name: values[0] for name, values in fields.items()})
    query = urlencode(write_line(found))
    return redirect(f"/manage/rounds/{round_.slug}/line?{query}", code=303)


def _page(round_: Round, shown: Seen, errors: list[tuple[str, str]], typed: Mapping[str, str]) -> ResponseReturnValue:
    return page(
        "decisions/line.html",
        round=round_,
        seen=shown,
        at=at_words(shown.line.at),
        none=NO_LINE,
        checks=check_shares(shown.line.shares, shown.ways, shown.facts.candidates, shown.awards, least_words),
        choices=_share_choices(shown.ways),
        shares=_share_fields(shown.line, typed),
        typed=typed,
        by_field=dict(errors),
        scenarios=scenarios_of(current_session(), round_.id),
        fewest=FEWEST_SHOWN,
        errors=errors,
    )


def _share_choices(ways: Sequence[Dimension]) -> list[tuple[str, str]]:
    told = [way for way in ways if not way.private]
    pairs = [(f"{way.kind}:{value}", share_label(way, value)) for way in told for value in way.values]
    return [("", "Nothing"), *(pair for pair in pairs if not pair[0].endswith(":"))]


def _share_fields(line: Line, typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """(what, least) of each row of minimum shares, as typed or else as in the line."""
    saved = [(f"{share.kind}:{share.value}", least_words(share)) for share in line.shares]
    saved += [("", "")] * (MOST_SHARES - len(saved))
    return [
        (typed.get(f"what-{number}", what), typed.get(f"least-{number}", least))
        for number, (what, least) in enumerate(saved, 1)
    ]


def typed_line(candidates: Sequence[Candidate], fields: Fields) -> tuple[Line, list[tuple[str, str]]]:
    """(the line, (field, message) of what is wrong) of what was typed and ticked on the page."""
    errors: list[tuple[str, str]] = []
    was = _total(fields, "was", None)
    shown = [name.removeprefix("amount-") for name in fields if name.startswith("amount-")]
    hand = by_hand(candidates, was, fields.get("fund", ()), shown)
    at = was
    if fields.get("at", [""])[0].strip() not in ("", NO_LINE):
        at = _total(fields, "at", None)
        if at is None:
            errors.append(("at", "Enter a total from 0 to 40, like 24 or 24.5"))
            at = was
    elif "at" in fields:
        at = None
    way = fields.get("move", [""])[0]
    at = moved(candidates, at, way) if way in ("up", "down") else at
    parts = _parts(candidates, fields, errors)
    return replace(hand, at=at, parts=parts, shares=_shares(fields, errors)), errors


def _total(fields: Fields, name: str, default: Decimal | None) -> Decimal | None:
    try:
        return total_from(one_line(fields.get(name, [""])[0]))
    except ValueError:
        return default


def _parts(candidates: Sequence[Candidate], fields: Fields, errors: list[tuple[str, str]]) -> dict[str, int]:
    found = {}
    for one in candidates:
        name = f"amount-{one.reference}"
        text = one_line(fields.get(name, [""])[0])
        if not one.movable or not text:
            continue
        try:
            pence = parse_pounds(text)
        except ValueError:
            errors.append((name, f"Enter the amount for {one.title} in pounds, like 5,000"))
            continue
        if not 0 < pence <= one.asked_pence:
            most = format_pounds(one.asked_pence)
            errors.append((name, f"Amount for {one.title} must be more than £0 and at most the {most} asked for"))
        elif pence != one.asked_pence:
            found[one.reference] = pence
    return found


def _shares(fields: Fields, errors: list[tuple[str, str]]) -> tuple[Share, ...]:
    found = []
    for number in range(1, MOST_SHARES + 1):
        kind, _, value = fields.get(f"what-{number}", [""])[0].partition(":")
        text = one_line(fields.get(f"least-{number}", [""])[0])
        if not value and text:
            errors.append((f"what-{number}", "Choose what the minimum share is for"))
        if not value:
            continue
        try:
            percent, least = least_from(text)
        except ValueError:
            errors.append((f"least-{number}", "Enter at least how much, like 20% or £50,000"))
            continue
        found.append(Share(kind, value, percent, least))
    return tuple(found)
