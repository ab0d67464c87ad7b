"""Releasing a round: everyone at once, each person told once."""

from collections import Counter

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.permission import can
from portal.access.roles import Role, TeamRole
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.operations import release_round, save_feedback
from portal.feedback.operations.writing import fields_of
from portal.feedback.policy import READ
from portal.feedback.queries import feedback_on
from portal.funds.models import Round
from portal.organisations.models import TeamMember
from portal.outbox.models import Message
from tests.factories.panel import (
    actor_named,
    actor_of,
    approved,
    new_application,
    new_person,
    new_round,
    recommended,
    signed,
)

OUTCOMES = ("fund", "part_fund", "reserve", "not_funded")
SENTENCES = (
    "We will fund your project with the £8,000 that you asked for.",
    "We will fund part of your project, with £500 of the £8,000 that you asked for.",
    "Your project is on our reserve list: it met our standard, but the money ran out.",
    "Your project is not funded this time.",
)


def messages_on(session: Session, references: list[str]) -> list[Message]:
    wanted = select(Message).where(Message.template == "decision_released", Message.about.in_(references))
    return list(session.scalars(wanted))


def decided(session: Session) -> tuple[Round, list[Application]]:
    made = new_round(session)
    applications = [new_application(session, made, state=ApplicationState.MODERATION) for _ in OUTCOMES]
    for application, outcome in zip(applications, OUTCOMES, strict=True):
        recommended(session, application, outcome, amount_pence=500_00)
    signed(session, *applications)
    return made, applications


def join(session: Session, application: Application, name: str, role: TeamRole) -> str:
    email = f"{name}@{application.reference.lower()}.example.org"
    person = new_person(session, name, email)
    member = TeamMember(organisation=application.organisation, account=person, role=role, joined_at=now())
    session.add(member)
    session.flush()
    return email


def test_everyone_hears_at_once_and_once(session: Session) -> None:
    made, applications = decided(session)
    editor = join(session, applications[3], "Ed", TeamRole.EDITOR)
    join(session, applications[3], "Vi", TeamRole.VIEWER)
    for application in applications:
        approved(session, application)
    assert release_round(session, round_=made, actor=actor_named(session, "olive")) == 4
    assert (made.state, made.announced_at is not None) == ("announced", True)
    assert [feedback_on(session, a.reference).state for a in applications] == ["released"] * 4
    references = [a.reference for a in applications]
    messages = messages_on(session, references)
    leads = [a.organisation.team[0].account.email for a in applications]
    assert Counter(m.to_email for m in messages) == Counter([*leads, editor])
    for application, lead, sentence in zip(applications, leads, SENTENCES, strict=True):
        (mail,) = [m for m in messages if m.to_email == lead]
        assert mail.subject == f"Decision on your Panel Fund application {application.reference}"
        assert mail.body.split("\n\n")[1] == sentence
        assert f"((base))/applications/{application.reference}/feedback" in mail.body
    with pytest.raises(Refused, match="This round is announced"):
        release_round(session, round_=made, actor=actor_named(session, "olive"))
    assert len(messages_on(session, references)) == 5


def test_nothing_is_released_while_one_lacks_approval(session: Session) -> None:
    made, applications = decided(session)
    for application in applications[:3]:
        approved(session, application)
    with pytest.raises(Refused, match=f"1 application cannot be released yet: {applications[3].reference}"):
        release_round(session, round_=made, actor=actor_named(session, "olive"))
    assert (made.state, messages_on(session, [a.reference for a in applications])) == ("decided", [])
    last = approved(session, applications[3])
    olive = actor_named(session, "olive")
    save_feedback(session, feedback=last, fields=fields_of(last), revision=last.revision, actor=olive)
    with pytest.raises(Refused, match=applications[3].reference):
        release_round(session, round_=made, actor=olive)


def test_nothing_is_released_while_one_is_unsigned(session: Session) -> None:
    made = new_round(session, budget_pence=50_000_00)
    applications = [new_application(session, made, state=ApplicationState.MODERATION) for _ in range(2)]
    for application in applications:
        recommended(session, application)
        approved(session, application)
    signed(session, applications[0])
    with pytest.raises(Refused, match=applications[1].reference):
        release_round(session, round_=made, actor=actor_named(session, "olive"))


def test_only_officers_release(session: Session) -> None:
    made, _ = decided(session)
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            release_round(session, round_=made, actor=actor_named(session, name))


def test_cut_off_before_the_end_nothing_has_happened(database: Database) -> None:
    with database.session() as session:
        made, applications = decided(session)
        for application in applications:
            approved(session, application)
        round_id, references = made.id, [a.reference for a in applications]
    with pytest.raises(KeyboardInterrupt), database.session() as session:
        release_round(session, round_=session.get(Round, round_id), actor=actor_named(session, "olive"))
        raise KeyboardInterrupt
    with database.session() as session:
        assert session.get(Round, round_id).state == "decided"
        assert [feedback_on(session, r).state for r in references] == ["approved"] * 4
        assert messages_on(session, references) == []
        release_round(session, round_=session.get(Round, round_id), actor=actor_named(session, "olive"))
    with database.session(read_only=True) as session:
        assert len(messages_on(session, references)) == 4


def test_a_round_whose_last_open_application_was_withdrawn_can_be_released(session: Session) -> None:
    made = new_round(session)
    application, other = (new_application(session, made, state=ApplicationState.MODERATION) for _ in range(2))
    recommended(session, application)
    signed(session, application)
    approved(session, application)
    other.state = ApplicationState.WITHDRAWN
    session.flush()
    assert made.state == "assessing"
    assert release_round(session, round_=made, actor=actor_named(session, "olive")) == 1
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-3:] == ["round:decided", "feedback:released", "round:announced"]


def test_applicants_read_it_only_when_it_is_released_and_theirs(session: Session) -> None:
    made, applications = decided(session)
    for application in applications:
        approved(session, application)
    own = actor_of(session, applications[0].organisation.team[0].account, Role.APPLICANT)
    other = actor_of(session, applications[1].organisation.team[0].account, Role.APPLICANT)
    feedback = feedback_on(session, applications[0].reference)
    assert [can(who, READ, feedback) for who in (own, other)] == [False, False]
    release_round(session, round_=made, actor=actor_named(session, "olive"))
    assert [can(who, READ, feedback) for who in (own, other)] == [True, False]
