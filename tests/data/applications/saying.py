"""What the tests of writing together do over and over: answer, read the audit and the mail."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.operations import note_saved
from portal.audit.models import AuditEntry
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.outbox.models import Message


def answer(session: Session, application: Application, key: str, value: Any, actor: Actor) -> None:
    """Save one answer as a page does."""
    section, _step = form_of(application.response.form_version).place_of[key]
    base = sections_of(session, application.response)[section.key].revision
    saved = save_answers(
        session, response=application.response, section=section, values={key: value}, base=base, actor=actor
    )
    answers = answers_of(session, application.response)
    note_saved(session, application=application, saved=saved, answers=answers, actor=actor)


def acts(session: Session, reference: str, verb: str) -> int:
    """How often an act stands in the audit."""
    wanted = select(func.count()).where(AuditEntry.subject == reference, AuditEntry.action == f"application:{verb}")
    return session.scalar(wanted) or 0


def told(session: Session, template: str) -> list[str]:
    """Who was sent a mail, in order."""
    return sorted(session.scalars(select(Message.to_email).where(Message.template == template)))
