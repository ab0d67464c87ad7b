"""What the assessor's routes load: their own assignment, and the list that they work through."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.applications.states import ApplicationState
from portal.assessment import queries
from portal.assessment.models import Assignment
from portal.assessment.operations import note_readings
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.policy import is_visible
from portal.assessment.queries.people import practices_in
from portal.assessment.rules import own_order
from portal.assessment.rules.calibration import examples, is_practised
from portal.assessment.states import AssignmentState
from portal.core.references import canonical_reference
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.states import RoundState
from portal.web.context import current_actor, current_portal, current_session


def own_assignment(session: Session, reference: str) -> Assignment | None:
    """My assignment to the application that the address names."""
    return queries.assignment_of(session, canonical_reference(reference), current_actor().account_id)


def round_to_score(session: Session, slug: str) -> Round | None:
    """A round that is being assessed."""
    found = round_by_slug(session, slug)
    return found if found is not None and found.state == RoundState.ASSESSING else None


def round_to_declare(session: Session, slug: str) -> Round | None:
    """A round whose groups staff may have links to: once it is open, until everyone was told. Who only scores waits
    until it is assessed."""
    found = round_by_slug(session, slug)
    if found is None or not current_actor().roles & {Role.OFFICER, Role.COMMISSIONER}:
        return round_to_score(session, slug)
    return found if found.state in (RoundState.PUBLISHED, RoundState.ASSESSING, RoundState.DECIDED) else None


def address_to_declare(assignment: Assignment) -> str:
    """Where an assessor says whether there is a link: for one application, or in a blind round for all groups at once,
    so that no name stands beside a reference.
    """
    application = assignment.application
    if application.round.blind:
        return f"/assess/links/{application.round.slug}"
    return f"/assess/declare/{application.reference}"


def must_practise(assignment: Assignment) -> bool:
    """Whether the round wants the worked examples scored first, and I have not scored them all."""
    round_ = assignment.application.round
    if not round_.practise_first:
        return False
    done = practices_in(current_session(), round_.id, current_actor().account_id)
    return not is_practised(examples(criterion.number for criterion in round_.criteria), [one.example for one in done])


def write_down(part: str, *shown: Assignment) -> None:
    """Note that I am shown a page of applications, in a transaction of its own because a GET cannot write."""
    with current_portal().database.session() as writer:
        ids = [one.application_id for one in shown]
        note_readings(writer, application_ids=ids, page=part, actor=current_actor())


@dataclass(frozen=True)
class Mine:
    """My visible assignments in my own order, by what is to be done."""

    to_declare: list[Assignment]
    to_score: list[Assignment]
    part_scored: list[Assignment]
    done: list[Assignment]

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.to_declare) + len(self.to_score) + len(self.part_scored) + len(self.done)

    @property
    def next(self) -> Assignment | None:
        """Where to go on: what is half done, then what is open, then what is to be declared."""
        return next(iter([*self.part_scored, *self.to_score, *self.to_declare]), None)

    def after(self, assignment: Assignment) -> Assignment | None:
        """What to score after this one; the list begins again at its end."""
        rest = [a for a in (*self.part_scored, *self.to_score, *self.to_declare) if a is not assignment]
        rest.sort(key=_order)
        later = [a for a in rest if _order(a) > _order(assignment)]
        return next(iter([*later, *rest]), None)


def my_assignments(session: Session) -> Mine:
    """Everything that I am to score and may know of."""
    actor = current_actor()
    found = [a for a in queries.assignments_of(session, actor.account_id) if is_visible(a, actor.email)]
    found.sort(key=_order)
    open_ = [a for a in found if a.state == AssignmentState.DECLARED]
    begun = [a for a in open_ if any(draft.begun for draft in drafts_of(a).values())]
    return Mine(
        to_declare=[a for a in found if a.state == AssignmentState.ASSIGNED and _scoring(a)],
        to_score=[a for a in open_ if a not in begun and _scoring(a)],
        part_scored=[a for a in begun if _scoring(a)],
        done=[a for a in found if a.state == AssignmentState.SUBMITTED],
    )


def _order(assignment: Assignment) -> str:
    return own_order(assignment.assessor_id, assignment.application.reference)


def _scoring(assignment: Assignment) -> bool:
    return assignment.application.state == ApplicationState.ASSESSING
