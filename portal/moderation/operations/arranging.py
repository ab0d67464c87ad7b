"""Setting up a meeting and the order of its agenda."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.applications.models import Application
from portal.assessment.queries import counted_scores
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.rules import panel
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.dates import datetime_words
from portal.core.refusal import Refused
from portal.funds.models import Round
from portal.moderation.models import Item, Meeting, Member
from portal.moderation.policy import ARRANGE
from portal.moderation.queries import meeting_to_arrange
from portal.moderation.rules.agenda import KEPT_NEARNESS, Topic, agenda, money_line, nearness
from portal.moderation.rules.scores import cells
from portal.outbox.operations import queue


@dataclass(frozen=True)
class MeetingFacts:
    """What an officer says of a meeting. `starts_at` is UTC; `quorum` a number of people."""

    starts_at: datetime
    place: str
    quorum: int
    chair: Account
    deputy: Account
    members: Sequence[Account]


def set_up_meeting(
    session: Session, *, round_: Round, facts: MeetingFacts, applications: Sequence[Application], actor: Actor
) -> Meeting:
    """Set up a meeting about applications of a round; the portal puts them in order, and invites the members.

    Effects: the meeting with members and items, a message to each member, audit.
    """
    require(actor, ARRANGE)
    ids = {person.id for person in facts.members}
    if facts.chair.id == facts.deputy.id or not {facts.chair.id, facts.deputy.id} <= ids:
        raise Refused("The chair and the deputy chair must be two members of the panel.")
    if not 1 <= facts.quorum <= len(ids):
        raise Refused("The quorum must be a number of people from 1 to the number of members.")
    if not applications or any(one.round_id != round_.id for one in applications):
        raise Refused("Choose at least one application of this round.")
    meeting = Meeting(
        round=round_,
        starts_at=facts.starts_at,
        place=facts.place,
        quorum=facts.quorum,
        chair_id=facts.chair.id,
        deputy_id=facts.deputy.id,
        made_at=now(),
        made_by_id=actor.account_id,
        members=[Member(account=person) for person in facts.members],
    )
    by_reference = {one.reference: one for one in applications}
    for position, topic in enumerate(agenda(topics_of(session, round_, applications, ids)), 1):
        meeting.items.append(Item(application=by_reference[topic.key], position=position))
    session.add(meeting)
    session.flush()
    record(session, "panel:set-up", subject_type="meeting", subject=meeting.reference, actor=actor)
    for person in facts.members:
        _invite(session, meeting, person, facts.chair)
    return meeting


def topics_of(
    session: Session, round_: Round, applications: Sequence[Application], members: Collection[int]
) -> list[Topic]:
    """What the rule of the agenda asks of each application: its heat, and which of the members must leave.

    Of one that anybody on the staff is kept from only the spread counts: neither its total nor its money.
    """
    given = counted_scores(session, [one.id for one in applications])
    weights = {criterion.id: criterion.weight for criterion in round_.criteria}
    kept = kept_from(session, round_.id)
    heard = [one for one in applications if not kept.get(one.id)]
    totals = {one.id: panel(given.get(one.id, []), weights).total for one in heard}
    ranked = sorted(heard, key=lambda one: (-(totals[one.id] or 0), one.reference))
    line = money_line([one.requested_pence or 0 for one in ranked], round_.budget_pence)
    near = {one.id: nearness(place, line) for place, one in enumerate(ranked)}
    found = []
    for one in applications:
        spread = max((cell.width for cell in cells(given.get(one.id, [])).values()), default=0)
        leavers = kept.get(one.id, frozenset()) & frozenset(members)
        found.append(Topic(one.reference, spread * near.get(one.id, KEPT_NEARNESS), leavers))
    return found


def move_item(session: Session, *, meeting: Meeting, application: str, up: bool, actor: Actor) -> None:
    """Let an item change places with its neighbour, among those that the officer may hear of and that are to come.

    At the end of the list nothing happens. Effects: positions, audit.
    """
    require(actor, ARRANGE)
    kept = _lock(session, meeting)
    waiting = [one for one in meeting.items if not one.started_at and not _is_kept(one, kept, actor)]
    order = waiting if not up else list(reversed(waiting))
    item = _named(waiting, application)
    after = order.index(item) + 1
    if after < len(order):
        other = order[after]
        item.position, other.position = other.position, item.position
        session.flush()
        record(session, "panel:reordered", subject_type="meeting", subject=meeting.reference, actor=actor)


def add_item(session: Session, *, meeting: Meeting, application: Application, actor: Actor) -> None:
    """Put one more application at the end of the agenda; once only. Effects: the item, audit."""
    require(actor, ARRANGE)
    kept = _lock(session, meeting)
    if application.round_id != meeting.round_id or actor.account_id in kept.get(application.id, frozenset()):
        raise Refused("Choose an application of this round.")
    if any(one.application_id == application.id for one in meeting.items):
        return
    last = max((one.position for one in meeting.items), default=0)
    meeting.items.append(Item(application=application, position=last + 1))
    session.flush()
    record(session, "panel:item-added", subject_type="meeting", subject=meeting.reference, actor=actor)


def take_item_off(session: Session, *, meeting: Meeting, application: str, actor: Actor) -> None:
    """Take an item off that has not begun. Effects: the item, audit."""
    require(actor, ARRANGE)
    kept = _lock(session, meeting)
    item = _named([one for one in meeting.items if not _is_kept(one, kept, actor)], application)
    if item.started_at:
        raise Refused("The panel has begun to talk about this item, so it stays.")
    session.delete(item)
    session.flush()
    record(session, "panel:item-taken-off", subject_type="meeting", subject=meeting.reference, actor=actor)


def _lock(session: Session, meeting: Meeting) -> dict[int, frozenset[int]]:
    session.refresh(meeting, ["state", "closed_at"], with_for_update=True)
    meeting_to_arrange(session, meeting.reference)  # reads its items again, now that nobody else can move them
    if meeting.closed_at:
        raise Refused("This meeting is over, so its agenda stays as it was.")
    return kept_from(session, meeting.round_id)


def _is_kept(item: Item, kept: dict[int, frozenset[int]], actor: Actor) -> bool:
    return actor.account_id in kept.get(item.application_id, frozenset())


def _named(items: Sequence[Item], application: str) -> Item:
    found = next((one for one in items if one.application.reference == application), None)
    if found is None:
        raise Refused("That item is no longer waiting. Someone may have changed the agenda since you opened the page.")
    return found


def _invite(session: Session, meeting: Meeting, person: Account, chair: Account) -> None:
    """Nothing in the mail tells of an item, nor how many there are."""
    queue(
        session,
        key=f"panel:{meeting.reference}:{person.id}",
        template="panel_invitation",
        to=recipient(person),
        about_type="meeting",
        about=meeting.reference,
        round=meeting.round.name,
        when=datetime_words(meeting.starts_at),
        place=meeting.place,
        chair=chair.name,
        link=f"/panel/{meeting.reference}",
    )
