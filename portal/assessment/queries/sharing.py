"""What giving applications out fairly looks at, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.accounts.models import Account
from portal.applications.models import Application, Partner
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.policy import LIVE
from portal.assessment.queries import assessors
from portal.assessment.queries.conflicts import kept_from, open_suggestions
from portal.assessment.queries.people import expertise
from portal.assessment.rules.fair import Scorer, Wanted
from portal.assessment.states import AssignmentState
from portal.formkit.queries import answers_by_response
from portal.funds.models import Round
from portal.organisations.models import Organisation, TeamMember

_OPEN = (ApplicationState.ELIGIBLE, ApplicationState.ASSESSING)


@dataclass(frozen=True)
class Work:
    """A round's open applications and its assessors, and which pairs cannot be."""

    applications: dict[int, Application]
    people: dict[int, Account]
    wanted: list[Wanted]
    loads: dict[int, int]
    known: dict[int, dict[str, frozenset[str]]]
    barred: frozenset[tuple[int, int]]
    given: dict[int, tuple[str, ...]]

    def scorers(self, chosen: Sequence[int], most: int) -> list[Scorer]:
        """The people chosen (account ids), each taking `most` applications at most in the round."""
        return [
            Scorer(
                who,
                self.loads.get(who, 0),
                most,
                self.known.get(who, {}).get("theme", frozenset()),
                self.known.get(who, {}).get("district", frozenset()),
            )
            for who in chosen
            if who in self.people
        ]


def work_of(session: Session, round_: Round) -> Work:
    """Everything about giving out a round's applications."""
    applications = (
        session.scalars(
            select(Application)
            .where(Application.round_id == round_.id, Application.state.in_(_OPEN))
            .options(
                joinedload(Application.organisation).selectinload(Organisation.team).joinedload(TeamMember.account),
                selectinload(Application.partners)
                .joinedload(Partner.organisation)
                .selectinload(Organisation.team)
                .joinedload(TeamMember.account),
                joinedload(Application.round),
            )
            .order_by(Application.reference)
        )
        .unique()
        .all()
    )
    people = {person.id: person for person in assessors(session)}
    rows = session.execute(
        select(Assignment.application_id, Assignment.assessor_id, Assignment.state)
        .join(Application, Application.id == Assignment.application_id)
        .where(Application.round_id == round_.id, Application.state != ApplicationState.WITHDRAWN)
    ).all()
    counted = [(a, who) for a, who, state in rows if state in LIVE]
    answers = answers_by_response(session, [one.response_id for one in applications])
    kept = {(a, who) for a, whos in kept_from(session, round_.id).items() for who in whos}
    maybe = {(one.application_id, one.account_id) for one in open_suggestions(session, round_.id)}
    declined = {(a, who) for a, who, state in rows if state == AssignmentState.DECLINED}
    return Work(
        applications={one.id: one for one in applications},
        people=people,
        wanted=[_wanted(one, answers.get(one.response_id, {}), round_, counted) for one in applications],
        loads={who: sum(1 for _, other in counted if other == who) for who in people},
        known=expertise(session),
        barred=frozenset(kept | maybe | declined | set(counted)),
        given={
            one.id: tuple(people[w].name for a, w in counted if a == one.id and w in people) for one in applications
        },
    )


def _wanted(one: Application, answers: dict[str, object], round_: Round, counted: list[tuple[int, int]]) -> Wanted:
    has = sum(1 for application_id, _ in counted if application_id == one.id)
    theme, districts = answers.get("main_theme"), answers.get("districts")
    return Wanted(
        one.id,
        max(round_.assessors_per_application - has, 0),
        frozenset([theme]) if isinstance(theme, str) else frozenset(),
        frozenset(str(key) for key in districts) if isinstance(districts, list) else frozenset(),
    )
