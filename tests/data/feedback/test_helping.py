"""Everyone can take it in: tasks, mails in the shape that a person needs, partners, and the text by mail."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permission import can
from portal.access.roles import Role, TeamRole
from portal.applications.models import Application, Partner
from portal.applications.states import ApplicationState, PartnerState
from portal.core.clock import as_of, now
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.models import FeedbackTask
from portal.feedback.operations import mail_as_text, release_round, tick_task
from portal.feedback.policy import READ_PART
from portal.feedback.queries import feedback_on
from portal.feedback.queries.concerned import tasks_of_round
from portal.organisations.models import TeamMember
from portal.outbox.models import Message
from tests.factories.panel import (
    actor_named,
    actor_of,
    approved,
    new_application,
    new_organisation,
    new_person,
    new_round,
    recommended,
    signed,
)
from tests.support.at_once import at_once


def decided(session: Session) -> Application:
    """One application whose decision is signed and whose feedback is approved."""
    application = new_application(session, new_round(session), state=ApplicationState.MODERATION)
    recommended(session, application, "not_funded")
    signed(session, application)
    approved(session, application)
    return application


def release(session: Session, application: Application) -> None:
    release_round(session, round_=application.round, actor=actor_named(session, "olive"))


def partner_in(session: Session, application: Application, name: str, *, agreed: bool = True) -> Partner:
    """Another group in it, which has agreed or not."""
    group = new_organisation(session, name, f"lead@{name.lower()}.example.org")
    partner = Partner(
        application=application,
        organisation=group,
        invited_as=name,
        invited_at=now(),
        state=PartnerState.ACCEPTED,
        accepted_at=now(),
        agreed_at=now() if agreed else None,
        agreed_sha256="1" * 64 if agreed else "",
    )
    session.add(partner)
    session.flush()
    return partner


def messages(session: Session, template: str) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.template == template).order_by(Message.id)))


def test_who_needs_a_call_or_a_letter_is_a_task_once_and_hears_of_large_print_first(session: Session) -> None:
    application = decided(session)
    lead = application.organisation.team[0].account
    lead.contact_way, lead.phone, lead.contact_needs = "phone", "023 9200 0001", "Large print, please."
    other = new_person(session, "Rue Vane", "rue@vane.example.org")
    other.language = "Polish"
    viewer = new_person(session, "Vi Ewer", "vi@vane.example.org")
    viewer.contact_way = "phone"
    group = application.organisation_id
    session.add(TeamMember(organisation_id=group, account_id=other.id, role=TeamRole.EDITOR, joined_at=now()))
    session.add(TeamMember(organisation_id=group, account_id=viewer.id, role=TeamRole.VIEWER, joined_at=now()))
    session.flush()
    release(session, application)
    found = [(one.account.name, one.kind, one.detail) for one in tasks_of_round(session, application.round_id)]
    assert found == [(lead.name, "call", "Large print, please."), ("Rue Vane", "language", "Polish")]
    bodies = {m.account_id: m.body for m in messages(session, "decision_released") if m.about == application.reference}
    line = "You told us about large print. It is ready for you here:\n((base))/applications/"
    assert line in bodies[lead.id] and "/feedback/large-print\n" in bodies[lead.id]
    assert "large" not in bodies[other.id] and "\n\n\n" not in bodies[other.id]


def test_a_task_is_ticked_off_once_with_who_and_when(session: Session) -> None:
    application = decided(session)
    application.organisation.team[0].account.contact_way = "phone"
    release(session, application)
    (task,) = tasks_of_round(session, application.round_id)
    for name in ("grace", "amina", "asha"):
        with pytest.raises(Forbidden):
            tick_task(session, task=task, actor=actor_named(session, name))
    tick_task(session, task=task, actor=actor_named(session, "olive"))
    assert task.done_at is not None and task.done_by_name == "Olive Hart"
    with pytest.raises(Refused, match="Olive Hart has ticked this off already"):
        tick_task(session, task=task, actor=actor_named(session, "piers"))


def test_two_officers_at_once_tick_it_off_once(database: Database) -> None:
    with database.session() as session:
        application = decided(session)
        application.organisation.team[0].account.contact_way = "phone"
        release(session, application)
        number = tasks_of_round(session, application.round_id)[0].id

    def tick(session: Session, name: str) -> None:
        task = session.get(FeedbackTask, number)
        assert task is not None
        tick_task(session, task=task, actor=actor_named(session, name))

    said = at_once(database, olive=lambda session: tick(session, "olive"), piers=lambda session: tick(session, "piers"))
    assert sorted(said.values(), key=len)[0] == "done"
    assert "has ticked this off already" in sorted(said.values(), key=len)[1]


def test_the_text_goes_to_whoever_asks_once_in_ten_minutes(session: Session) -> None:
    application = decided(session)
    release(session, application)
    feedback = feedback_on(session, application.reference)
    assert feedback is not None
    lead = actor_of(session, application.organisation.team[0].account, Role.APPLICANT)
    start = now().replace(minute=0, second=0, microsecond=0)
    for minutes in (0, 5, 11):
        with as_of(start + timedelta(minutes=minutes)):
            mail_as_text(session, feedback=feedback, text="All of it ((base)).", actor=lead)
    found = messages(session, "feedback_as_text")
    assert [(m.to_email, m.account_id) for m in found] == [(lead.email, lead.account_id)] * 2
    assert "All of it ( (base))." in found[0].body
    with pytest.raises(Forbidden):
        mail_as_text(session, feedback=feedback, text="x", actor=actor_named(session, "owen"))


def test_partners_that_agreed_are_told_and_read_their_part_only_after_the_release(session: Session) -> None:
    application = decided(session)
    agreed = partner_in(session, application, "Gullsong")
    silent = partner_in(session, application, "Ferrylight", agreed=False)
    session.expire(application, ["partners"])
    feedback = feedback_on(session, application.reference)
    assert feedback is not None and agreed.organisation and silent.organisation
    people = [
        actor_of(session, group.team[0].account, Role.APPLICANT)
        for group in (agreed.organisation, silent.organisation, application.organisation)
    ]
    assert [can(who, READ_PART, feedback) for who in people] == [False, False, False]
    release(session, application)
    assert [can(who, READ_PART, feedback) for who in people] == [True, False, False]
    told = messages(session, "decision_released_to_partner")
    told = [m for m in told if m.about == application.reference]
    assert [m.to_email for m in told] == ["lead@gullsong.example.org"]
    assert f"/applications/{application.reference}/feedback/partner" in told[0].body
    assert "Your project is not funded this time." in told[0].body
