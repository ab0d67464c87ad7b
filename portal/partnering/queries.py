"""Reading entries and conversations. Nothing here finds an organisation by a name that it does not show."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.applications.models import Application
from portal.applications.queries.finding import WITH_DATES
from portal.applications.states import ApplicationState
from portal.core.paging import Paging
from portal.formkit.models import SectionAnswers
from portal.organisations.models import Membership, Organisation, ReachKind
from portal.organisations.queries import member_on
from portal.partnering.models import Conversation, Entry, EntryReach, Line
from portal.partnering.rules import SKILL, Wanted

MOST_COMPARED = 500  # entries that are looked through for what fits
_ORGANISATION = joinedload(Entry.organisation)
_WHOLE_ENTRY = (
    selectinload(Entry.reach),
    _ORGANISATION.joinedload(Organisation.membership),
    _ORGANISATION.selectinload(Organisation.reach),
)
_SIDES = (
    joinedload(Conversation.entry),
    joinedload(Conversation.owner).selectinload(Organisation.reach),
    joinedload(Conversation.asker).selectinload(Organisation.reach),
)


def members_of(session: Session, actor: Actor, day: date, *allowed: TeamRole) -> Sequence[Organisation]:
    """The members for which somebody works in one of these roles (in any, when none is given), by name."""
    mine = [id_ for id_ in actor.memberships if actor.in_team(id_, *allowed)]
    wanted = select(Organisation).join(Organisation.membership).where(Organisation.id.in_(mine), member_on(day))
    return session.scalars(wanted.order_by(func.lower(Organisation.name))).all()


def lock_organisation(session: Session, organisation_id: int) -> None:
    """Let nobody else put up or write for that organisation until this transaction ends: so that limits hold."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())


def registration_answers(session: Session, organisation_ids: Iterable[int]) -> dict[int, dict[str, Any]]:
    """What some organisations answered when they joined, by their ids, in one query."""
    wanted = (
        select(Membership.organisation_id, SectionAnswers.answers)
        .join(SectionAnswers, SectionAnswers.response_id == Membership.response_id)
        .where(Membership.organisation_id.in_(set(organisation_ids)))
    )
    found: dict[int, dict[str, Any]] = {}
    for organisation_id, answers in session.execute(wanted):
        found.setdefault(organisation_id, {}).update(answers)
    return found


def entry_by_reference(session: Session, reference: str) -> Entry | None:
    """One entry with what it names and whose it is."""
    return session.scalar(select(Entry).where(Entry.reference == reference).options(*_WHOLE_ENTRY))


def _names(kind: str, value: str | None = None) -> ColumnElement[bool]:
    """Whether an entry names that district, theme or skill; any of the kind, when no value is given."""
    wanted = select(EntryReach.entry_id).where(EntryReach.entry_id == Entry.id, EntryReach.kind == kind)
    return (wanted.where(EntryReach.value == value) if value else wanted).exists()


def _shown(wanted: Wanted, at: datetime, day: date) -> Select[Entry]:
    found = select(Entry).join(Entry.organisation).join(Organisation.membership)
    found = found.where(Entry.closed_at.is_(None), Entry.ends_at > at, member_on(day))
    if wanted.kind:
        found = found.where(Entry.kind == wanted.kind)
    if wanted.size:
        found = found.where(Entry.size.in_(["", wanted.size]))
    if wanted.skill:
        found = found.where(_names(SKILL, wanted.skill))
    for kind, value in ((ReachKind.DISTRICT, wanted.district), (ReachKind.THEME, wanted.theme)):
        if value:
            found = found.where(or_(_names(kind, value), ~_names(kind)))
    if wanted.search:
        words = wanted.search
        found = found.where(
            or_(Entry.title.icontains(words, autoescape=True), Entry.words.icontains(words, autoescape=True))
        )
    return found


def count_shown(session: Session, wanted: Wanted, at: datetime, day: date) -> int:
    """How many entries a search finds."""
    return session.scalar(select(func.count()).select_from(_shown(wanted, at, day).subquery())) or 0


def shown(session: Session, wanted: Wanted, at: datetime, day: date, paging: Paging) -> Sequence[Entry]:
    """One page of them, the newest first."""
    found = _shown(wanted, at, day).order_by(Entry.posted_at.desc(), Entry.id.desc())
    options = (
        selectinload(Entry.reach),
        contains_eager(Entry.organisation).selectinload(Organisation.reach),
        contains_eager(Entry.organisation).contains_eager(Organisation.membership),
    )
    return session.scalars(found.options(*options).offset(paging.offset).limit(paging.size)).all()


def all_shown(session: Session, at: datetime, day: date) -> Sequence[Entry]:
    """The newest entries that members see, to be compared with each other."""
    return shown(session, Wanted(), at, day, Paging(1, MOST_COMPARED, MOST_COMPARED))


def count_entries_of(session: Session, organisation_ids: Sequence[int]) -> int:
    """How many entries some organisations ever put up."""
    return session.scalar(select(func.count(Entry.id)).where(Entry.organisation_id.in_(organisation_ids))) or 0


def entries_of(session: Session, organisation_ids: Sequence[int], paging: Paging) -> Sequence[Entry]:
    """One page of what some organisations put up, ended ones too, the newest first."""
    wanted = select(Entry).where(Entry.organisation_id.in_(organisation_ids)).options(*_WHOLE_ENTRY)
    ordered = wanted.order_by(Entry.posted_at.desc(), Entry.id.desc())
    return session.scalars(ordered.offset(paging.offset).limit(paging.size)).all()


