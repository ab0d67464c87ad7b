"""Workshops of the demonstration: one that is full with a waiting list, one for members first, and one that was held."""

from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.core.clock import as_of, from_london, london
from portal.demo.groups import Group
from portal.demo.network import lead_email
from portal.demo.people import acting, staff
from portal.funds.models import Round
from portal.organisations.models import Organisation
from portal.workshops import operations
from portal.workshops.models import Workshop
from portal.workshops.operations import Attendee
from portal.workshops.rules.standing import WorkshopFacts
from portal.workshops.states import Attendance

Pair = tuple[Group, Organisation]
NEEDS = {
    1: "I use a wheelchair. Please keep a space at a table.",
    4: "I read lips. Please ask people to face the room when they speak.",
}


def add_workshops(session: Session, at: datetime, pairs: list[Pair], announced: Round) -> None:
    """Two that are coming, one draft and one from before, with those who were invited because of a round."""
    _held(session, at, pairs)
    with as_of(at - timedelta(days=6)):
        evidence = _published(session, _evidence(at))
        for i, pair in enumerate(pairs[:11]):
            _book(session, evidence, pair, NEEDS.get(i, ""))
    with as_of(at - timedelta(days=4)):
        online = _published(session, _money(at))
        for pair in pairs[12:15]:
            _book(session, online, pair, "")
        operations.invite(session, workshop=online, round_=announced, principle="p2", actor=staff(session, "officer"))
    operations.plan(session, facts=_people(at), actor=staff(session, "officer"))


def _held(session: Session, at: datetime, pairs: list[Pair]) -> None:
    """Seven weeks ago: most came, one told us, one did not come; notes for them, and a checklist for everyone."""
    officer = staff(session, "officer")
    with as_of(at - timedelta(days=70)):
        past = _published(session, _partners(at))
        booked = [_book(session, past, pair, "") for pair in pairs[2:10]]
    marks = dict.fromkeys((reference for reference in booked), Attendance.CAME)
    marks |= {booked[3]: Attendance.ABSENT, booked[5]: Attendance.TOLD}
    with as_of(at - timedelta(days=47)):
        operations.mark_attendance(session, workshop=past, marks=marks, actor=officer)
        for title, path, everyone in (
            ("Notes of the evening", "notes", False),
            ("Checklist: what to agree with a partner", "checklist", True),
        ):
            url = f"https://learning.example.org/partners/{path}"
            operations.add_link(session, workshop=past, title=title, url=url, for_everyone=everyone, actor=officer)


def _published(session: Session, facts: WorkshopFacts) -> Workshop:
    workshop = operations.plan(session, facts=facts, actor=staff(session, "officer"))
    operations.publish(session, workshop=workshop, actor=staff(session, "officer2"))
    return workshop


def _book(session: Session, workshop: Workshop, pair: Pair, needs: str) -> str:
    group, organisation = pair
    actor = acting(session, lead_email(group))
    attendee = Attendee(actor.name, actor.email, needs)
    return operations.book(
        session, workshop=workshop, organisation=organisation, attendee=attendee, actor=actor
    ).reference


def _on(at: datetime, days: int, hour: int) -> datetime:
    return from_london((london(at) + timedelta(days=days)).date(), time(hour))


def _evidence(at: datetime) -> WorkshopFacts:
    starts = _on(at, 9, 18)
    return WorkshopFacts(
        title="Show the need with evidence",
        learn="Where to find figures about your own streets, free of charge.\n\nHow to ask the people you help, and how to write down what they say.\n\nHow to say in five sentences why your project is needed. Bring something that you have written: we work on it together.",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        online=False,
        link="",
        address="Harbour Hall\n2 Invented Street\nSouthampton\nSO14 9ZZ",
        access=("step_free", "hearing_loop", "parking", "quiet_room"),
        access_more="The side door in Quay Lane has no steps. There is a bus stop outside.",
        places=8,
        places_each=2,
        books_from=london(at - timedelta(days=6)).date(),
        books_until=london(starts).date() - timedelta(days=1),
        members_first_until=None,
        kinds=(),
        topics=("p4", "writing"),
    )


def _money(at: datetime) -> WorkshopFacts:
    starts = _on(at, 23, 12)
    return WorkshopFacts(
        title="Budgets that add up",
        learn="How to work out what a project costs, line by line, and how to explain each cost.\n\nWhat counts as good value for a small group, and what we do not pay for.",
        starts_at=starts,
        ends_at=starts + timedelta(minutes=90),
        online=True,
        link="https://meet.example.org/budgets-that-add-up",
        address="",
        access=("captions",),
        access_more="We send the slides two days before.",
        places=20,
        places_each=2,
        books_from=london(at - timedelta(days=4)).date(),
        books_until=london(starts).date() - timedelta(days=2),
        members_first_until=london(at + timedelta(days=7)).date(),
        kinds=(),
        topics=("p2", "budget"),
    )


def _people(at: datetime) -> WorkshopFacts:
    starts = _on(at, 40, 10)
    return WorkshopFacts(
        title="Plan it with the people it is for",
        learn="How to ask people early, pay them fairly for their time, and show what changed because of them.",
        starts_at=starts,
        ends_at=starts + timedelta(hours=3),
        online=False,
        link="",
        address="To be confirmed, in Newport",
        access=("step_free",),
        access_more="",
        places=15,
        places_each=2,
        books_from=london(at + timedelta(days=5)).date(),
        books_until=london(starts).date() - timedelta(days=2),
        members_first_until=None,
        kinds=(),
        topics=("p3",),
    )


def _partners(at: datetime) -> WorkshopFacts:
    starts = _on(at, -49, 18)
    return WorkshopFacts(
        title="Partners who agree",
        learn="How to find a partner, what to agree before you apply, and how to write down who does what.",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        online=False,
        link="",
        address="Market Rooms\n5 Invented Square\nPortsmouth\nPO1 9ZZ",
        access=("step_free", "hearing_loop"),
        access_more="",
        places=12,
        places_each=2,
        books_from=london(at - timedelta(days=70)).date(),
        books_until=london(starts).date() - timedelta(days=1),
        members_first_until=None,
        kinds=(),
        topics=("p1", "partner"),
    )
