"""Two choices that an officer saved for the round that is being assessed."""

from dataclasses import replace

from sqlalchemy.orm import Session

from portal.decisions.operations import digest_of, save_scenario
from portal.decisions.queries.line import line_facts
from portal.decisions.rules.line import Line, levels, line_that_fits
from portal.demo.people import staff
from portal.funds.models import Round


def add_scenarios(session: Session, round_: Round) -> None:
    """By total alone down to the second place; and the same with half of what the next one asks for."""
    facts = line_facts(session, round_)
    fits = line_that_fits(facts.candidates, round_.budget_pence - round_.committed_pence)
    second = Line(next(iter(levels(facts.candidates)[1:]), fits))
    below = [one for one in facts.candidates if one.movable and (one.total or 0) < (second.at or 0)][:1]
    parts = {one.reference: one.asked_pence // 2 for one in below}
    _save(session, round_, second, "By score", "The highest totals, each with all that it asks for.")
    wider = replace(second, ticked=frozenset(parts), parts=parts)
    _save(session, round_, wider, "By score, and half of the next", "The next one could begin with half of it.")


def _save(session: Session, round_: Round, line: Line, name: str, why: str) -> None:
    digest = digest_of(session, round_, line_facts(session, round_), line)[1]
    save_scenario(session, round_=round_, line=line, name=name, why=why, seen=digest, actor=staff(session, "officer"))