def running_entries(session: Session, organisation_id: int, at: datetime) -> Sequence[Entry]:
    """The entries of one organisation that are neither closed nor run out."""
    wanted = select(Entry).where(
        Entry.organisation_id == organisation_id, Entry.closed_at.is_(None), Entry.ends_at > at
    )
    return session.scalars(wanted.order_by(Entry.id)).all()


def conversation_by_reference(session: Session, reference: str) -> Conversation | None:
    """One conversation with both sides."""
    return session.scalar(select(Conversation).where(Conversation.reference == reference).options(*_SIDES))


def conversation_about(session: Session, entry_id: int, asker_id: int) -> Conversation | None:
    """What an organisation and the owner of an entry wrote to each other about it."""
    wanted = select(Conversation).where(Conversation.entry_id == entry_id, Conversation.asker_id == asker_id)
    return session.scalar(wanted.options(*_SIDES))


def conversations_about(session: Session, entry: Entry, organisation_ids: Iterable[int]) -> Sequence[Conversation]:
    """The conversations that some organisations began about an entry."""
    wanted = select(Conversation).where(
        Conversation.entry_id == entry.id, Conversation.asker_id.in_(list(organisation_ids))
    )
    return session.scalars(wanted.options(*_SIDES).order_by(Conversation.id)).all()


def _mine(organisation_ids: Sequence[int]) -> ColumnElement[bool]:
    return or_(Conversation.owner_id.in_(organisation_ids), Conversation.asker_id.in_(organisation_ids))


def count_conversations(session: Session, organisation_ids: Sequence[int]) -> int:
    """How many conversations some organisations have."""
    return session.scalar(select(func.count(Conversation.id)).where(_mine(organisation_ids))) or 0


def conversations(session: Session, organisation_ids: Sequence[int], paging: Paging) -> Sequence[Conversation]:
    """One page of them, the one with the newest message first."""
    wanted = select(Conversation).where(_mine(organisation_ids)).options(*_SIDES)
    ordered = wanted.order_by(Conversation.last_at.desc(), Conversation.id.desc())
    return session.scalars(ordered.offset(paging.offset).limit(paging.size)).all()


def _waits_for_office() -> ColumnElement[bool]:
    reported = Conversation.reported_at.is_not(None) & Conversation.settled_at.is_(None)
    asked = Conversation.introduction_asked_at.is_not(None) & Conversation.introduction_given_at.is_(None)
    return or_(reported, asked)


def count_waiting_for_office(session: Session) -> int:
    """How many conversations were reported or ask for an introduction."""
    return session.scalar(select(func.count(Conversation.id)).where(_waits_for_office())) or 0


def waiting_for_office(session: Session) -> Sequence[Conversation]:
    """What was reported or asked of the office and not answered yet, the oldest first."""
    wanted = select(Conversation).where(_waits_for_office()).options(*_SIDES)
    return session.scalars(wanted.order_by(Conversation.last_at, Conversation.id).limit(100)).all()


def against_merging(session: Session, gone_id: int, stays_id: int) -> Sequence[str]:
    """Why two organisations cannot become one now, in sentences: they write to each other."""
    both = (gone_id, stays_id)
    wanted = select(Conversation.id).where(Conversation.owner_id.in_(both), Conversation.asker_id.in_(both))
    found = session.scalar(wanted.limit(1)) is not None
    return ["They write to each other as partners, so they look like two groups."] if found else []


def is_blocked(session: Session, organisation_id: int, against: int) -> bool:
    """Whether an organisation wants no more messages from another."""
    wanted = select(Conversation.id).where(
        Conversation.blocked.is_(True),
        Conversation.closed_by_id == organisation_id,
        or_(Conversation.owner_id == against, Conversation.asker_id == against),
    )
    return session.scalar(wanted.limit(1)) is not None


def count_lines(session: Session, conversation: Conversation) -> int:
    """How many messages a conversation has."""
    return session.scalar(select(func.count(Line.id)).where(Line.conversation_id == conversation.id)) or 0


def lines(session: Session, conversation: Conversation, paging: Paging) -> Sequence[Line]:
    """One page of its messages, the newest first."""
    wanted = select(Line).where(Line.conversation_id == conversation.id).options(joinedload(Line.organisation))
    return session.scalars(wanted.order_by(Line.id.desc()).offset(paging.offset).limit(paging.size)).all()


def newest_line(session: Session, conversation: Conversation) -> Line | None:
    """What was written last."""
    return session.scalar(select(Line).where(Line.conversation_id == conversation.id).order_by(Line.id.desc()).limit(1))


def count_lines_since(session: Session, organisation_id: int, since: datetime) -> int:
    """How many messages an organisation has written since then."""
    wanted = select(func.count(Line.id)).where(Line.organisation_id == organisation_id, Line.sent_at > since)
    return session.scalar(wanted) or 0


def count_begun_since(session: Session, organisation_id: int, since: datetime) -> int:
    """How many conversations an organisation has begun since then."""
    wanted = select(func.count(Conversation.id)).where(
        Conversation.asker_id == organisation_id, Conversation.started_at > since
    )
    return session.scalar(wanted) or 0


def drafts_of(session: Session, organisation_id: int) -> Sequence[Application]:
    """The live drafts of an organisation, the one that was changed last first."""
    wanted = select(Application).where(
        Application.organisation_id == organisation_id,
        Application.state == ApplicationState.DRAFT,
        Application.live.is_(True),
    )
    return session.scalars(wanted.options(*WITH_DATES).order_by(Application.changed_at.desc())).all()
