"""What the fairness report stands on, by columns alone, in a constant number of queries."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.assessment.models import ApplicationReading, Assignment, Score
from portal.assessment.states import AssignmentState
from portal.decisions.queries.line import DISTRICTS, applied_before, parting_answers, texts
from portal.decisions.queries.results import came_of
from portal.decisions.rules import OUTSIDE
from portal.fairness.rules.scoring import Given
from portal.fairness.rules.spent import Sent
from portal.fairness.rules.success import Asked
from portal.funds.models import Criterion, Round
from portal.organisations.models import Organisation


def _sent(round_id: int) -> ColumnElement[bool]:
    return (Application.round_id == round_id) & Application.state.not_in(OUTSIDE)


def asked_in(session: Session, round_: Round) -> list[Asked]:
    """Every application of a round with a signed decision, in three queries."""
    result = came_of()
    rows = session.execute(
        select(
            Application.response_id,
            Application.organisation_id,
            Organisation.income_band,
            Organisation.by_and_for,
            result.c.amount_pence,
        )
        .join(result, result.c.application_id == Application.id)
        .join(Organisation, Organisation.id == Application.organisation_id)
        .where(_sent(round_.id))
        .order_by(Application.id)
    ).all()
    answers = parting_answers(session, round_, _sent(round_.id))
    known = applied_before(session, round_, _sent(round_.id))
    return [
        Asked(
            awarded_pence=row.amount_pence,
            districts=texts(answers.get(row.response_id, {}).get(DISTRICTS)),
            size=row.income_band,
            first_time=row.organisation_id not in known,
            by_and_for=row.by_and_for,
        )
        for row in rows
    ]


def given_in(session: Session, round_id: int) -> list[Given]:
    """Every score of a round that was sent and counts, as it stands now, in one query."""
    wanted = (
        select(Assignment.assessor_id, Account.name, Assignment.application_id, Criterion.number, Score.points)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Account, Account.id == Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(_sent(round_id), Assignment.state == AssignmentState.SUBMITTED, Score.points.is_not(None))
        .order_by(Score.id)
    )
    return [Given(*row[:4], points=row[4] or 0) for row in session.execute(wanted)]


def sent_in(session: Session, round_id: int) -> list[Sent]:
    """When each assessor first opened an application of a round, and when they sent their scores, in one query."""
    opened = (
        select(
            ApplicationReading.application_id,
            ApplicationReading.account_id,
            func.min(ApplicationReading.at).label("at"),
        )
        .join(Application, Application.id == ApplicationReading.application_id)
        .where(Application.round_id == round_id)
        .group_by(ApplicationReading.application_id, ApplicationReading.account_id)
        .subquery()
    )
    mine = (opened.c.application_id == Assignment.application_id) & (opened.c.account_id == Assignment.assessor_id)
    wanted = (
        select(Assignment.assessor_id, Account.name, opened.c.at, Assignment.submitted_at)
        .join(Account, Account.id == Assignment.assessor_id)
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(opened, mine)
        .where(_sent(round_id), Assignment.state == AssignmentState.SUBMITTED)
        .where(Assignment.submitted_at.is_not(None))
        .order_by(Assignment.id)
    )
    return [Sent(*row) for row in session.execute(wanted)]
