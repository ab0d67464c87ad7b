"""Reading meetings, moderated scores and where assessors differ."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.policy import READABLE
from portal.assessment.queries import PARTNERS, TEAM
from portal.assessment.states import AssignmentState
from portal.funds.models import Round
from portal.moderation.models import Item, Meeting, Member, MinuteWords, ModeratedScore, Signature
from portal.moderation.states import MeetingState


def scored_applications(session: Session, round_id: int) -> Sequence[Application]:
    """The applications of a round that are being scored or were, by reference, with their groups."""
    wanted = select(Application).where(
        Application.round_id == round_id, Application.state.in_([str(state) for state in READABLE])
    )
    wanted = wanted.options(TEAM, PARTNERS, joinedload(Application.round))
    return session.scalars(wanted.order_by(Application.reference)).all()


def application_scored(session: Session, reference: str) -> Application | None:
    """One of them, with the principles of its round."""
    wanted = select(Application).where(
        Application.reference == reference, Application.state.in_([str(state) for state in READABLE])
    )
    return session.scalar(wanted.options(TEAM, PARTNERS, joinedload(Application.round).selectinload(Round.criteria)))


def names_of_assessors(session: Session, application_ids: Iterable[int]) -> dict[int, str]:
    """Who made each assignment whose scores count, by assignment id. For officers."""
    wanted = select(Assignment).where(
        Assignment.application_id.in_(list(application_ids)), Assignment.state == AssignmentState.SUBMITTED
    )
    return {one.id: one.assessor.name for one in session.scalars(wanted.options(joinedload(Assignment.assessor)))}


def waiting_scores(session: Session, round_id: int) -> dict[int, int]:
    """How many assessors are still to send scores, by application id; none where nobody is."""
    wanted = (
        select(Assignment.application_id, func.count())
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.round_id == round_id,
            Application.state == ApplicationState.ASSESSING,
            Assignment.state.in_([AssignmentState.ASSIGNED, AssignmentState.DECLARED]),
        )
        .group_by(Assignment.application_id)
    )
    return {application_id: count for application_id, count in session.execute(wanted)}


def assessors_in(session: Session, round_id: int) -> set[int]:
    """The account ids of everyone who scores in a round."""
    wanted = select(Assignment.assessor_id).join(Application, Application.id == Assignment.application_id)
    wanted = wanted.where(Application.round_id == round_id, Assignment.state != AssignmentState.REMOVED)
    return set(session.scalars(wanted.distinct()))


def meetings_of_round(session: Session, round_id: int) -> Sequence[Meeting]:
    """The meetings about a round, the newest first."""
    wanted = select(Meeting).where(Meeting.round_id == round_id)
    return session.scalars(wanted.order_by(Meeting.starts_at.desc(), Meeting.id.desc())).all()


def coming_meetings(session: Session, account_id: int | None) -> Sequence[Meeting]:
    """The meetings of a member that are planned or going on, the next first."""
    wanted = (
        select(Meeting)
        .join(Member)
        .where(Member.account_id == account_id, Meeting.state.in_([MeetingState.PLANNED, MeetingState.RUNNING]))
    )
    return session.scalars(wanted.order_by(Meeting.starts_at, Meeting.id)).all()


def moderated_points(session: Session, application_ids: Iterable[int]) -> dict[int, dict[int, Fraction]]:
    """What panels agreed: application id -> criterion id -> points, the newest, in one query."""
    wanted = (
        select(Item.application_id, ModeratedScore.criterion_id, ModeratedScore.halves)
        .join(Item, Item.id == ModeratedScore.item_id)
        .where(Item.application_id.in_(list(application_ids)))
        .order_by(ModeratedScore.id)
    )
    found: dict[int, dict[int, Fraction]] = {}
    for application_id, criterion_id, halves in session.execute(wanted):
        found.setdefault(application_id, {})[criterion_id] = Fraction(halves, 2)
    return found


def scores_of(session: Session, item_ids: Iterable[int]) -> dict[int, list[ModeratedScore]]:
    """Every moderated score of items, by item id, the oldest first: the last of a principle counts."""
    wanted = select(ModeratedScore).where(ModeratedScore.item_id.in_(list(item_ids))).order_by(ModeratedScore.id)
    found: dict[int, list[ModeratedScore]] = {}
    for one in session.scalars(wanted.options(joinedload(ModeratedScore.criterion))):
        found.setdefault(one.item_id, []).append(one)
    return found


def words_of(session: Session, item_ids: Iterable[int]) -> dict[int, list[MinuteWords]]:
    """Every version of what the minutes say of items, by item id, the oldest first."""
    wanted = select(MinuteWords).where(MinuteWords.item_id.in_(list(item_ids))).order_by(MinuteWords.id)
    found: dict[int, list[MinuteWords]] = {}
    for one in session.scalars(wanted):
        found.setdefault(one.item_id, []).append(one)
    return found


def signatures_of(session: Session, meeting_id: int) -> Sequence[Signature]:
    """The signatures under a meeting's minutes, the oldest first."""
    wanted = select(Signature).where(Signature.meeting_id == meeting_id).order_by(Signature.id)
    return session.scalars(wanted).all()


def meeting_to_arrange(session: Session, reference: str) -> Meeting | None:
    """A meeting with its round, members and items."""
    wanted = select(Meeting).where(Meeting.reference == reference)
    items = selectinload(Meeting.items).joinedload(Item.application)
    return session.scalar(
        wanted.options(
            joinedload(Meeting.round).selectinload(Round.criteria),
            selectinload(Meeting.members).joinedload(Member.account),
            items.options(TEAM, PARTNERS, joinedload(Application.round)),
            selectinload(Meeting.items).joinedload(Item.chair),
        ).execution_options(populate_existing=True)
    )
