"""Two hundred groups, each with one person, made at once: a crowd for a workshop with few places."""

from dataclasses import dataclass
from threading import Barrier, Thread

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role, TeamRole
from portal.accounts.models import Account
from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.queries import organisation_by_id
from portal.workshops.models import Booking
from portal.workshops.operations import Attendee, book, cancel_booking
from portal.workshops.queries.workshops import workshop_by_reference


@dataclass(frozen=True)
class Somebody:
    """One of the crowd: who acts, and their group's id."""

    actor: Actor
    organisation_id: int


def crowd(session: Session, count: int) -> list[Somebody]:
    """Groups that are not members, each with its lead."""
    at = now()
    people = [
        Account(
            reference=f"P-CROWD{i}", email=f"crowd{i}@example.org", name=f"Crowd {i}", created_at=at, verified_at=at
        )
        for i in range(count)
    ]
    session.add_all(people)
    session.flush()
    groups = [
        Organisation(reference=f"ORG-C{i}", name=f"Group {i}", kind="cio", created_at=at, created_by_id=person.id)
        for i, person in enumerate(people)
    ]
    session.add_all(groups)
    session.flush()
    pairs = list(zip(people, groups, strict=True))
    session.add_all(
        TeamMember(organisation_id=group.id, account_id=person.id, role=TeamRole.LEAD, joined_at=at)
        for person, group in pairs
    )
    session.flush()
    return [
        Somebody(Actor(one.id, one.name, one.email, frozenset({Role.APPLICANT}), {group.id: TeamRole.LEAD}), group.id)
        for one, group in pairs
    ]


def book_as(database: Database, reference: str, somebody: Somebody) -> str:
    """Book as one of the crowd, in a transaction of its own: the booking's reference, or why not."""
    try:
        with database.session() as session:
            workshop = workshop_by_reference(session, reference)
            organisation = organisation_by_id(session, somebody.organisation_id)
            assert workshop and organisation
            attendee = Attendee(somebody.actor.name, somebody.actor.email)
            made = book(session, workshop=workshop, organisation=organisation, attendee=attendee, actor=somebody.actor)
            return made.reference
    except Refused as refused:
        return refused.reason


def cancel_as(database: Database, somebody: Somebody) -> None:
    """Give up the booking of one of the crowd, in a transaction of its own."""
    with database.session() as session:
        booking = session.scalars(select(Booking).where(Booking.organisation_id == somebody.organisation_id)).one()
        cancel_booking(session, booking=booking, actor=somebody.actor)


def all_at_once(acts: list[object]) -> list[object]:
    """Run every act in a thread of its own, begun together; what each gave, or what it raised."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(i: int) -> None:
        barrier.wait()
        try:
            results[i] = acts[i]()  # type: ignore[operator]
        except Exception as error:
            results[i] = error  # type: ignore[call-overload]

    threads = [Thread(target=run, args=(i,)) for i in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
