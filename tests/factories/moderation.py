"""A panel meeting as a test wants it: three members with names of the cast, applications scored, one kept out."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.assessment.operations import assign, declare_conflict
from portal.assessment.queries import assignment_of
from portal.core.clock import now
from portal.funds.models import Round
from portal.moderation.models import Item, Meeting
from portal.moderation.operations.arranging import MeetingFacts, set_up_meeting
from portal.moderation.operations.leading import next_item, note_movement, start_meeting
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.cast import CAST, account_named

MEMBERS = ("asha", "ben", "cara")


def keep_out(session: Session, application: Application, name: str) -> None:
    """One of the cast declares a conflict of interest."""
    actor = actor_named(session, name)
    if assignment_of(session, application.reference, actor.account_id) is None:
        person = account_named(session, name)
        assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
    assignment = assignment_of(session, application.reference, actor.account_id)
    assert assignment is not None
    declare_conflict(session, assignment=assignment, kind="work", text="I was a trustee.", actor=actor)


def new_item_application(session: Session, round_: Round, name: str, ben: int = 3) -> Application:
    """An application that Asha and Ben have scored; its name stands in title, group and reasons."""
    made = new_application(session, round_, name=f"Group {name}")
    made.title = f"Project {name}"
    return scored(session, made, asha=[3, 3], ben=[ben, 3])


def new_meeting(
    session: Session,
    *applications: Application,
    chair: str = "asha",
    deputy: str = "ben",
    members: tuple[str, ...] = MEMBERS,
    quorum: int = 2,
) -> Meeting:
    """A meeting next week, set up by Olive."""
    people = [account_named(session, name) for name in members]
    facts = MeetingFacts(
        starts_at=now() + timedelta(days=7),
        place="Room 2",
        quorum=quorum,
        chair=account_named(session, chair),
        deputy=account_named(session, deputy),
        members=people,
    )
    return set_up_meeting(
        session,
        round_=applications[0].round,
        facts=facts,
        applications=list(applications),
        actor=actor_named(session, "olive"),
    )


def two_items(session: Session) -> tuple[Meeting, Application, Application]:
    """(meeting, the item that Cara must not hear, one that all hear): the first is talked about first."""
    round_ = new_round(session, budget_pence=12_000_00)
    hidden = new_item_application(session, round_, "Canary", ben=0)
    keep_out(session, hidden, "cara")
    heard = new_item_application(session, round_, "Robin")
    return new_meeting(session, hidden, heard), hidden, heard


def alike_but_for_money(session: Session) -> list[Meeting]:
    """Three meetings about the same four applications. What Cara must not hear asks for little, then for much; at the
    third half of the budget is given away."""
    round_ = new_round(session, budget_pence=12_000_00)
    made = [new_item_application(session, round_, name, ben) for name, ben in (("Wren", 4), ("Robin", 1), ("Finch", 0))]
    for one in made:
        one.requested_pence = 6_000_00
    hidden = new_item_application(session, round_, "Canary", ben=5)
    keep_out(session, hidden, "cara")
    meetings = []
    for hidden.requested_pence, round_.committed_pence in ((1_000_00, 0), (7_000_00, 0), (1_000_00, 6_000_00)):
        meetings.append(new_meeting(session, hidden, *made))
        meetings[-1].starts_at = meetings[0].starts_at
    session.flush()
    return meetings


def running(session: Session, meeting: Meeting, *here: str) -> Meeting:
    """Started by Olive, with these people there."""
    olive = actor_named(session, "olive")
    start_meeting(session, meeting=meeting, actor=olive)
    for name in here or MEMBERS:
        come(session, meeting, name, "present")
    return meeting


def come(session: Session, meeting: Meeting, name: str, kind: str) -> None:
    """Olive notes that somebody came, left or returned."""
    olive = actor_named(session, "olive")
    note_movement(session, meeting=meeting, email=CAST[name].email, kind=kind, actor=olive)


def go_on(session: Session, meeting: Meeting, by: str = "olive") -> bool:
    """On to the next item."""
    return next_item(session, meeting=meeting, revision=meeting.revision, actor=actor_named(session, by))


def item_about(meeting: Meeting, application: Application) -> Item:
    """The item of an application."""
    return next(one for one in meeting.items if one.application_id == application.id)
