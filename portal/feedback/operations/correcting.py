"""Correcting a feedback that was released: written by one officer, approved by another, without sending it again."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.feedback.models import Feedback, FeedbackCorrection, FeedbackVersion
from portal.feedback.operations.writing import fields_of, principles_of, write_text
from portal.feedback.policy import WRITE
from portal.feedback.queries import people_to_tell
from portal.feedback.queries.beside import has_other_officer, stock
from portal.feedback.queries.corrections import open_correction, versions_of
from portal.feedback.rules import FIELDS, problems, unflat
from portal.feedback.rules.corrections import wrong_problem
from portal.feedback.rules.specific import followed
from portal.feedback.states import FeedbackState
from portal.outbox.operations import Recipient, queue

NOTHING_CHANGED = "Nothing is changed yet. Change the text that is wrong, save it, then approve it."


def save_correction(
    session: Session,
    *,
    feedback: Feedback,
    fields: Mapping[str, str],
    wrong: str,
    tell: bool,
    revision: int,
    actor: Actor,
) -> None:
    """Keep a correction for a second officer to read; the group goes on reading what was released.

    `wrong` says what was wrong, for the group. What `fields` leaves out stays. Raises Stale when somebody saved,
    approved or gave up a correction since `revision` was read. Effects: the correction, the feedback's revision, audit.
    """
    require(actor, WRITE, feedback.application)
    assert actor.account_id is not None
    correction = _locked(session, feedback, revision)
    problem = wrong_problem(wrong)
    if problem:
        raise Refused(f"{problem}. The group reads it at the top of its feedback.")
    before = fields_of(feedback) if correction is None else dict(correction.fields)
    if correction is None:
        correction = FeedbackCorrection(application_id=feedback.application_id)
        session.add(correction)
    correction.fields, correction.wrong, correction.tell = followed(before, {**before, **fields}), wrong, tell
    correction.edited_at, correction.edited_by_id = now(), actor.account_id
    feedback.revision += 1
    session.flush()
    _record(session, "feedback:correction-saved", feedback, actor)


def drop_correction(session: Session, *, feedback: Feedback, revision: int, actor: Actor) -> None:
    """Give up a correction; the feedback stays as it was released. Effects: no correction, the revision, audit."""
    require(actor, WRITE, feedback.application)
    correction = _locked(session, feedback, revision)
    if correction is None:
        raise Stale
    session.delete(correction)
    feedback.revision += 1
    session.flush()
    _record(session, "feedback:correction-dropped", feedback, actor)


def approve_correction(session: Session, *, feedback: Feedback, revision: int, actor: Actor) -> None:
    """Put the corrected text in the place of the released one, which is kept as a version.

    The rules of a first text hold: four texts, no gap, not phrases alone, a second officer unless there is none (the
    audit then says `alone`). State, release and first approval stay as they were. Effects: the feedback with its
    principles, a version, no open correction, one mail to each lead and editor if it was asked for, audit.
    """
    require(actor, WRITE, feedback.application)
    assert actor.account_id is not None
    correction = _locked(session, feedback, revision)
    if correction is None:
        raise Stale
    old, new = fields_of(feedback), dict(correction.fields)
    found = problems(new, principles_of(feedback), stock(session))
    if found:
        raise Refused(f"{found[0][1]}. Then approve it.")
    if new == old:
        raise Refused(NOTHING_CHANGED)
    alone = correction.edited_by_id == actor.account_id
    if alone and has_other_officer(session, actor.account_id):
        raise Refused("You wrote this last. Ask a colleague to read it and approve it.")
    version = FeedbackVersion(
        application_id=feedback.application_id,
        number=len(versions_of(session, feedback.application_id)) + 1,
        fields=old,
        wrong=correction.wrong,
        told=correction.tell,
        at=now(),
        corrected_by_id=correction.edited_by_id,
        approved_by_id=actor.account_id,
    )
    session.add(version)
    session.delete(correction)
    write_text(feedback, unflat(new, list(principles_of(feedback))))
    feedback.revision += 1
    session.flush()
    if version.told:
        _tell(session, feedback, version)
    _record(session, "feedback:corrected", feedback, actor, alone=alone, told=version.told)


def _locked(session: Session, feedback: Feedback, revision: int) -> FeedbackCorrection | None:
    """The open correction, read under the lock of its feedback, whose revision is the one that was read."""
    session.refresh(feedback, ["state", "revision", "summary", "changes"], with_for_update=True)
    if feedback.state != FeedbackState.RELEASED:
        raise Refused("This feedback is not released yet. Change it where it is written.")
    if feedback.revision != revision:
        raise Stale
    for row in feedback.principles:  # what a colleague approved while this one waited for the lock
        session.expire(row, FIELDS)
    return open_correction(session, feedback.application_id)


def _tell(session: Session, feedback: Feedback, version: FeedbackVersion) -> None:
    application = feedback.application
    for person in people_to_tell(session, application.organisation_id):
        queue(
            session,
            key=f"feedback_corrected:{application.reference}:{version.number}:{person.id}",
            template="feedback_corrected",
            to=Recipient(person.id, person.name, person.email),
            about_type="application",
            about=application.reference,
            reference=application.reference,
            project_name=application.title,
            wrong=version.wrong,
            link=f"/applications/{application.reference}/feedback",
        )


def _record(session: Session, action: str, feedback: Feedback, actor: Actor, **detail: bool) -> None:
    reference, revision = feedback.application.reference, feedback.revision
    record(session, action, subject_type="application", subject=reference, actor=actor, revision=revision, **detail)
