"""Reading feedback, how far a round's feedback is, and what an applicant is shown."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.access.roles import TeamRole
from portal.accounts.models import Account
from portal.applications.models import Application
from portal.assessment.models import Assignment
from portal.assessment.queries import counted_scores
from portal.assessment.rules import panel
from portal.decisions.models import Decision, Recommendation
from portal.decisions.rules import OUTSIDE
from portal.feedback.models import Feedback, PrincipleFeedback
from portal.feedback.rules import Judged
from portal.funds.models import Round
from portal.moderation.queries import moderated_points
from portal.organisations.models import Organisation, TeamMember

TOLD = (TeamRole.LEAD, TeamRole.EDITOR)


def _feedback() -> Select[Feedback]:
    application = joinedload(Feedback.application)
    return (
        select(Feedback)
        .join(Feedback.application)
        .options(
            application.joinedload(Application.organisation),
            application.joinedload(Application.round).joinedload(Round.fund),
            application.joinedload(Application.round).selectinload(Round.criteria),
            selectinload(Feedback.principles).joinedload(PrincipleFeedback.criterion),
            joinedload(Feedback.edited_by),
            joinedload(Feedback.approved_by),
        )
    )


def feedback_on(session: Session, reference: str) -> Feedback | None:
    """The feedback on an application, whatever its state."""
    return session.scalar(_feedback().where(Application.reference == reference))


def names_of_assessors(session: Session, application_id: int) -> list[str]:
    """Everyone who was ever to score an application, so that nobody is named in its feedback."""
    wanted = select(Account.name).join(Assignment, Assignment.assessor_id == Account.id)
    return list(session.scalars(wanted.where(Assignment.application_id == application_id).order_by(Account.id)))


def judged(session: Session, application: Application) -> list[Judged]:
    """What the panel thought of each principle that was scored, in the order of the principles."""
    given = counted_scores(session, [application.id]).get(application.id, [])
    criteria = application.round.criteria
    agreed = moderated_points(session, [application.id]).get(application.id)
    spreads = panel(given, {criterion.id: criterion.weight for criterion in criteria}, agreed).spreads
    return [
        Judged(
            criterion.key,
            criterion.number,
            spreads[criterion.id].counted,
            tuple((score.points, score.reason) for score in given if score.criterion_id == criterion.id),
        )
        for criterion in criteria
        if criterion.id in spreads
    ]


@dataclass(frozen=True)
class Line:
    """One application on the way to its release."""

    application: Application
    decision: Decision | None
    recommendation: Recommendation | None
    feedback: Feedback | None


def lines(session: Session, round_: Round) -> list[Line]:
    """The sent applications of a round with decision and feedback, by group, in four queries."""
    applications = session.scalars(
        select(Application)
        .join(Application.organisation)
        .where(Application.round_id == round_.id, Application.state.not_in(OUTSIDE))
        .options(joinedload(Application.organisation))
        .order_by(Organisation.name, Application.reference)
    ).all()
    ids = [application.id for application in applications]
    decisions = {d.application_id: d for d in session.scalars(select(Decision).where(Decision.application_id.in_(ids)))}
    proposals = {
        r.application_id: r
        for r in session.scalars(select(Recommendation).where(Recommendation.application_id.in_(ids)))
    }
    texts = {f.application_id: f for f in session.scalars(select(Feedback).where(Feedback.application_id.in_(ids)))}
    return [Line(a, decisions.get(a.id), proposals.get(a.id), texts.get(a.id)) for a in applications]


def feedback_to_release(session: Session, round_id: int) -> Sequence[Feedback]:
    """The feedback of a round's applications in the order of their ids, locked."""
    wanted = select(Feedback).join(Feedback.application)
    wanted = wanted.where(Application.round_id == round_id, Application.state.not_in(OUTSIDE))
    wanted = wanted.options(joinedload(Feedback.application).joinedload(Application.organisation))
    return session.scalars(wanted.order_by(Feedback.id).with_for_update(of=Feedback)).all()


def people_to_tell(session: Session, organisation_id: int) -> Sequence[Account]:
    """The leads and editors of a group's team."""
    wanted = select(Account).join(TeamMember, TeamMember.account_id == Account.id)
    wanted = wanted.where(TeamMember.organisation_id == organisation_id, TeamMember.role.in_(TOLD))
    return session.scalars(wanted.where(Account.suspended_at.is_(None)).order_by(Account.id)).all()
