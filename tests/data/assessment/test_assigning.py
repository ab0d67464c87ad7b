"""Giving applications to assessors."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.applications.models import Partner
from portal.applications.states import ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.operations import assign, declare_conflict, take_off
from portal.assessment.policy import is_linked, team_of
from portal.assessment.queries import application_to_assess, assignment_of, loads
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.funds.operations import start_assessing
from portal.funds.states import RoundState
from portal.organisations.models import Organisation, TeamMember
from tests.factories.panel import actor_named, new_application, new_person, new_round
from tests.support.cast import account_named


def test_the_first_assessor_begins_the_scoring(session: Session) -> None:
    application = new_application(session, new_round(session))
    olive, asha = actor_named(session, "olive"), account_named(session, "asha")
    assignment = assign(session, application=application, assessor=asha, actor=olive)
    assert (application.state, assignment.state, assignment.assigned_by_id) == (
        "assessing",
        "assigned",
        olive.account_id,
    )
    assert assign(session, application=application, assessor=asha, actor=olive) is assignment
    actions = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == application.reference)).all()
    assert actions == ["assessment:assigned"]


def test_only_officers_assign(session: Session) -> None:
    application = new_application(session, new_round(session))
    for name in ("asha", "grace", "amina"):
        with pytest.raises(Forbidden):
            assign(
                session,
                application=application,
                assessor=account_named(session, "ben"),
                actor=actor_named(session, name),
            )


def test_somebody_from_the_same_place_cannot_be_assigned(session: Session) -> None:
    application = new_application(session, new_round(session))
    place = application.organisation.team[0].account.email.partition("@")[2]
    near = new_person(session, "Nina Near", f"nina@{place}", Role.ASSESSOR)
    with pytest.raises(Refused, match="Nina Near is in the group's team, or has an email address at the same place"):
        assign(session, application=application, assessor=near, actor=actor_named(session, "olive"))
    assert application.state == ApplicationState.ELIGIBLE


def test_somebody_in_the_team_is_refused_by_the_rule_and_by_the_database(session: Session) -> None:
    application = new_application(session, new_round(session))
    member = new_person(session, "Mia Member", "mia@elsewhere.example.org", Role.ASSESSOR)
    session.add(TeamMember(organisation=application.organisation, account=member, role="viewer", joined_at=now()))
    session.flush()
    with pytest.raises(Refused, match="Mia Member is in the group's team"):
        assign(session, application=application, assessor=member, actor=actor_named(session, "olive"))
    session.add(Assignment(application=application, assessor=member, assigned_at=now()))
    with pytest.raises(DatabaseError, match="nobody scores their own group"):
        session.flush()


def test_only_assessors_are_assigned(session: Session) -> None:
    application = new_application(session, new_round(session))
    with pytest.raises(Refused, match="Piers Nash is not an assessor"):
        assign(
            session,
            application=application,
            assessor=account_named(session, "piers"),
            actor=actor_named(session, "olive"),
        )


def test_taking_off_and_giving_again(session: Session) -> None:
    application = new_application(session, new_round(session))
    olive, asha = actor_named(session, "olive"), account_named(session, "asha")
    assignment = assign(session, application=application, assessor=asha, actor=olive)
    take_off(session, assignment=assignment, actor=olive)
    assert assignment.state == "removed"
    assert assign(session, application=application, assessor=asha, actor=olive).state == "assigned"
    declare_conflict(
        session, assignment=assignment, kind="family", text="My sister runs it.", actor=actor_named(session, "asha")
    )
    with pytest.raises(Refused, match="Asha Verma has a conflict of interest here"):
        assign(session, application=application, assessor=asha, actor=olive)
    with pytest.raises(Refused):
        take_off(session, assignment=assignment, actor=olive)


def test_nothing_is_given_out_before_the_round_is_assessed(session: Session) -> None:
    olive = actor_named(session, "olive")
    made = new_round(session)
    made.state, made.closes_at = RoundState.PUBLISHED, now() + timedelta(hours=1)
    application = new_application(session, made)
    with pytest.raises(Refused, match="is open until"):
        start_assessing(session, round_=made, actor=olive)
    with pytest.raises(Refused, match=r"^Start the assessing of this round first\.$"):
        assign(session, application=application, assessor=account_named(session, "asha"), actor=olive)
    made.closes_at = now()
    start_assessing(session, round_=made, actor=olive)
    assert made.state == RoundState.ASSESSING


def test_the_load_of_each_assessor(session: Session) -> None:
    made = new_round(session)
    olive, asha = actor_named(session, "olive"), actor_named(session, "asha")
    for _ in range(3):
        assign(
            session,
            application=new_application(session, made),
            assessor=account_named(session, "asha"),
            actor=olive,
        )
    first = session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()
    assert first is not None
    declare_conflict(session, assignment=first, kind="work", text="I was a trustee.", actor=asha)
    found = {
        load.assessor.name: (load.to_declare, load.to_score, load.scored, load.conflicts)
        for load in loads(session, made.id)
    }
    assert found == {
        "Asha Verma": (2, 0, 0, 1),
        "Ben Hollis": (0, 0, 0, 0),
        "Cara Dunn": (0, 0, 0, 0),
        "Dev Rao": (0, 0, 0, 0),
    }
    assert assignment_of(session, first.application.reference, asha.account_id) is first


def test_somebody_of_a_partner_is_not_given_the_bid(session: Session) -> None:
    """Dev works for Northway Youth, a partner in what Harbour Sisters sent."""
    application = application_to_assess(session, "SCF26-SCRG")
    dev = account_named(session, "dev")
    northway = session.scalars(select(Organisation).where(Organisation.name == "Northway Youth")).one()
    assert application is not None
    assert not is_linked(dev.id, dev.email, team_of(application))
    session.add(TeamMember(organisation=northway, account=dev, role="viewer", joined_at=now()))
    partner = Partner(
        application=application, organisation=northway, invited_as="Northway Youth", invited_at=now(), state="accepted",
        lines=[],
    )  # fmt: skip
    session.add(partner)
    session.flush()
    session.expire_all()
    application = application_to_assess(session, "SCF26-SCRG")
    assert application is not None
    assert is_linked(dev.id, dev.email, team_of(application))
    partner.state = "left"
    assert not is_linked(dev.id, dev.email, team_of(application))
