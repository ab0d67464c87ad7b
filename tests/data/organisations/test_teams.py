"""Teams: always a lead, invitations that end, and no way in for strangers."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role, TeamRole
from portal.accounts.models import MailedToken, Purpose
from portal.accounts.operations import acting_as, suspend
from portal.accounts.queries import invitations
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.formkit.queries import answers_of
from portal.organisations import operations, queries
from portal.organisations.models import Organisation, TeamMember
from portal.outbox.models import Message
from tests.support.building.organisations import HARBOUR, lead_of
from tests.support.cast import CAST, account_named


@pytest.fixture
def harbour(session: Session) -> Organisation:
    found = queries.organisation_by_reference(session, HARBOUR)
    assert found is not None
    return found


@pytest.fixture
def amina(session: Session, harbour: Organisation) -> Actor:
    return lead_of(session, harbour, "amina")


def _member(session: Session, name: str) -> TeamMember:
    found = queries.team_member(session, HARBOUR, f"P-{name.upper()}")
    assert found is not None
    return found


def _secret(session: Session, email: str) -> str:
    found = select(Message.secret_link).where(Message.to_email == email, Message.template == "team_invite")
    return (session.scalars(found.order_by(Message.id.desc())).first() or "").removeprefix("/invitations/")


def _roles(session: Session, harbour: Organisation) -> dict[str, str]:
    return {member.account.name: member.role for member in queries.team(session, harbour.id)}


TEAM = {"Amina Karim": "lead", "Beth Okafor": "editor", "Vera Lund": "viewer"}


def test_a_new_organisation_has_its_creator_as_lead_and_a_form_that_knows_it(session: Session) -> None:
    nell = acting_as(account_named(session, "nell"))
    made = operations.create_organisation(session, name="Quay Gardeners", kind="unincorporated", actor=nell)
    assert made.membership is not None
    assert (_roles(session, made), made.membership.state) == ({"Nell Short": "lead"}, "draft")
    answers = answers_of(session, made.membership.response)
    assert answers == {"org_name": "Quay Gardeners", "org_type": "unincorporated"}


def test_kinds_that_cannot_join_make_no_organisation(session: Session) -> None:
    nell = acting_as(account_named(session, "nell"))
    before = session.scalar(select(func.count()).select_from(Organisation))
    with pytest.raises(Refused):
        operations.create_organisation(session, name="Nell Short", kind="sole_trader", actor=nell)
    assert session.scalar(select(func.count()).select_from(Organisation)) == before


def test_someone_new_joins_with_name_and_password(session: Session, harbour: Organisation, amina: Actor) -> None:
    operations.invite(session, organisation=harbour, email="Zoe@example.org", role=TeamRole.EDITOR, actor=amina)
    secret = _secret(session, "zoe@example.org")
    account, place = operations.accept_invitation(
        session, secret=secret, name="Zoe Marsh", password="nine brass buttons"
    )
    assert (place.reference, account.verified_at is not None) == (HARBOUR, True)
    assert _roles(session, harbour) == TEAM | {"Zoe Marsh": "editor"}
    with pytest.raises(Refused, match="used before"):
        operations.accept_invitation(session, secret=secret)


def test_someone_known_joins_with_their_account(session: Session, harbour: Organisation, amina: Actor) -> None:
    operations.invite(session, organisation=harbour, email=CAST["nell"].email, role=TeamRole.VIEWER, actor=amina)
    account, _ = operations.accept_invitation(
        session, secret=_secret(session, CAST["nell"].email), name="X", password="y"
    )
    assert (account.name, account.password_hash) == ("Nell Short", None)
    assert _roles(session, harbour) == TEAM | {"Nell Short": "viewer"}


def test_staff_do_not_join_teams(session: Session, harbour: Organisation, amina: Actor) -> None:
    operations.invite(session, organisation=harbour, email=CAST["asha"].email, role=TeamRole.VIEWER, actor=amina)
    with pytest.raises(Refused, match="Staff"):
        operations.accept_invitation(session, secret=_secret(session, CAST["asha"].email))
    assert _roles(session, harbour) == TEAM


def test_an_invitation_ends_after_fourteen_days_by_cancelling_and_by_a_newer_one(
    session: Session, harbour: Organisation, amina: Actor
) -> None:
    email = "zoe@example.org"
    operations.invite(session, organisation=harbour, email=email, role=TeamRole.EDITOR, actor=amina)
    first = _secret(session, email)
    newer = operations.invite(session, organisation=harbour, email=email, role=TeamRole.VIEWER, actor=amina)
    second = _secret(session, email)
    with pytest.raises(Refused, match="newer one"):
        operations.accept_invitation(session, secret=first)
    with time_machine.travel(now() + timedelta(days=14, seconds=1)), pytest.raises(Refused, match="too old"):
        operations.accept_invitation(session, secret=second)
    operations.cancel_invitation(session, organisation=harbour, invitation=newer, actor=amina)
    with pytest.raises(Refused, match="no longer needed"):
        operations.accept_invitation(session, secret=second)


def test_twenty_people_a_day(session: Session, harbour: Organisation, amina: Actor) -> None:
    for number in range(20):
        operations.invite(
            session, organisation=harbour, email=f"friend-{number}@example.org", role=TeamRole.VIEWER, actor=amina
        )
    with pytest.raises(Refused, match="tomorrow"):
        operations.invite(session, organisation=harbour, email="one@example.org", role=TeamRole.VIEWER, actor=amina)
    assert session.scalar(select(func.count()).where(MailedToken.organisation_id == harbour.id)) == 20


def test_nobody_is_invited_twice_into_one_team(session: Session, harbour: Organisation, amina: Actor) -> None:
    with pytest.raises(Refused, match="in your team"):
        operations.invite(session, organisation=harbour, email=CAST["vera"].email, role=TeamRole.LEAD, actor=amina)


def test_the_last_lead_stays_and_leads(session: Session, harbour: Organisation, amina: Actor) -> None:
    member = _member(session, "amina")
    for act in (
        lambda: operations.remove_person(session, member=member, actor=amina),
        lambda: operations.change_team_role(session, member=member, role=TeamRole.EDITOR, actor=amina),
    ):
        with pytest.raises(Refused, match="needs a lead"):
            act()
    assert _roles(session, harbour) == TEAM
    operations.change_team_role(session, member=_member(session, "beth"), role=TeamRole.LEAD, actor=amina)
    operations.remove_person(session, member=member, actor=amina)
    assert _roles(session, harbour) == {"Beth Okafor": "lead", "Vera Lund": "viewer"}


def test_a_lead_on_hold_does_not_count(session: Session, amina: Actor) -> None:
    operations.change_team_role(session, member=_member(session, "beth"), role=TeamRole.LEAD, actor=amina)
    suspend(session, account=account_named(session, "beth"), actor=acting_as(account_named(session, "sam")))
    with pytest.raises(Refused, match="needs a lead"):
        operations.remove_person(session, member=_member(session, "amina"), actor=amina)


def test_the_invitations_of_someone_removed_go_too(session: Session, harbour: Organisation, amina: Actor) -> None:
    operations.change_team_role(session, member=_member(session, "beth"), role=TeamRole.LEAD, actor=amina)
    beth = lead_of(session, harbour, "beth")
    operations.invite(session, organisation=harbour, email="zoe@example.org", role=TeamRole.LEAD, actor=beth)
    operations.remove_person(session, member=_member(session, "beth"), actor=amina)
    assert invitations(session, Purpose.TEAM_INVITATION, harbour.id) == []


@pytest.mark.parametrize(
    ("name", "role"), [("beth", TeamRole.EDITOR), ("vera", TeamRole.VIEWER), ("owen", None), ("nell", None)]
)
def test_only_leads_manage_a_team(session: Session, harbour: Organisation, name: str, role: TeamRole | None) -> None:
    account = account_named(session, name)
    memberships = {harbour.id: role} if role else {}
    actor = Actor(account.id, account.name, account.email, frozenset({Role.APPLICANT}), memberships)
    for act in (
        lambda: operations.invite(session, organisation=harbour, email="a@b.org", role=TeamRole.LEAD, actor=actor),
        lambda: operations.remove_person(session, member=_member(session, "vera"), actor=actor),
        lambda: operations.change_team_role(session, member=_member(session, "vera"), role=TeamRole.LEAD, actor=actor),
    ):
        with pytest.raises(Forbidden) as refusal:
            act()
        assert refusal.value.hidden
