"""Saving what a line chooses, and turning a saved choice into recommendations in one act."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.decisions.models import Outcome, Scenario
from portal.decisions.operations.recommending import recommend
from portal.decisions.policy import CHOOSE
from portal.decisions.queries import applications_named, committed_of, conditions_by_application
from portal.decisions.queries.line import LineFacts, line_facts
from portal.decisions.queries.scenarios import newest_scenario_number, scenarios_of
from portal.decisions.rules import Proposal
from portal.decisions.rules.address import write_line
from portal.decisions.rules.line import Candidate, Line, chosen, sums
from portal.decisions.rules.scenarios import Change, amounts_of, changes, document_of, naming_problems
from portal.formkit.operations import canonical
from portal.funds.models import Round


def digest_of(session: Session, round_: Round, facts: LineFacts, line: Line) -> tuple[str, str]:
    """(document, SHA-256 of it) of a choice as it would be saved now."""
    amounts = chosen(facts.candidates, line)
    committed = committed_of(session, round_)
    document = document_of(line, facts.candidates, amounts, pot=round_.budget_pence, committed=committed)
    text = canonical(document)
    return text, hashlib.sha256(text.encode()).hexdigest()


def save_scenario(
    session: Session, *, round_: Round, line: Line, name: str, why: str, seen: str, actor: Actor
) -> Scenario:
    """Keep a choice for ever, as it was `seen` (the SHA-256 of what the page showed); pressed twice, the same one.

    Refused when the round is not what the page showed. Effects: a scenario, audit.
    """
    require(actor, CHOOSE)
    session.refresh(round_, ["budget_pence", "committed_pence"], with_for_update=True)
    facts = line_facts(session, round_)
    document, digest = digest_of(session, round_, facts, line)
    others = scenarios_of(session, round_.id)
    again = next((one for one in others if (one.name, one.why, one.sha256) == (name, why, digest)), None)
    if again:
        return again
    problems = naming_problems(name, why, [one.name for one in others])
    if problems:
        raise Refused(f"{problems[0][1]}.")
    if digest != seen:
        raise Refused("This round changed since you opened the page. Look at the line again, then save.")
    amounts = chosen(facts.candidates, line)
    money = sums(facts.candidates, amounts, round_.budget_pence, committed_of(session, round_))
    scenario = Scenario(
        round=round_,
        number=newest_scenario_number(session, round_.id) + 1,
        name=name,
        why=why,
        document=document,
        sha256=digest,
        query=urlencode(write_line(line)),
        chosen=money.count,
        chosen_pence=money.chosen,
        left_pence=money.left,
        saved_at=now(),
        saved_by_id=actor.account_id,
        saved_by_name=actor.name[:200],
    )
    session.add(scenario)
    session.flush()
    _record(session, "scenario:saved", scenario, actor)
    return scenario


def read_document(scenario: Scenario) -> dict[str, Any]:
    """What was saved. Raises Refused when it is not what its hash says."""
    if hashlib.sha256(scenario.document.encode()).hexdigest() != scenario.sha256:
        raise Refused("This scenario is not as it was saved, so it cannot be used. Tell the administrator.")
    return dict(json.loads(scenario.document))


def changes_since(session: Session, scenario: Scenario) -> list[Change]:
    """What is not as it was when a scenario was saved."""
    round_ = scenario.round
    candidates = line_facts(session, round_).candidates
    return changes(
        read_document(scenario), candidates, pot=round_.budget_pence, committed=committed_of(session, round_)
    )


@dataclass(frozen=True)
class Using:
    """What an officer says when they use a scenario: why, and what comes of those it leaves out.

    `rest` is an outcome (reserve, not_funded) or nothing: they are left as they are. `main_reason` is for not_funded.
    """

    reason: str
    rest: str = ""
    main_reason: str = ""


def use_scenario(session: Session, *, scenario: Scenario, using: Using, actor: Actor) -> int:
    """Recommend what a scenario chose, all of it or nothing; how many recommendations were made.

    Locks the round, then the applications in the order of their ids, as signing does. Refused when anything changed
    since it was saved, so a second press is refused too. Conditions that were
    written stay. Effects: recommendations, states of applications, audit.
    """
    require(actor, CHOOSE)
    round_ = scenario.round
    session.refresh(round_, ["budget_pence", "committed_pence"], with_for_update=True)
    candidates = {one.reference: one for one in line_facts(session, round_).candidates if one.signed_pence is None}
    changed = changes_since(session, scenario)
    if changed:
        first = "; ".join(f"{one.what}: {one.before}, now {one.after}" for one in changed[:3])
        raise Refused(f"{plural(len(changed), 'thing')} changed since this scenario was saved. {first}.")
    amounts = amounts_of(read_document(scenario))
    money = sums(list(candidates.values()), amounts, round_.budget_pence, committed_of(session, round_))
    if money.left < 0 or not amounts:
        raise Refused("This scenario chooses nothing, or more than the pot, so it cannot be recommended.")
    proposals = _proposals(candidates, amounts, using)
    locked = applications_named(session, round_.id, list(proposals), lock=True)
    conditions = conditions_by_application(session, [application.id for application in locked])
    for application in locked:
        if actor.in_team(application.organisation_id):
            raise Refused(f"You belong to the group of {application.reference}. Someone else must use this scenario.")
        recommend(
            session,
            application=application,
            proposal=replace(proposals[application.reference], conditions=conditions.get(application.id, "")),
            revision=candidates[application.reference].revision,
            actor=actor,
        )
    _record(session, "scenario:used", scenario, actor)
    session.flush()
    return len(proposals)


def _proposals(candidates: Mapping[str, Candidate], amounts: Mapping[str, int], using: Using) -> dict[str, Proposal]:
    found = {}
    for reference, one in candidates.items():
        pence = amounts.get(reference, 0)
        if pence:
            outcome = Outcome.FUND if pence == one.asked_pence else Outcome.PART_FUND
            found[reference] = Proposal(outcome, pence, using.reason)
        elif using.rest:
            found[reference] = Proposal(using.rest, 0, using.reason, using.main_reason)
        elif one.recommended_pence:
            raise Refused(
                f"{reference} is recommended for money and not in this scenario. Choose what comes of those left out."
            )
    return found


def _record(session: Session, action: str, scenario: Scenario, actor: Actor) -> None:
    record(
        session,
        action,
        subject_type="round",
        subject=scenario.round.slug,
        actor=actor,
        scenario=scenario.number,
        sha256=scenario.sha256,
        chosen=scenario.chosen,
        amount_pence=scenario.chosen_pence,
    )
