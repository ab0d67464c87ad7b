"""Links of consultees: made, mailed, replaced. The token leaves in the mail alone; only its hash stays here."""

import secrets

from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS, Actor
from portal.access.permission import require
from portal.accounts.queries import canonical_email, hashed
from portal.audit.operations import record
from portal.consultation.models import Consultation, ConsultationLink
from portal.consultation.policy import CONSULT, GIVE_ADVICE
from portal.consultation.queries import live_links, newest_link, running_of
from portal.consultation.rules import LINK_AGAIN_AFTER, is_over
from portal.core.clock import now
from portal.core.dates import deadline_words
from portal.core.refusal import Refused
from portal.funds.operations.visits import note_visit
from portal.outbox.operations import Recipient, queue
from portal.outbox.queries import message_by_key

ASKS = "advice-link"


def renew_link(session: Session, *, consultation: Consultation, actor: Actor) -> None:
    """Mail a new link to the address on record; links sent before stop working. Twice in a minute is once; audit.

    Raises Refused when the time is over.
    """
    require(actor, CONSULT)
    hold(session, consultation)
    if is_over(consultation, now()):
        raise Refused("The time for this advice is over, so a new link would open nothing.")
    newest = newest_link(session, consultation.id)
    if newest is not None and newest.cancelled_at is None and (now() - newest.created_at).total_seconds() < 60:
        return
    _renew(session, consultation, actor)


def ask_for_link(session: Session, *, email: str, visitor: str) -> None:
    """Mail a new link for all that is asked of an address, to that address alone, when it is one on record.

    What the caller sees is the same for every address. One mail in ten minutes to each; Refused when a network
    address asks too often.
    """
    require(ANONYMOUS, GIVE_ADVICE)
    note_visit(session, kind=ASKS, visitor=visitor)
    at = now()
    for consultation in running_of(session, canonical_email(email), at):
        hold(session, consultation)
        newest = newest_link(session, consultation.id)
        if newest is None or at >= newest.created_at + LINK_AGAIN_AFTER:
            _renew(session, consultation, ANONYMOUS)


def mail_link(session: Session, *, consultation: Consultation, key: str, template: str, **words: str) -> bool:
    """Queue a mail with a link of its own, unless one went under this key; whether it was queued.

    Earlier links go on working, so that whichever mail somebody opens is the right one.
    """
    if message_by_key(session, key) is not None:
        return False
    who = consultation.consultee
    queue(
        session,
        key=key,
        template=template,
        to=Recipient(None, who.person, who.email),
        about_type="consultation",
        about=consultation.reference,
        secret_link=f"/advice/{_new_link(session, consultation)}",
        fund_name=consultation.round.name,
        date=deadline_words(consultation.ends_at),
        **words,
    )
    return True


def hold(session: Session, consultation: Consultation) -> None:
    """Lock a consultation and read again where it stands."""
    session.refresh(consultation, ["ends_at", "declined_at", "finished_at"], with_for_update=True)


def _renew(session: Session, consultation: Consultation, actor: Actor) -> None:
    for link in live_links(session, consultation.id):
        link.cancelled_at = now()
    session.flush()
    newest = newest_link(session, consultation.id)
    key = f"consult_link:{consultation.reference}:{newest.id if newest else 0}"
    mail_link(session, consultation=consultation, key=key, template="consult_link")
    record(
        session, "consultation:link-renewed", subject_type="consultation", subject=consultation.reference, actor=actor
    )


def _new_link(session: Session, consultation: Consultation) -> str:
    secret = secrets.token_urlsafe(32)
    session.add(ConsultationLink(consultation_id=consultation.id, token_hash=hashed(secret), created_at=now()))
    session.flush()
    return secret
