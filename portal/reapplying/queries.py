"""Reading last time's feedback for a draft, and what changed for people who score."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application, Carried
from portal.applications.queries.together import carried_into
from portal.assessment.queries.reading import NOT_READ
from portal.feedback.models import Feedback
from portal.feedback.queries import feedback_on
from portal.feedback.states import FeedbackState
from portal.formkit.definition import Form
from portal.formkit.queries import answers_by_response, form_of
from portal.formkit.types import TYPES
from portal.reapplying.models import Addressed, SharedChange
from portal.reapplying.rules import Before, Changed, LastTime, Note


def released_on(session: Session, application: Application) -> Feedback | None:
    """The feedback that the group of an application can read by now."""
    found = feedback_on(session, application.reference)
    return found if found is not None and found.state == FeedbackState.RELEASED else None


def last_time(session: Session, application: Application, copied: Carried | None = None) -> LastTime | None:
    """What the group was told on the application that this one began from; None where there is nothing to show.

    A constant number of queries. Only what was released counts.
    """
    copied = copied or carried_into(session, application)
    feedback = released_on(session, copied.source) if copied is not None else None
    if feedback is None:
        return None
    ticked, looks_at = ticked_in(session, application), _looks_at(application)
    notes = [
        Note(
            principle=row.criterion.key,
            number=row.criterion.number,
            name=row.criterion.short_name,
            band=row.band,
            missing=row.missing,
            change_first=row.change_first,
            looks_at=looks_at.get(row.criterion.key, frozenset()),
            addressed=row.criterion.key in ticked,
        )
        for row in sorted(feedback.principles, key=lambda row: row.criterion.number)
    ]
    source, said = feedback.application, session.get(SharedChange, application.id)
    return LastTime(
        source.reference,
        source.title,
        source.round.name,
        feedback.summary,
        tuple(notes),
        said.agreed if said else None,
    )


def ticked_in(session: Session, application: Application) -> set[str]:
    """The keys of the principles that are ticked as dealt with."""
    return set(session.scalars(select(Addressed.principle).where(Addressed.application_id == application.id)))


def changed_since(session: Session, application: Application) -> dict[int, Changed]:
    """What people who score may see, by the number of the principle in this round.

    Nothing unless the group agreed, and nothing in a blind round: old answers and our old words could tell who it is.
    """
    said = session.get(SharedChange, application.id)
    if said is None or not said.agreed or application.round.blind:
        return {}
    copied = carried_into(session, application)
    found = last_time(session, application, copied)
    if copied is None or found is None:
        return {}
    answers = answers_by_response(session, [application.response_id, copied.source.response_id])
    now, before = answers.get(application.response_id, {}), answers.get(copied.source.response_id, {})
    new, old = form_of(application.response.form_version), form_of(copied.source.response.form_version)
    changed = {key for key in new.by_key if key in old.by_key and now.get(key) != before.get(key)}
    numbers = {criterion.key: criterion.number for criterion in application.round.criteria}
    return {
        numbers[note.principle]: Changed(
            note, tuple(_before(old, key, before.get(key)) for key in new.by_key if key in changed & note.looks_at)
        )
        for note in found.notes
        if note.principle in numbers
    }


def _before(form: Form, key: str, answer: object) -> Before:
    question = form.by_key[key]
    return Before(question.label, TYPES[question.type].show(question, answer))


def _looks_at(application: Application) -> dict[str, frozenset[str]]:
    """For each principle of the round, the questions of its form that count towards it, by key."""
    form = form_of(application.response.form_version)
    read = {key for key, question in form.by_key.items() if question.type not in NOT_READ}
    return {one.key: frozenset(one.look_at) & read for one in application.round.criteria}
