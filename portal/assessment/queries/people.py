"""Reading about the people who score: what they know, what they have to do, what they opened."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.models import ApplicationReading, Assignment, Expertise, Practice, Score, ScoreChange
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.states import AssignmentState
from portal.funds.models import Round
from portal.funds.states import RoundState


def expertise(session: Session) -> dict[int, dict[str, frozenset[str]]]:
    """What each assessor knows: account id -> kind (theme, district) -> keys, in one query."""
    found: dict[int, dict[str, set[str]]] = {}
    for account_id, kind, value in session.execute(select(Expertise.account_id, Expertise.kind, Expertise.value)):
        found.setdefault(account_id, {}).setdefault(kind, set()).add(value)
    return {who: {kind: frozenset(keys) for kind, keys in kinds.items()} for who, kinds in found.items()}


def rounds_with_a_last_day(session: Session) -> Sequence[Round]:
    """The rounds being assessed in which scores are wanted by a day."""
    wanted = select(Round).where(Round.state == RoundState.ASSESSING, Round.scores_due_on.is_not(None))
    return session.scalars(wanted.order_by(Round.id)).all()


def still_to_score(session: Session, round_id: int) -> list[tuple[Account, int]]:
    """Who has applications of a round to declare or score, and how many; nobody is told of one kept from them."""
    rows = session.execute(
        select(Assignment.assessor_id, Assignment.application_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(
            Application.round_id == round_id,
            Application.state == ApplicationState.ASSESSING,
            Assignment.state.in_([AssignmentState.ASSIGNED, AssignmentState.DECLARED]),
        )
    ).all()
    kept = kept_from(session, round_id)
    counts: dict[int, int] = {}
    for account_id, application_id in rows:
        if account_id not in kept.get(application_id, ()):
            counts[account_id] = counts.get(account_id, 0) + 1
    people = session.scalars(
        select(Account).where(Account.id.in_(list(counts)), Account.suspended_at.is_(None)).order_by(Account.id)
    )
    return [(person, counts[person.id]) for person in people]


def readings_of(session: Session, application_id: int) -> list[tuple[str, str, datetime]]:
    """Who of the panel opened an application: (name, page, first time), the newest first; at most 200."""
    wanted = (
        select(Account.name, ApplicationReading.page, ApplicationReading.at)
        .join(Account, Account.id == ApplicationReading.account_id)
        .where(ApplicationReading.application_id == application_id)
        .order_by(ApplicationReading.at.desc(), ApplicationReading.id.desc())
    )
    return [(name, page, at) for name, page, at in session.execute(wanted.limit(200))]


def opened_since(
    session: Session, application_ids: Sequence[int], account_id: int | None, page: str, since: datetime
) -> set[int]:
    """Of these applications those whose page somebody opened after `since`, by id, in one query."""
    wanted = select(ApplicationReading.application_id).where(
        ApplicationReading.application_id.in_(application_ids),
        ApplicationReading.account_id == account_id,
        ApplicationReading.page == page,
        ApplicationReading.at > since,
    )
    return set(session.scalars(wanted))


def changes_to(session: Session, application_id: int) -> Sequence[ScoreChange]:
    """Scores of an application that were changed after they were sent, the newest first."""
    wanted = (
        select(ScoreChange)
        .join(Score, Score.id == ScoreChange.score_id)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .where(Assignment.application_id == application_id)
        .options(joinedload(ScoreChange.score).joinedload(Score.assignment).joinedload(Assignment.assessor))
        .options(joinedload(ScoreChange.score).joinedload(Score.criterion))
    )
    return session.scalars(wanted.order_by(ScoreChange.id.desc())).all()


def scores_sent(session: Session, round_id: int) -> int:
    """How many scores of a round were sent."""
    wanted = (
        select(func.count(Score.id))
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_id, Assignment.state == AssignmentState.SUBMITTED)
    )
    return session.scalar(wanted) or 0


def given_out(session: Session, round_id: int) -> int:
    """How many times an application of a round was given to somebody, also when it was taken off again."""
    wanted = select(func.count(Assignment.id)).join(Application, Application.id == Assignment.application_id)
    return session.scalar(wanted.where(Application.round_id == round_id)) or 0


def practices_in(session: Session, round_id: int, account_id: int | None = None) -> Sequence[Practice]:
    """Worked examples scored for a round (by one person), the oldest first, with people."""
    wanted = select(Practice).where(Practice.round_id == round_id).options(joinedload(Practice.account))
    if account_id is not None:
        wanted = wanted.where(Practice.account_id == account_id)
    return session.scalars(wanted.order_by(Practice.id)).all()
