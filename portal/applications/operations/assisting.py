"""An officer types for a group by phone: with a recorded yes, for one day, and never sends for them."""

from collections.abc import Mapping
from datetime import time
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.accounts.operations import recipient
from portal.applications.models import Application, Assistance
from portal.applications.operations.bid import Bid, mark_typed, read_bid, tell
from portal.applications.operations.recording import record_act
from portal.applications.operations.writing import begin_or_find, keep_in_step
from portal.applications.policy import ASSIST, CONFIRM_TYPED, END_ASSISTANCE, START_ASSISTANCE
from portal.applications.queries.assisted import assistances_by, assistances_with
from portal.applications.queries.partners import organisation_called
from portal.applications.queries.together import colleagues
from portal.applications.rules.assisting import CONSENT_WORDS, HOWS
from portal.audit.operations import record
from portal.core.clock import from_london, now, today
from portal.core.dates import datetime_words, time_words
from portal.core.refusal import Forbidden, Refused
from portal.formkit.operations import Saved
from portal.funds.models import Round
from portal.organisations.models import Organisation
from portal.outbox.operations import queue

LAST_MINUTE = time(23, 59)
NOT_THEIRS = "Only the group can answer this: it is a promise or a signature."


def begin_assistance(
    session: Session, *, organisation: str, consent_name: str, consent_how: str, actor: Actor
) -> Assistance:
    """Record that somebody of an organisation said yes, and may be typed for until the end of today (UK time).

    `organisation` is its reference as typed. Beginning again on the same day finds what is open. Effects: the
    assistance with the words that were read to them; a mail to every lead, who can end it; audit.
    """
    require(actor, START_ASSISTANCE)
    place = organisation_called(session, organisation)
    if place is None:
        raise Refused("We do not know this reference. It looks like ORG-7QJ4.")
    if consent_how not in HOWS:
        raise Refused("Select how they said yes.")
    open_now = [one for one in assistances_by(session, actor.account_id) if _is_open(one)]
    existing = next((one for one in open_now if one.organisation_id == place.id), None)
    if existing is not None:
        return existing
    at, ends = now(), from_london(today(), LAST_MINUTE)
    if at >= ends:
        raise Refused("It is almost the end of the day. Begin tomorrow.")
    found = Assistance(
        organisation=place,
        officer_id=actor.account_id,
        consent_name=consent_name,
        consent_how=consent_how,
        consent_words=CONSENT_WORDS,
        started_at=at,
        ends_at=ends,
    )
    session.add(found)
    session.flush()
    _tell_leads(session, place, found, actor)
    detail = {"assistance": found.reference, "how": consent_how}
    record(session, "assistance:begun", subject_type="organisation", subject=place.reference, actor=actor, **detail)
    session.flush()
    return found


def _is_open(found: Assistance) -> bool:
    return found.ended_at is None and now() < found.ends_at


def _tell_leads(session: Session, place: Organisation, found: Assistance, actor: Actor) -> None:
    for lead in colleagues(session, place.id, TeamRole.LEAD):
        queue(
            session,
            key=f"assistance_begun:{found.reference}:{lead.id}",
            template="assistance_begun",
            to=recipient(lead),
            about_type="organisation",
            about=place.reference,
            officer=actor.name,
            person=found.consent_name,
            org_name=place.name,
            ends=time_words(found.ends_at),
            link=f"/organisations/{place.reference}/help",
        )


def end_assistance(session: Session, *, assistance: Assistance, actor: Actor) -> None:
    """End it before its time: the officer themselves, or a lead of the organisation; twice is once. Audit."""
    mine = ASSIST if actor.is_staff else END_ASSISTANCE
    if assistance.ended_at is not None:
        return
    require(actor, mine, assistance)
    assistance.ended_at, assistance.ended_by_name = now(), actor.name[:200]
    place = assistance.organisation.reference
    record(
        session,
        "assistance:ended",
        subject_type="organisation",
        subject=place,
        actor=actor,
        assistance=assistance.reference,
    )
    session.flush()


def start_for(session: Session, *, assistance: Assistance, round_: Round, actor: Actor) -> Application:
    """Begin the organisation's application to a round, or find the one that it has. Refused when it is not open.

    Audit says that the officer did it for them.
    """
    require(actor, ASSIST, assistance)
    application, begun = begin_or_find(session, round_, assistance.organisation, {}, actor)
    if begun:
        record_act(session, "started", application, actor, **_marks(assistance))
    session.flush()
    return application


def note_typed(
    session: Session,
    *,
    assistance: Assistance,
    application: Application,
    saved: Saved,
    answers: Mapping[str, Any],
    actor: Actor,
) -> None:
    """What `note_saved` does, for an officer who types for the group: marked as such in the audit, and to be confirmed.

    Signatures and agreements end as after any change.
    """
    require(actor, ASSIST, assistance)
    _refuse_other(assistance, application)
    bid = keep_in_step(session, application, saved, answers, actor)
    assistance.application = application
    mark_typed(session, assistance, bid)
    record_act(session, "saved", application, actor, questions=sorted(saved.changed), **_marks(assistance))
    session.flush()


def record_read_back(
    session: Session, *, assistance: Assistance, application: Application, to: str, sha256: str, actor: Actor
) -> None:
    """Record that every answer was read back to somebody, who said that it is right; mail each lead to confirm.

    Refused when something was changed since the officer's page was opened. Reading back the same twice is once. Audit.
    """
    require(actor, ASSIST, assistance)
    _refuse_other(assistance, application)
    bid = read_bid(session, application)
    if bid.sha256 != sha256:
        raise Refused("An answer was changed after you opened this page. Read it back again.")
    if assistance.read_back_sha256 == sha256:
        return
    assistance.application = application
    assistance.read_back_at, assistance.read_back_to, assistance.read_back_sha256 = now(), to, sha256
    record_act(session, "read-back", application, actor, sha256=sha256, **_marks(assistance))
    link = f"/applications/{application.reference}/typed-for-you"
    for lead in colleagues(session, application.organisation_id, TeamRole.LEAD):
        words = {"officer": actor.name, "when": datetime_words(now()), "person": to, "link": link}
        tell(
            session,
            application,
            "assistance_confirm",
            f"{assistance.reference}:{sha256[:16]}",
            recipient(lead),
            **words,
        )
    session.flush()


def confirm_typed(session: Session, *, application: Application, sha256: str, actor: Actor) -> None:
    """A lead says by their own account that what was typed for the group is right; twice is once. Audit.

    Refused when something was changed since their page was opened.
    """
    require(actor, CONFIRM_TYPED, application)
    bid: Bid = read_bid(session, application)
    if bid.sha256 != sha256:
        raise Refused("An answer was changed after you opened this page. Read it again, then confirm.")
    for found in assistances_with(session, application):
        if found.typed_at is not None and found.confirmed_at is None:
            found.confirmed_at, found.confirmed_by_id = now(), actor.account_id
            found.confirmed_by_name = actor.name[:200]
            record_act(session, "typed-confirmed", application, actor, sha256=sha256, assistance=found.reference)
    session.flush()


def _refuse_other(assistance: Assistance, application: Application) -> None:
    if application.organisation_id != assistance.organisation_id:
        raise Forbidden(ASSIST.name, hidden=True)


def _marks(assistance: Assistance) -> dict[str, str]:
    """What the audit says of an act by an officer for a group."""
    return {"on_behalf_of": assistance.organisation.reference, "assistance": assistance.reference}
