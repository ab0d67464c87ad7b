"""What the line stands on: the scored applications of a round, by columns alone, in a constant number of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import DECIDED, ApplicationState
from portal.assessment.models import Assignment, Score
from portal.assessment.rules import Given, Panel, panel
from portal.assessment.states import AssignmentState
from portal.decisions.models import Recommendation
from portal.decisions.queries.results import came_of
from portal.decisions.rules import OUTSIDE
from portal.decisions.rules.line import Candidate, places
from portal.decisions.wording import NOT_ELIGIBLE
from portal.formkit.models import SectionAnswers
from portal.formkit.queries import form_of
from portal.funds.models import Round
from portal.moderation.queries import moderated_points
from portal.organisations.models import Organisation

SCORED = (ApplicationState.MODERATION, ApplicationState.RECOMMENDED, *DECIDED)
DISTRICTS, PRIORITY = "districts", "commissioning_priority"


@dataclass(frozen=True)
class LineFacts:
    """The scored applications of a round in the order of their totals, how many others were sent that are not scored
    (`waiting`), and the labels of the areas and priorities that its form asks about."""

    candidates: Sequence[Candidate]
    waiting: int
    districts: Mapping[str, str]
    priorities: Mapping[str, str]


def line_facts(session: Session, round_: Round) -> LineFacts:
    """Everything that the line needs of a round; what was found not eligible is not in it."""
    return LineFacts(
        _candidates(session, round_),
        _waiting(session, round_.id),
        labels_of(round_, DISTRICTS),
        labels_of(round_, PRIORITY),
    )


def labels_of(round_: Round, key: str) -> dict[str, str]:
    """Value -> label of what the round's form offers for a question; nothing where it does not ask."""
    asked = form_of(round_.form_version).by_key
    return {o.value: o.label for o in asked[key].options if not o.exclusive} if key in asked else {}


def _is_scored(round_id: int) -> ColumnElement[bool]:
    return (Application.round_id == round_id) & Application.state.in_(SCORED)


def _candidates(session: Session, round_: Round) -> list[Candidate]:
    result = came_of()
    rows = session.execute(
        select(
            Application.id,
            Application.reference,
            Application.title,
            Application.requested_pence,
            Application.response_id,
            Application.organisation_id,
            Organisation.name,
            Organisation.income_band,
            Organisation.by_and_for,
            Recommendation.revision,
            Recommendation.amount_pence.label("recommended_pence"),
            result.c.amount_pence.label("signed_pence"),
        )
        .join(Organisation, Organisation.id == Application.organisation_id)
        .outerjoin(Recommendation, Recommendation.application_id == Application.id)
        .outerjoin(result, result.c.application_id == Application.id)
        .where(_is_scored(round_.id))
        .where(or_(Recommendation.id.is_(None), Recommendation.main_reason != NOT_ELIGIBLE))
        .order_by(Application.reference)
    ).all()
    panels, which = panels_of(session, round_), _is_scored(round_.id)
    answers, known = parting_answers(session, round_, which), applied_before(session, round_, which)
    found = [panels.get(row.id) for row in rows]
    totals = [one.shown_total if one else None for one in found]
    made = [
        Candidate(
            reference=row.reference,
            title=row.title or row.reference,
            group=row.name,
            organisation_id=row.organisation_id,
            total=total,
            place=place,
            asked_pence=row.requested_pence or 0,
            apart=one is not None and one.needs_moderation,
            signed_pence=row.signed_pence,
            revision=row.revision or 0,
            recommended_pence=row.recommended_pence or 0,
            districts=texts(answers.get(row.response_id, {}).get(DISTRICTS)),
            priority=_text(answers.get(row.response_id, {}).get(PRIORITY)),
            size=row.income_band,
            first_time=row.organisation_id not in known,
            by_and_for=row.by_and_for,
        )
        for row, one, total, place in zip(rows, found, totals, places(totals), strict=True)
    ]
    return sorted(made, key=lambda one: (one.place is None, one.place or 0, one.reference))


def panels_of(session: Session, round_: Round) -> dict[int, Panel]:
    """What the assessors gave each scored application of a round, by its id, without their reasons, in two queries."""
    wanted = (
        select(Assignment.application_id, Score.assignment_id, Score.criterion_id, Score.points)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Application, Application.id == Assignment.application_id)
        .where(_is_scored(round_.id), Assignment.state == AssignmentState.SUBMITTED, Score.points.is_not(None))
    )
    given: dict[int, list[Given]] = {}
    for application_id, assignment_id, criterion_id, points in session.execute(wanted):
        given.setdefault(application_id, []).append(Given(assignment_id, criterion_id, points or 0))
    weights = {criterion.id: criterion.weight for criterion in round_.criteria}
    agreed = moderated_points(session, given)
    return {
        application_id: panel(scores, weights, agreed.get(application_id)) for application_id, scores in given.items()
    }


def parting_answers(session: Session, round_: Round, which: ColumnElement[bool]) -> dict[int, dict[str, Any]]:
    """The answers on areas and priority by response id: those two alone, taken out of the sections by the database.

    `which` says of which applications of the round.
    """
    places_of = form_of(round_.form_version).place_of
    keys = [key for key in (DISTRICTS, PRIORITY) if key in places_of]
    if not keys:
        return {}
    wanted = (
        select(SectionAnswers.response_id, *(SectionAnswers.answers[key] for key in keys))
        .join(Application, Application.response_id == SectionAnswers.response_id)
        .where(which, SectionAnswers.section_key.in_({places_of[key][0].key for key in keys}))
    )
    found: dict[int, dict[str, Any]] = {}
    for response_id, *values in session.execute(wanted):
        told = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        found.setdefault(response_id, {}).update(told)
    return found


def applied_before(session: Session, round_: Round, which: ColumnElement[bool]) -> set[int]:
    """The groups of a round that had sent an application to a round which closed before this one did.

    `which` says of which applications of the round.
    """
    here = select(Application.organisation_id).where(which)
    earlier = (
        select(Application.organisation_id)
        .join(Round, Round.id == Application.round_id)
        .where(Round.id != round_.id, Round.closes_at < round_.closes_at, Application.submitted_at.is_not(None))
    )
    return set(session.scalars(earlier.where(Application.organisation_id.in_(here)).distinct()))


def _waiting(session: Session, round_id: int) -> int:
    never = (*SCORED, *OUTSIDE, ApplicationState.INELIGIBLE)
    wanted = select(func.count()).select_from(Application)
    return session.scalar(wanted.where(Application.round_id == round_id, Application.state.not_in(never))) or 0


def texts(answer: Any) -> tuple[str, ...]:
    """The words of an answer that may have several; nothing where it is no such answer."""
    return tuple(one for one in answer if isinstance(one, str)) if isinstance(answer, list) else ()


def _text(answer: Any) -> str:
    return answer if isinstance(answer, str) else ""
