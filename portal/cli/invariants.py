"""What must always be true of the data. Each check gives a sentence for every fault that it finds."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, SignOff, Snapshot
from portal.applications.operations.bid import read_bid
from portal.applications.rules import closing_at
from portal.applications.rules.signing import holds_for
from portal.applications.states import DECIDED, ApplicationState, SignOffState
from portal.assessment.models import Assignment, Score
from portal.assessment.states import AssignmentState
from portal.audit.models import AuditEntry
from portal.core.workflow import StateChange
from portal.decisions.models import Decision, Promotion
from portal.decisions.queries.results import came_of
from portal.documents.models import StoredFile
from portal.documents.operations import path_of
from portal.documents.states import Scan
from portal.feedback.models import Feedback
from portal.feedback.states import FeedbackState
from portal.formkit.models import FormVersion, Response, SectionAnswers, SectionRevision
from portal.formkit.operations import canonical, hash_of
from portal.funds.models import CheckCount, Criterion, Round, RoundQuestion
from portal.funds.rules import GRACE
from portal.funds.states import QuestionState, RoundState
from portal.outbox.models import Message
from portal.triage.models import Flag
from portal.workshops.models import Booking, Workshop
from portal.workshops.states import BookingState


def _budgets(session: Session) -> Iterator[str]:
    result = came_of()
    total = select(result.c.round_id, func.sum(result.c.amount_pence).label("pence"))
    spent = total.group_by(result.c.round_id).subquery()
    rows = session.execute(
        select(Round.slug, Round.committed_pence, Round.budget_pence, func.coalesce(spent.c.pence, 0)).outerjoin(
            spent, spent.c.round_id == Round.id
        )
    )
    for slug, committed, budget, signed in rows:
        if committed != signed:
            yield f"Round {slug}: {committed} pence are committed, but what is signed comes to {signed}."
        if committed > budget:
            yield f"Round {slug}: more is committed than there is."


def _decisions(session: Session) -> Iterator[str]:
    result = came_of()
    rows = session.execute(
        select(
            Application.reference, Application.state, result.c.outcome, result.c.first_outcome, result.c.promotion_id
        ).outerjoin(result, result.c.application_id == Application.id)
    )
    targets = {"fund": "approved", "part_fund": "approved", "reserve": "reserve", "not_funded": "declined"}
    for reference, state, outcome, first, promotion in rows:
        if (state in DECIDED) != (outcome is not None):
            yield f"{reference}: it is {state}, and it has {'a' if outcome else 'no'} decision."
        elif outcome is not None and targets[outcome] != state:
            yield f"{reference}: it is {state}, but its decision says {outcome}."
        if promotion is not None and first != "reserve":
            yield f"{reference}: it was promoted, but its decision says {first}."
    for number in session.scalars(select(Decision.id).where(Decision.signed_by_id == Decision.recommended_by_id)):
        yield f"Decision {number}: whoever recommended it signed it."
    astray = select(Promotion.id).join(Decision, Decision.id == Promotion.decision_id)
    apart = (Decision.application_id != Promotion.application_id) | (Decision.round_id != Promotion.round_id)
    for number in session.scalars(astray.where(apart)):
        yield f"Promotion {number}: it rests on the decision of another application or round."


def _sent(session: Session) -> Iterator[str]:
    latest = select(Snapshot.application_id, func.count().label("n"), func.max(Snapshot.submitted_at).label("at"))
    latest_of = latest.group_by(Snapshot.application_id).subquery()
    rows = session.execute(
        select(Application.reference, Application.state, Application.submitted_at, Response.frozen_at, latest_of.c.n)
        .join(Response, Response.id == Application.response_id)
        .outerjoin(latest_of, latest_of.c.application_id == Application.id)
    )
    for reference, state, submitted_at, frozen_at, snapshots in rows:
        sent = state not in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
        if sent and not (submitted_at and frozen_at and snapshots):
            yield f"{reference}: it is {state}, but it was not frozen, or nothing was kept of it."
        if state == ApplicationState.DRAFT and frozen_at:
            yield f"{reference}: it is a draft that nobody can change."


def _snapshots(session: Session) -> Iterator[str]:
    for number, document, digest in session.execute(select(Snapshot.id, Snapshot.document, Snapshot.sha256)):
        if hashlib.sha256(document.encode()).hexdigest() != digest or canonical(json.loads(document)) != document:
            yield f"Snapshot {number}: its text is not the text of its hash."


def _signed(session: Session) -> Iterator[str]:
    """What was sent with partners has the agreement of each; what is signed now is what would be sent."""
    rows = session.execute(
        select(Application.reference, Snapshot.number, Snapshot.document).join(
            Snapshot, Snapshot.application_id == Application.id
        )
    )
    for reference, number, document in rows:
        for partner in json.loads(document).get("partners", []):
            if not partner["agreed_at"]:
                yield f"{reference}: sending {number} went without the agreement of {partner['name']}."
    live = select(SignOff).where(SignOff.state == SignOffState.SIGNED, SignOff.live.is_(True))
    for signature in session.scalars(live):
        draft = signature.application.state == ApplicationState.DRAFT
        if draft and not holds_for(signature, read_bid(session, signature.application).sha256):
            yield f"{signature.application.reference}: it counts as signed, but it is not what was signed."


def _in_time(session: Session) -> Iterator[str]:
    sendings = select(Snapshot).where(Snapshot.in_reply_to_id.is_(None))
    sendings = sendings.options(
        joinedload(Snapshot.application).joinedload(Application.round),
        joinedload(Snapshot.application).joinedload(Application.extension),
    )
    for sent in session.scalars(sendings):
        application = sent.application
        if sent.submitted_at >= closing_at(application.round, application.extension) + GRACE:
            yield f"{application.reference}: sending {sent.number} was accepted after it was too late."


def _receipts(session: Session) -> Iterator[str]:
    told = {
        key.rsplit(":", 1)[0]
        for key in session.scalars(select(Message.key).where(Message.template == "application_received"))
    }
    sendings = select(Application.reference, Snapshot.number).join(Snapshot)
    rows = session.execute(sendings.where(Snapshot.in_reply_to_id.is_(None)))
    audited = {
        subject
        for subject in session.scalars(select(AuditEntry.subject).where(AuditEntry.action == "application:submitted"))
    }
    for reference, number in rows:
        if f"application_received:{reference}:{number}" not in told:
            yield f"{reference}: nobody was sent the receipt of sending {number}."
        if reference not in audited:
            yield f"{reference}: its sending is not in the audit."


def _states(session: Session) -> Iterator[str]:
    newest = select(func.max(StateChange.id)).group_by(StateChange.subject_type, StateChange.subject_id)
    last = {
        (c.subject_type, c.subject_id): c.to_state
        for c in session.scalars(select(StateChange).where(StateChange.id.in_(newest)))
    }
    kinds = (
        ("application", Application), ("round", Round), ("assignment", Assignment), ("feedback", Feedback),
        ("workshop", Workshop), ("booking", Booking), ("flag", Flag),
    )  # fmt: skip
    for subject, model in kinds:
        for number, state in session.execute(select(model.id, model.state)):
            if last.get((subject, number), state) != state:
                yield f"{subject.capitalize()} {number}: it is {state}, but its log says {last[(subject, number)]}."


def _answers(session: Session) -> Iterator[str]:
    told: dict[tuple[int, str], tuple[int, dict[str, object]]] = {}
    for row in session.scalars(select(SectionRevision).order_by(SectionRevision.response_id, SectionRevision.revision)):
        key = (row.response_id, row.section_key)
        count, answers = told.get(key, (0, {}))
        told[key] = (count + 1, answers | row.changed)
    for kept in session.scalars(select(SectionAnswers)):
        count, answers = told.get((kept.response_id, kept.section_key), (0, {}))
        if count != kept.revision or answers != kept.answers:
            yield f"Response {kept.response_id}, section {kept.section_key}: they are not what its savings add up to."


def _forms(session: Session) -> Iterator[str]:
    for version in session.scalars(select(FormVersion)):
        if hash_of(canonical(version.document)) != version.sha256:
            yield f"Form {version.form_key} {version.version}: its document is not the document of its hash."


def _scores(session: Session) -> Iterator[str]:
    criteria = dict(session.execute(select(Criterion.round_id, func.count()).group_by(Criterion.round_id)).all())
    rows = session.execute(
        select(Assignment.id, Application.round_id, func.count(Score.id))
        .join(Application, Application.id == Assignment.application_id)
        .outerjoin(Score, (Score.assignment_id == Assignment.id) & Score.points.is_not(None) & (Score.reason != ""))
        .where(Assignment.state == AssignmentState.SUBMITTED)
        .group_by(Assignment.id, Application.round_id)
    )
    for number, round_id, scored in rows:
        if scored != criteria.get(round_id, 0):
            yield f"Assignment {number}: it was submitted, but only {scored} principles have a score and a reason."


def _released(session: Session) -> Iterator[str]:
    rows = session.execute(
        select(Application.reference, Application.state, Round.state, Feedback.state)
        .join(Round, Round.id == Application.round_id)
        .outerjoin(Feedback, Feedback.application_id == Application.id)
    )
    announced = (RoundState.ANNOUNCED, RoundState.ARCHIVED)
    for reference, state, round_state, feedback in rows:
        if feedback == FeedbackState.RELEASED and round_state not in announced:
            yield f"{reference}: its feedback is released, but its round is not announced."
        if state in DECIDED and round_state in announced and feedback != FeedbackState.RELEASED:
            yield f"{reference}: its round is announced, but its feedback is not released."


def _questions(session: Session) -> Iterator[str]:
    told = set(session.scalars(select(Message.key).where(Message.key.startswith("question:"))))
    answered = select(RoundQuestion.reference).where(RoundQuestion.state != QuestionState.ASKED)
    for reference in session.scalars(answered):
        if f"question:{reference}" not in told:
            yield f"Question {reference}: it is answered, but whoever asked was not told."


def _checks(session: Session) -> Iterator[str]:
    """Counts of a day: no question can have stopped more checks than ended with a no."""
    rows = session.execute(
        select(CheckCount.round_id, CheckCount.day, CheckCount.question, CheckCount.count).where(
            CheckCount.result == "stop"
        )
    ).all()
    ended = {(round_id, day): count for round_id, day, question, count in rows if not question}
    for round_id, day, question, count in rows:
        if count > ended.get((round_id, day), 0):
            yield f"Round {round_id}, {day}: {question} stopped more eligibility checks than were stopped."


def _files(session: Session, folder: Path) -> Iterator[str]:
    for stored in session.scalars(select(StoredFile).where(StoredFile.removed_at.is_(None))):
        path = path_of(folder, stored.public_id)
        if stored.scan == Scan.INFECTED:
            if path.exists():
                yield f"File {stored.public_id}: a virus was found in it, but its bytes are still there."
            continue
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != stored.sha256:
            yield f"File {stored.public_id}: its bytes are missing or changed."


def _workshops(session: Session) -> Iterator[str]:
    """Never more people than places, and whoever has one was told."""
    booked = select(Booking.workshop_id, func.count().label("n")).where(Booking.state == BookingState.BOOKED)
    taken = booked.group_by(Booking.workshop_id).subquery()
    wanted = select(Workshop.reference, Workshop.places, taken.c.n).join(taken, taken.c.workshop_id == Workshop.id)
    for reference, places, count in session.execute(wanted):
        if count > places:
            yield f"Workshop {reference}: {count} people have its {places} places."
    told = set(session.scalars(select(Message.key).where(Message.key.startswith("workshop_place:"))))
    for reference in session.scalars(select(Booking.reference).where(Booking.state == BookingState.BOOKED)):
        if f"workshop_place:{reference}" not in told:
            yield f"Booking {reference}: it has a place, but nobody was told."


CHECKS: tuple[Callable[[Session], Iterator[str]], ...] = (
    _budgets, _decisions, _sent, _snapshots, _signed, _in_time, _receipts, _states, _answers, _forms, _scores,
    _released, _questions, _checks, _workshops,
)  # fmt: skip


def faults(session: Session, uploads: Path | None = None) -> list[str]:
    """A sentence for each thing that does not hold; files are checked where their folder is given."""
    found = [fault for check in CHECKS for fault in check(session)]
    return found + (list(_files(session, uploads)) if uploads else [])
