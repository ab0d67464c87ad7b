"""Starting an application, and keeping it in step with its answers."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.applications.models import Application
from portal.applications.operations.bid import Bid, after_change
from portal.applications.operations.passport import bring_facts, keep_documents
from portal.applications.operations.recording import record_act
from portal.applications.policy import (
    EDIT_APPLICATION,
    START_APPLICATION,
)
from portal.applications.queries import extension_of, live_application, reference_taken
from portal.applications.rules import may_send_at, may_write_at, too_late
from portal.core.clock import now
from portal.core.references import new_reference
from portal.core.refusal import Forbidden, Refused
from portal.formkit.operations import Saved, start_response
from portal.formkit.queries import form_of
from portal.funds.models import Round
from portal.funds.rules import refuse_before_opening
from portal.organisations.models import Organisation
from portal.organisations.rules import why_stopped


def start(
    session: Session, *, round_: Round, organisation: Organisation, eligibility: Mapping[str, Any], actor: Actor
) -> Application:
    """Begin an organisation's application to a round, or find the one that it has.

    Refused when the round is not open to this organisation, or its membership is on hold; pins the round's form; audit.
    """
    require(actor, START_APPLICATION)
    if not actor.in_team(organisation.id, TeamRole.LEAD, TeamRole.EDITOR):
        raise Forbidden(START_APPLICATION.name, hidden=True)
    application, begun = begin_or_find(session, round_, organisation, eligibility, actor)
    if begun:
        record_act(session, "started", application, actor)
    return application


def begin_or_find(
    session: Session, round_: Round, organisation: Organisation, eligibility: Mapping[str, Any], actor: Actor
) -> tuple[Application, bool]:
    """The live application of an organisation to a round, and whether it was begun now. Its caller audits."""
    existing = live_application(session, round_, organisation.id)
    if existing:
        return existing, False
    stopped = why_stopped(organisation)
    if stopped:
        raise Refused(stopped, title="You cannot start an application now")
    extension = extension_of(session, round_, organisation.id)
    if not may_send_at(round_, extension, now()):
        refuse_before_opening(round_, now())
        raise too_late(round_, extension)
    try:
        with session.begin_nested():
            return _begin(session, round_, organisation, eligibility, actor), True
    except IntegrityError:
        quicker = live_application(session, round_, organisation.id)
        if quicker is None:
            raise
        return quicker, False


def _begin(
    session: Session, round_: Round, organisation: Organisation, eligibility: Mapping[str, Any], actor: Actor
) -> Application:
    """A new draft, with the facts of the passport; IntegrityError when a colleague started one at the same moment."""
    at = now()
    application = Application(
        reference=_free_reference(session, round_),
        round=round_,
        organisation=organisation,
        response=start_response(session, version=round_.form_version),
        eligibility=dict(eligibility),
        started_at=at,
        started_by_id=actor.account_id,
        changed_at=at,
        changed_by_id=actor.account_id,
    )
    session.add(application)
    session.flush()
    brought = bring_facts(session, application, actor)
    if brought:
        record_act(session, "brought", application, actor, questions=brought)
    return application


def note_saved(
    session: Session, *, application: Application, saved: Saved, answers: Mapping[str, Any], actor: Actor
) -> None:
    """Keep the application's title and amount in step with its answers, and note the saving; audit.

    A signature over other answers and a partner's agreement to other amounts end (`bid.after_change`). Refused once
    the closing time has passed, with five minutes for pages that were in flight.
    """
    require(actor, EDIT_APPLICATION, application)
    keep_in_step(session, application, saved, answers, actor)
    record_act(session, "saved", application, actor, questions=sorted(saved.changed))
    session.flush()


def keep_in_step(
    session: Session, application: Application, saved: Saved, answers: Mapping[str, Any], actor: Actor
) -> Bid:
    """What follows from any saving of answers, whoever typed them. Its caller checks the right and audits."""
    if not may_write_at(application.round, application.extension, saved.saved_at):
        raise too_late(application.round, application.extension)
    application.title = str(answers.get("project_name") or "")[:200]
    requested = answers.get("amount_requested")
    application.requested_pence = requested if isinstance(requested, int) else None
    application.changed_at = saved.saved_at
    application.changed_by_id = actor.account_id
    copied = application.carried
    if copied is not None:
        copied.untouched = [key for key in copied.untouched if key not in saved.changed]
    session.flush()
    keep_documents(session, application, answers, saved.changed, actor)
    bid = Bid(application, form_of(application.response.form_version), answers)
    after_change(session, bid, actor)
    return bid


def _free_reference(session: Session, round_: Round) -> str:
    """`SCF27-7QJ4`: fund, year, four random characters that nobody has yet."""
    while True:
        reference = new_reference(f"{round_.fund.code}{round_.year % 100:02d}")
        if not reference_taken(session, reference):
            return reference
