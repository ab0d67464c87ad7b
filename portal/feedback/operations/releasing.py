"""Telling a whole round at once: every applicant at the same moment, or nobody."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.applications.models import Partner
from portal.audit.operations import record
from portal.core.clock import london, now
from portal.core.dates import date_words
from portal.core.hiding import hidden_in
from portal.core.refusal import Refused
from portal.core.text import in_words, plural
from portal.decisions.operations import close_decisions
from portal.decisions.queries.results import Result
from portal.feedback.models import Feedback, FeedbackTask
from portal.feedback.policy import RELEASE
from portal.feedback.queries import Line, feedback_to_release, lines, people_to_tell
from portal.feedback.queries.concerned import agreed_partners, group_needs, needs_of_person
from portal.feedback.queries.plans import waiting_plan
from portal.feedback.rules import lacks
from portal.feedback.rules.needs import Kind, Needs
from portal.feedback.states import FEEDBACK, PLAN, FeedbackState
from portal.feedback.wording import outcome_sentence
from portal.funds.models import Round
from portal.funds.states import ROUND
from portal.outbox.operations import Recipient, queue

NOT_BY_YOU = "You have a link with a group in this round. Someone else must release the decisions."
# Where the mail leads for a shape that somebody needs, from the address of the page.
WAYS = {"large print": "/large-print", "plain text": "#ways"}


def release_round(session: Session, *, round_: Round, actor: Actor) -> int:
    """Release the feedback of every application of a round, and announce the round; how many were told.

    Refused to whoever is kept from an application of the round: telling everybody would tell of that one too.
    One transaction: cut off half-way, nothing has happened; done twice, the second is refused. Effects: state of the
    round (decided when the last open application was withdrawn), each feedback, one message for each lead and editor,
    a release that was set for an hour (done by this), audit.
    """
    require(actor, RELEASE, round_)
    if round_.id in hidden_in(session).rounds:
        raise Refused(NOT_BY_YOU)
    session.refresh(round_, ["state", "budget_pence", "committed_pence"], with_for_update=True)
    close_decisions(session, round_=round_, actor=actor)
    found = lines(session, round_)
    refuse_while_lacking(found)
    ROUND.advance(session, round_, "announce", actor_id=actor.account_id)
    round_.announced_at = now()
    results = {line.application.id: line.result for line in found}
    group_words = group_needs(session, [line.application.organisation_id for line in found])
    for feedback in feedback_to_release(session, round_.id):
        result = results[feedback.application_id]
        assert result is not None  # every line has one, or it would have been refused above
        words = group_words.get(feedback.application.organisation_id, "")
        release_feedback(session, feedback=feedback, result=result, group_words=words, actor=actor)
    plan = waiting_plan(session, round_.id)
    if plan:
        PLAN.advance(session, plan, "release", actor_id=actor.account_id)
        plan.ended_at = now()
    detail = {"applications": len(found)}
    record(session, "round:announced", subject_type="round", subject=round_.slug, actor=actor, **detail)
    session.flush()
    return len(found)


def release_feedback(session: Session, *, feedback: Feedback, result: Result, group_words: str, actor: Actor) -> None:
    """Open one feedback to its applicants and partners and tell each of them once; done before, it changes nothing.

    `group_words` is what the group wrote in its registration about how to reach it. Effects: state of the feedback,
    messages (one key a person), a task for each call, letter or language that somebody needs, audit.
    """
    if feedback.state == FeedbackState.RELEASED:
        return
    FEEDBACK.advance(session, feedback, "release", actor_id=actor.account_id)
    feedback.released_at = now()
    application = feedback.application
    for person in people_to_tell(session, application.organisation_id):
        needs = needs_of_person(person, group_words)
        _tell(session, feedback, result, person, needs)
        for kind in needs.tasks:
            detail = _detail(person, needs, group_words) if kind != Kind.LANGUAGE else needs.language
            session.add(FeedbackTask(feedback=feedback, account_id=person.id, kind=kind, detail=detail))
    for partner in agreed_partners(session, [application.id]).get(application.id, []):
        _tell_partner(session, feedback, result, partner)
    record(session, "feedback:released", subject_type="application", subject=application.reference, actor=actor)


def refuse_while_lacking(found: Sequence[Line]) -> None:
    """Raise Refused, naming them, while any application of a round lacks something."""
    waiting = [line.application.reference for line in found if lacks_of(line)]
    if waiting:
        raise Refused(f"{plural(len(waiting), 'application')} cannot be released yet: {', '.join(waiting)}.")


def lacks_of(line: Line) -> list[str]:
    """What an application still lacks before its round can be released: a signature, an approved text, and words on
    every principle that has a score which counts."""
    found = lacks(
        state=line.application.state,
        signed=line.result is not None,
        feedback=line.feedback.state if line.feedback else None,
    )
    return found + [f"No feedback on principle {name}" for name in line.unsaid]


def _detail(person: Account, needs: Needs, group_words: str) -> str:
    """What the person and the group wrote, for the officer who calls or writes to them."""
    lines = [person.contact_needs, group_words, f"Language: {needs.language}" if needs.language else ""]
    return " ".join(dict.fromkeys(line.strip() for line in lines if line.strip()))


def _tell(session: Session, feedback: Feedback, result: Result, person: Account, needs: Needs) -> None:
    page = f"/applications/{feedback.application.reference}/feedback"
    first, told = needs.offered_first, feedback.application.told_early_at
    queue(
        session,
        key=f"decision:{feedback.application.reference}:{person.id}",
        template="feedback_after_early" if told else "decision_released",
        told=date_words(london(told).date()) if told else "",
        to=Recipient(person.id, person.name, person.email),
        ways=f"You told us about {in_words(first)}. It is ready for you here:" if first else "",
        ways_link=(page + WAYS[first[0]]) if first else "",
        link=page,
        **_about(feedback, result),
    )


def _tell_partner(session: Session, feedback: Feedback, result: Result, partner: Partner) -> None:
    """Tell each lead and editor of a partner; whoever was told for the applicant hears it once."""
    reference = feedback.application.reference
    own = {person.id for person in people_to_tell(session, feedback.application.organisation_id)}
    assert partner.organisation is not None  # it joined
    for person in people_to_tell(session, partner.organisation.id):
        if person.id in own:
            continue
        queue(
            session,
            key=f"decision-part:{reference}:{person.id}",
            template="decision_released_to_partner",
            to=Recipient(person.id, person.name, person.email),
            partner_name=partner.organisation.name,
            link=f"/applications/{reference}/feedback/partner",
            **_about(feedback, result),
        )


def _about(feedback: Feedback, result: Result) -> dict[str, str]:
    application = feedback.application
    asked = application.requested_pence or 0
    return {
        "about_type": "application",
        "about": application.reference,
        "outcome": outcome_sentence(result.outcome, result.amount_pence, asked, result.main_reason),
        "fund_name": application.round.fund.title,
        "reference": application.reference,
        "project_name": application.title,
        "org_name": application.organisation.name,
    }
