"""Asking the organisations that a round showed to be weak on a principle to a workshop about it."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.funds.models import Round
from portal.outbox.operations import queue
from portal.workshops.models import Invitation, Workshop
from portal.workshops.policy import READ_NEED
from portal.workshops.queries.bookings import asked_or_booked, people_to_invite
from portal.workshops.queries.need import ANNOUNCED, scored_in
from portal.workshops.queries.workshops import lock_workshop
from portal.workshops.rules.need import ALL, low_on
from portal.workshops.rules.standing import Phase, phase, when_words, where_words
from portal.workshops.rules.topics import topic_label
from portal.workshops.states import WorkshopState


def invite(
    session: Session, *, workshop: Workshop, round_: Round, principle: str, actor: Actor, group: str = ALL
) -> int:
    """Invite every organisation of a group of applicants whose mean on that principle was low in that round: its leads
    and editors by mail, and in the portal; audit. How many were invited now.

    Nobody is invited twice to a workshop, or who has booked. Refused before the round is announced, and unless the
    workshop can be booked or soon can.
    """
    require(actor, READ_NEED)
    if round_.state not in ANNOUNCED:
        raise Refused("Applicants have not been told how this round came out.")
    lock_workshop(session, workshop)
    bookable = workshop.state == WorkshopState.PUBLISHED and phase(workshop, now()) in (Phase.OPEN, Phase.NOT_YET)
    if not bookable:
        raise Refused("Publish the workshop first, while it can still be booked.")
    low = low_on(scored_in(session, [round_.id])[round_.id], principle, workshop.kinds, group)
    known = asked_or_booked(session, [workshop.id])[workshop.id]
    chosen = [number for number in low if number not in known]
    for number in chosen:
        session.add(
            Invitation(
                workshop_id=workshop.id,
                organisation_id=number,
                round_id=round_.id,
                principle=principle,
                invited_at=now(),
                invited_by_id=actor.account_id,
            )
        )
    session.flush()
    _mail(session, workshop, round_, principle, chosen)
    record(
        session, "workshop:invited", subject_type="workshop", subject=workshop.reference, actor=actor,
        round=round_.slug, principle=principle, group=group, invited=len(chosen),
    )  # fmt: skip
    session.flush()
    return len(chosen)


def _mail(session: Session, workshop: Workshop, round_: Round, principle: str, chosen: list[int]) -> None:
    for member in people_to_invite(session, chosen):
        queue(
            session,
            key=f"workshop_invitation:{workshop.reference}:{member.account.reference}",
            template="workshop_invitation",
            to=recipient(member.account),
            about_type="workshop",
            about=workshop.reference,
            workshop=workshop.title,
            org_name=member.organisation.name,
            fund_name=round_.name,
            principle=topic_label(principle),
            when=when_words(workshop),
            where=where_words(workshop, with_link=False),
            books_until=date_words(workshop.books_until),
            link=f"/workshops/{workshop.reference}",
        )
