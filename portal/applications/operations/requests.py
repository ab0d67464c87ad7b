"""Asking about some answers after an application was sent, and the reply."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application, InformationRequest, Snapshot
from portal.applications.operations.passport import documents_sent
from portal.applications.operations.recording import record_act
from portal.applications.policy import CHECK_APPLICATION, EDIT_APPLICATION, SUBMIT_APPLICATION
from portal.applications.queries import latest_snapshot, open_request, requests_about, writers_of
from portal.applications.rules import may_ask, snapshot_facts
from portal.applications.rules.partnership import others_of
from portal.core.clock import now, today
from portal.core.dates import date_words, datetime_second_words
from portal.core.refusal import Refused
from portal.formkit.checking import form_problems
from portal.formkit.conditions import visible_answers
from portal.formkit.operations import (
    Saved,
    canonical,
    freeze,
    hash_of,
    hold_answers,
    save_answers,
    start_response,
    thaw,
)
from portal.formkit.queries import answers_of, form_of
from portal.formkit.reducing import with_dependents
from portal.outbox.operations import Recipient, queue

TOO_LATE = "We have started to score this application, so its answers can no longer change."


def ask_for_information(
    session: Session, *, application: Application, questions: Sequence[str], words: str, due_on: date, actor: Actor
) -> InformationRequest:
    """Open some answers again: what is asked, by when; the present answers are kept to compare; mail to every lead and
    editor; audit. Refused once scoring has begun, while another request is open, and for a day that has passed.
    """
    require(actor, CHECK_APPLICATION, application)
    session.refresh(application, ["state"], with_for_update=True)
    if not may_ask(application):
        raise Refused(TOO_LATE)
    if open_request(session, application.id):
        raise Refused("You have asked about this application already. Wait for the reply, or take your request back.")
    if due_on < today():
        raise Refused("Choose a day from today on.")
    form = form_of(application.response.form_version)
    answers = answers_of(session, application.response)
    keys = with_dependents(form, set(questions) & set(form.by_key))
    if not keys:
        raise Refused("Choose at least one question.")
    request = InformationRequest(
        application=application,
        number=len(requests_about(session, application.id)) + 1,
        response=start_response(session, version=application.response.form_version),
        questions=keys,
        words=words,
        due_on=due_on,
        before={key: answers.get(key) for key in keys},
        asked_at=now(),
        asked_by_id=actor.account_id,
        asked_by_name=actor.name[:200],
    )
    session.add(request)
    _copy(session, request, request.before, actor)
    for account in writers_of(session, application.organisation_id):
        queue(
            session,
            key=f"application_more_info:{application.reference}:{request.number}:{account.id}",
            template="application_more_info",
            to=Recipient(account.id, account.name, account.email),
            about_type="application",
            about=application.reference,
            reference=application.reference,
            question=words,
            date=date_words(due_on),
            link=f"/applications/{application.reference}/request",
        )
    record_act(session, "asked", application, actor, questions=keys, due_on=due_on.isoformat())
    session.flush()
    return request


def note_reply_saved(session: Session, *, request: InformationRequest, saved: Saved, actor: Actor) -> None:
    """Note that part of a reply was saved; audit. Refused when nobody asks any more, or scoring has begun."""
    require(actor, EDIT_APPLICATION, request.application)
    _refuse_unless_open(request)
    record_act(session, "reply-saved", request.application, actor, questions=sorted(saved.changed))
    session.flush()


def reply_problems(session: Session, *, request: InformationRequest) -> dict[str, list[str]]:
    """What stands against sending a reply: question key -> messages, with all other answers as they were sent."""
    form = form_of(request.response.form_version)
    found = form_problems(form, _merged(session, request) | others_of(request.application.partners))
    return {key: [one.message for one in problems] for key, problems in found.items() if key in request.questions}


def send_reply(session: Session, *, request: InformationRequest, actor: Actor) -> Snapshot:
    """Send the new answers: they take the place of the old; a snapshot of the whole; mail to leads and editors; audit.

    A second press finds the snapshot of the first.
    """
    application = request.application
    require(actor, SUBMIT_APPLICATION, application)
    freeze(session, response=request.response)
    session.refresh(application, ["state"], with_for_update=True)
    session.refresh(request, ["open", "answered_at"])
    latest = latest_snapshot(session, application)
    assert latest is not None
    if request.answered_at and latest.in_reply_to_id == request.id:
        return latest
    _refuse_unless_open(request)
    problems = reply_problems(session, request=request)
    if problems:
        first = next(iter(problems.values()))[0]
        raise Refused(f"Your reply is not complete. First: {first}.", title="You cannot send your reply yet")
    form, answers = form_of(request.response.form_version), _merged(session, request)
    request.after = {key: answers.get(key) for key in request.before}
    _put_in_place(session, application, request.after, actor)
    request.answered_at, request.answered_by_name, request.open = now(), actor.name[:200], None
    # What the partners and the certifier said stays as it was sent: nobody asked about that.
    text = canonical(json.loads(latest.document) | snapshot_facts(application, visible_answers(form, answers)))
    snapshot = Snapshot(
        application_id=application.id,
        number=latest.number + 1,
        document=text,
        sha256=hash_of(text),
        submitted_at=request.answered_at,
        submitted_by_id=actor.account_id,
        submitted_by_name=actor.name[:200],
        in_reply_to_id=request.id,
    )
    session.add(snapshot)
    documents_sent(session, application, answers, actor)
    record_act(session, "replied", application, actor, sha256=snapshot.sha256, number=snapshot.number)
    _confirm(session, application, request, snapshot)
    session.flush()
    return snapshot


def take_request_back(session: Session, *, request: InformationRequest, actor: Actor) -> None:
    """Ask no more: the answers stay as they were sent; audit. A request that was answered stays answered."""
    require(actor, CHECK_APPLICATION, request.application)
    freeze(session, response=request.response)
    session.refresh(request, ["open"])
    if request.open is None:
        raise Refused("This request was answered, or taken back, already.")
    request.open, request.cancelled_at = None, now()
    record_act(session, "request-taken-back", request.application, actor, number=request.number)
    session.flush()


def note_reply_read(session: Session, *, request: InformationRequest, actor: Actor) -> None:
    """Somebody of the office has read the reply; audit."""
    require(actor, CHECK_APPLICATION, request.application)
    if request.answered_at and request.read_at is None:
        request.read_at = now()
        record_act(session, "reply-read", request.application, actor, number=request.number)
        session.flush()


def _refuse_unless_open(request: InformationRequest) -> None:
    if request.open is None:
        raise Refused("We do not ask about this any more. Your application is with us as you sent it.")
    if not may_ask(request.application):
        raise Refused(TOO_LATE)


def _copy(session: Session, request: InformationRequest, answers: Mapping[str, Any], actor: Actor) -> None:
    """Begin the reply with the answers as they are."""
    form = form_of(request.response.form_version)
    for section in form.sections:
        values = {q.key: answers[q.key] for q in section.questions if answers.get(q.key) is not None}
        if values:
            save_answers(session, response=request.response, section=section, values=values, base=0, actor=actor)


def _merged(session: Session, request: InformationRequest) -> dict[str, Any]:
    return answers_of(session, request.application.response) | answers_of(session, request.response)


def _put_in_place(session: Session, application: Application, answers: Mapping[str, Any], actor: Actor) -> None:
    """Save the new answers over the old ones, which were frozen at sending and are frozen again."""
    response = application.response
    thaw(session, response=response)
    held = hold_answers(session, response=response)
    for section in form_of(response.form_version).sections:
        values = {q.key: answers[q.key] for q in section.questions if q.key in answers}
        if values:
            base = held[section.key].revision if section.key in held else 0
            save_answers(session, response=response, section=section, values=values, base=base, actor=actor, held=held)
    freeze(session, response=response)


def _confirm(session: Session, application: Application, request: InformationRequest, snapshot: Snapshot) -> None:
    for account in writers_of(session, application.organisation_id):
        queue(
            session,
            key=f"reply_received:{application.reference}:{request.number}:{account.id}",
            template="reply_received",
            to=Recipient(account.id, account.name, account.email),
            about_type="application",
            about=application.reference,
            reference=application.reference,
            sent_at=datetime_second_words(snapshot.submitted_at),
            link=f"/applications/{application.reference}/submitted",
        )
