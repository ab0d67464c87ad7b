"""Drafting feedback from scores and reasons, editing it, approving it."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.applications.states import DECIDED, ApplicationState
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.decisions.queries import recommendation_on, was_found_ineligible
from portal.feedback.models import Feedback, PrincipleFeedback
from portal.feedback.policy import WRITE
from portal.feedback.queries import feedback_on, judged, names_of_assessors
from portal.feedback.queries.beside import has_other_officer, stock
from portal.feedback.rules import FIELDS, Text, Words, draft_for_ineligible, first_draft, flat, problems, unflat
from portal.feedback.rules.specific import followed
from portal.feedback.states import FEEDBACK, FeedbackState
from portal.formkit.operations import NO_TAB, Tab
from portal.phrases.operations import count_uses

_DECIDED_ON = ("state", "revision", "tab_key", "tab_count", "edited_by_id")


def draft_feedback(session: Session, *, application: Application, actor: Actor) -> Feedback:
    """Write a first draft from the scores and reasons that count; what is drafted already is given back as it is.

    No assessor is named. Effects: the feedback with its principles, audit.
    """
    require(actor, WRITE, application)
    session.refresh(application, ["state"], with_for_update=True)
    existing = feedback_on(session, application.reference)
    if existing:
        return existing
    if application.state not in DECIDED | {ApplicationState.RECOMMENDED}:
        raise Refused("Feedback is drafted once the application is recommended.")
    panel = judged(session, application)
    names = names_of_assessors(session, application.id)
    ineligible = was_found_ineligible(session, application)
    text = draft_for_ineligible(_why(session, application)) if ineligible else first_draft(panel, names)
    bands = {} if ineligible else {one.number: one.band for one in panel}
    feedback = Feedback(
        application=application, summary=text.summary, changes=list(text.changes), revision=1, drafted_at=now()
    )
    feedback.principles = [
        PrincipleFeedback(criterion=criterion, band=bands[criterion.number])
        for criterion in application.round.criteria
        if criterion.number in bands
    ]
    write_text(feedback, text)
    session.add(feedback)
    session.flush()
    _record(session, "feedback:drafted", feedback, actor)
    return feedback


def save_feedback(
    session: Session,
    *,
    feedback: Feedback,
    fields: Mapping[str, str],
    revision: int,
    actor: Actor,
    tab: Tab = NO_TAB,
    used: Collection[str] = (),
) -> None:
    """Save the text; what was approved needs approval again. What `fields` leaves out stays.

    A saving of the page that saved last (`tab`) is never stale, and one that a later saving of that page came before
    changes nothing. Raises Stale when it was saved elsewhere since `revision` was read. `used` are references of the
    library's phrases that were put in. Effects: the feedback with its principles, its state, uses of phrases, audit.
    """
    require(actor, WRITE, feedback.application)
    session.refresh(feedback, [*_DECIDED_ON, "summary", "changes"], with_for_update=True)
    if feedback.state == FeedbackState.RELEASED:
        raise Refused("This feedback was released. Open it again, and choose “Correct a mistake”.")
    same_page = tab.key != "" and (feedback.tab_key, feedback.edited_by_id) == (tab.key, actor.account_id)
    if same_page and 0 < tab.count <= feedback.tab_count:
        return
    if feedback.revision != revision and not same_page:
        raise Stale
    if feedback.state == FeedbackState.APPROVED:
        FEEDBACK.advance(session, feedback, "edit_again", actor_id=actor.account_id)
        feedback.approved_at, feedback.approved_by_id = None, None
    for row in feedback.principles:  # what another saving wrote while this one waited for the lock
        session.expire(row, FIELDS)
    session.expire(feedback, ["principles"])
    before = fields_of(feedback)
    merged = followed(before, {**before, **fields})
    write_text(feedback, unflat(merged, [row.criterion.number for row in feedback.principles]))
    feedback.revision += 1
    feedback.tab_key, feedback.tab_count = tab.key, tab.count
    feedback.edited_at, feedback.edited_by_id = now(), actor.account_id
    count_uses(session, application=feedback.application, references=used)
    session.flush()
    _record(session, "feedback:saved", feedback, actor)


def approve_feedback(session: Session, *, feedback: Feedback, revision: int, actor: Actor) -> None:
    """Approve the text as it was read at `revision`, once nothing is missing and each text is about this group.

    Whoever wrote last asks somebody else, unless there is no other officer; the audit then says `alone`. Effects:
    state, who and when, audit.
    """
    require(actor, WRITE, feedback.application)
    session.refresh(feedback, ["state", "revision", "edited_by_id"], with_for_update=True)
    if feedback.revision != revision:
        raise Stale
    found = problems(fields_of(feedback), principles_of(feedback), stock(session))
    if found:
        raise Refused(f"{found[0][1]}. Then approve it.")
    alone = feedback.edited_by_id == actor.account_id
    if alone and has_other_officer(session, actor.account_id):
        raise Refused("You wrote this last. Ask a colleague to read it and approve it.")
    FEEDBACK.advance(session, feedback, "approve", actor_id=actor.account_id)
    feedback.approved_at, feedback.approved_by_id = now(), actor.account_id
    session.flush()
    _record(session, "feedback:approved", feedback, actor, alone=alone)


def fields_of(feedback: Feedback) -> dict[str, str]:
    """The saved text by the fields of the editor."""
    words = {
        row.criterion.number: Words(row.strong, row.missing, row.change_first, row.stronger)
        for row in feedback.principles
    }
    return flat(Text(feedback.summary, tuple(feedback.changes), words))


def principles_of(feedback: Feedback) -> dict[int, str]:
    """The principles that the text is about: number to short name."""
    return {row.criterion.number: row.criterion.short_name for row in feedback.principles}


def write_text(feedback: Feedback, text: Text) -> None:
    """Put a text in the place of the one that stands there."""
    feedback.summary, feedback.changes = text.summary, list(text.changes)
    for row in feedback.principles:
        words = text.principles.get(row.criterion.number, Words())
        row.strong, row.missing = words.strong, words.missing
        row.change_first, row.stronger = words.change_first, words.stronger


def _why(session: Session, application: Application) -> str:
    recommendation = recommendation_on(session, application.id)
    return application.check_reason or (recommendation.reason if recommendation else "")


def _record(session: Session, action: str, feedback: Feedback, actor: Actor, **detail: bool) -> None:
    reference, revision = feedback.application.reference, feedback.revision
    record(session, action, subject_type="application", subject=reference, actor=actor, revision=revision, **detail)
