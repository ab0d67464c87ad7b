"""Sharing the work of an application: who does what, what is said, who is here."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.accounts.models import Account
from portal.accounts.operations import recipient
from portal.applications.models import Application, Comment, Presence, SectionAssignee
from portal.applications.operations.recording import record_act
from portal.applications.policy import COMMENT, EDIT_APPLICATION
from portal.applications.queries.together import (
    assignees_of,
    colleagues,
    everyone_on,
    place_of,
    presence_of,
    said_lately,
)
from portal.applications.rules.together import about_of, end_of_hour
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.formkit.queries import form_of
from portal.outbox.operations import queue

SAID_TWICE = timedelta(minutes=1)
SENT = "This application was sent, so there is nothing more to share out or to talk about here."


def share_out(
    session: Session,
    *,
    application: Application,
    wanted: Mapping[str, str],
    before: Mapping[str, str],
    actor: Actor,
) -> None:
    """Say who does which section: `wanted` and `before` map section keys to a person's reference, empty for nobody.

    Only what differs from `before` (what the page showed) is changed, so that two people can share out at once.
    Effects: the assignees; one mail to a person for each section, once ever and not to oneself; audit.
    """
    require(actor, EDIT_APPLICATION, application)
    _refuse_unless_draft(application)
    people = {
        one.reference: one for one in colleagues(session, application.organisation_id, TeamRole.LEAD, TeamRole.EDITOR)
    }
    sections = {section.key: section.title for section in form_of(application.response.form_version).sections}
    now_done_by = assignees_of(session, application)
    for key, title in sections.items():
        chosen = wanted.get(key, "")
        if chosen == before.get(key, ""):
            continue
        if chosen and chosen not in people:
            raise Refused("Choose someone in your team who can write.")
        _assign(session, application, key, people.get(chosen), now_done_by.get(key), actor)
        if chosen and people[chosen].id != actor.account_id:
            _tell_assignee(session, application, key, title, people[chosen], actor)
    session.flush()


def _assign(
    session: Session,
    application: Application,
    section_key: str,
    person: Account | None,
    row: SectionAssignee | None,
    actor: Actor,
) -> None:
    if person is None and row is not None:
        session.delete(row)
    elif person is not None:
        row = row or SectionAssignee(application_id=application.id, section_key=section_key)
        row.account, row.assigned_at, row.assigned_by_id = person, now(), actor.account_id
        session.add(row)
    record_act(
        session, "shared-out", application, actor, section=section_key, person=person.reference if person else ""
    )


def _tell_assignee(
    session: Session, application: Application, key: str, title: str, person: Account, actor: Actor
) -> None:
    queue(
        session,
        key=f"section_assigned:{application.reference}:{key}:{person.id}",
        template="section_assigned",
        to=recipient(person),
        about_type="application",
        about=application.reference,
        person=actor.name,
        section=title,
        project_name=application.title or "your application",
        link=f"/applications/{application.reference}",
    )


def add_comment(session: Session, *, application: Application, about: str, text: str, actor: Actor) -> Comment:
    """Say something to everyone who works on an application. `about` is a section key, a question key, or empty.

    The same words about the same thing by the same person within a minute are one comment. Effects: the comment; for
    each of the others one mail an hour, at its end; audit without the words.
    """
    require(actor, COMMENT, application)
    _refuse_unless_draft(application)
    if not text:
        raise Refused("Write your comment first.")
    section_key, question_key = about_of(form_of(application.response.form_version), about)
    place = place_of(session, application, actor.account_id)
    said = said_lately(session, application, actor.account_id, text, since=now() - SAID_TWICE)
    if said is not None and (said.section_key, said.question_key) == (section_key, question_key):
        return said
    comment = Comment(
        application_id=application.id,
        section_key=section_key,
        question_key=question_key,
        text=text,
        written_at=now(),
        author_id=actor.account_id,
        author_name=actor.name[:200],
        author_place=place,
    )
    session.add(comment)
    record_act(session, "commented", application, actor, section=section_key, question=question_key)
    for account in everyone_on(session, application):
        if account.id != actor.account_id:
            _digest(session, application, account)
    session.flush()
    return comment


def _digest(session: Session, application: Application, account: Account) -> None:
    """One mail for each hour and person, sent when the hour is over."""
    ends = end_of_hour(now())
    message = queue(
        session,
        key=f"team_comments:{application.reference}:{account.id}:{ends:%Y%m%dT%H}",
        template="team_comments",
        to=recipient(account),
        about_type="application",
        about=application.reference,
        project_name=application.title or "your application",
        link=f"/applications/{application.reference}/comments",
    )
    if message.sent_at is None and not message.attempts:
        message.due_at = ends


def resolve_comment(session: Session, *, comment: Comment, actor: Actor) -> None:
    """Mark a comment as dealt with; twice is once. Audit."""
    require(actor, COMMENT, comment.application)
    if comment.resolved_at is None:
        comment.resolved_at, comment.resolved_by_name = now(), actor.name[:200]
        record_act(session, "comment-resolved", comment.application, actor)
    session.flush()


def note_open(session: Session, *, application: Application, step: tuple[str, str], actor: Actor) -> None:
    """Note that a person has a step (section key, step key) open now. No audit: it is gone within a minute."""
    require(actor, EDIT_APPLICATION, application)
    at = now()
    session.execute(
        delete(Presence).where(
            Presence.application_id == application.id,
            Presence.seen_at < at - timedelta(minutes=10),
            Presence.account_id != actor.account_id,
        )
    )
    row = presence_of(session, application, actor.account_id)
    if row is None:
        row = Presence(application_id=application.id, account_id=actor.account_id)
    row.section_key, row.step_key, row.seen_at = step[0], step[1], at
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # another tab of the same person said so at the same moment
        return


def _refuse_unless_draft(application: Application) -> None:
    if application.state != "draft":
        raise Refused(SENT, title="This application has been sent")
