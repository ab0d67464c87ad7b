"""A lead goes, suddenly or not: somebody else leads, and nothing is lost on the way."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.accounts.models import Purpose
from portal.accounts.operations import acting_as
from portal.accounts.queries import invitations
from portal.applications.models import SectionAssignee
from portal.applications.operations.handing_on import hand_on_work
from portal.applications.queries import application_by_reference
from portal.applications.queries.handing_on import work_of
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.organisations import operations, queries
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.models.leading import LeadRequest
from portal.organisations.queries import leading as leading_queries
from portal.outbox.models import Message
from tests.support.building.organisations import HARBOUR, lead_of
from tests.support.cast import account_named
from tests.support.world import World


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


def _share(session: Session, name: str) -> SectionAssignee:
    application = application_by_reference(session, World().draft)
    assert application is not None
    row = SectionAssignee(
        application_id=application.id,
        section_key="s1",
        account=account_named(session, name),
        assigned_at=now(),
        assigned_by_id=None,
    )
    session.add(row)
    session.flush()
    return row


def _roles(session: Session, harbour: Organisation) -> dict[str, str]:
    return {member.account.name: member.role for member in queries.team(session, harbour.id)}


def _mails(session: Session, template: str) -> list[str]:
    return list(session.scalars(select(Message.to_name).where(Message.template == template).order_by(Message.id)))


def _hand_over(session: Session, amina: Actor, to: str) -> None:
    operations.hand_over(
        session,
        member=_member(session, "amina"),
        successor=_member(session, to),
        hand_on=hand_on_work,
        actor=amina,
    )


def test_one_act_gives_everything_to_a_colleague(session: Session, harbour: Organisation, amina: Actor) -> None:
    share = _share(session, "amina")
    operations.invite(session, organisation=harbour, email="new@example.org", role=TeamRole.EDITOR, actor=amina)
    seen = work_of(session, harbour.id, amina.account_id or 0)
    assert any(sentence.startswith("1 task in") for sentence in seen)
    _hand_over(session, amina, "vera")
    vera = account_named(session, "vera")
    assert _roles(session, harbour) == {"Beth Okafor": "editor", "Vera Lund": "lead"}
    assert share.account_id == vera.id
    assert [one.invited_by_id for one in invitations(session, Purpose.TEAM_INVITATION, harbour.id)] == [vera.id]
    assert _mails(session, "handed_over") == ["Vera Lund"]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "team:handed-over")).one()
    assert entry.detail == {"before": "P-AMINA", "after": "P-VERA"}


def test_nobody_hands_over_what_is_not_theirs(session: Session, amina: Actor) -> None:
    with pytest.raises(Refused, match="only what is yours"):
        operations.hand_over(
            session,
            member=_member(session, "beth"),
            successor=_member(session, "vera"),
            hand_on=hand_on_work,
            actor=amina,
        )
    with pytest.raises(Refused, match="somebody else"):
        _hand_over(session, amina, "amina")


def test_somebody_of_another_organisation_never_takes_over(session: Session, amina: Actor) -> None:
    owen = queries.team_member(session, World().northway, "P-OWEN")
    assert owen is not None
    with pytest.raises(Refused, match="of your team"):
        operations.hand_over(
            session, member=_member(session, "amina"), successor=owen, hand_on=hand_on_work, actor=amina
        )


def _secret(session: Session, email: str) -> str:
    found = select(Message.secret_link).where(Message.to_email == email, Message.template == "team_invite")
    return (session.scalars(found.order_by(Message.id.desc())).first() or "").removeprefix("/invitations/")


def test_a_lead_stays_until_the_one_they_asked_has_joined(
    session: Session, harbour: Organisation, amina: Actor
) -> None:
    share, email = _share(session, "amina"), "zoe@example.org"
    operations.hand_over_to_new(session, member=_member(session, "amina"), email=email, actor=amina)
    assert _roles(session, harbour)["Amina Karim"] == "lead"
    operations.invite(session, organisation=harbour, email=email, role=TeamRole.LEAD, actor=amina)  # sent again
    zoe, _place = operations.accept_invitation(
        session, secret=_secret(session, email), name="Zoe New", password="a lamp at low tide", hand_on=hand_on_work
    )
    assert _roles(session, harbour) == {"Beth Okafor": "editor", "Vera Lund": "viewer", "Zoe New": "lead"}
    assert share.account_id == zoe.id
    assert leading_queries.open_handovers(session, harbour.id) == []


@pytest.mark.parametrize("way", ["withdrawn", "kept"])
def test_who_withdraws_the_invitation_stays(session: Session, harbour: Organisation, amina: Actor, way: str) -> None:
    operations.hand_over_to_new(session, member=_member(session, "amina"), email="zoe@example.org", actor=amina)
    if way == "withdrawn":
        (invitation,) = invitations(session, Purpose.TEAM_INVITATION, harbour.id)
        operations.cancel_invitation(session, organisation=harbour, invitation=invitation, actor=amina)
    else:
        operations.keep_leading(session, organisation=harbour, actor=amina)
    assert leading_queries.open_handovers(session, harbour.id) == []
    assert list(invitations(session, Purpose.TEAM_INVITATION, harbour.id)) == []
    with pytest.raises(Refused):
        operations.accept_invitation(session, secret=_secret(session, "zoe@example.org"), name="Zoe", password="x" * 12)


@pytest.fixture
def beth(session: Session, harbour: Organisation) -> Actor:
    account = account_named(session, "beth")
    return Actor(account.id, account.name, account.email, acting_as(account).roles, {harbour.id: TeamRole.EDITOR})


@pytest.fixture
def olive(session: Session) -> Actor:
    return acting_as(account_named(session, "olive"))


def _ask(session: Session, harbour: Organisation, beth: Actor) -> LeadRequest:
    return operations.ask_to_lead(session, organisation=harbour, typed="", reason="She has moved.", actor=beth)


def test_asking_twice_is_one_request(session: Session, harbour: Organisation, beth: Actor) -> None:
    assert _ask(session, harbour, beth) is _ask(session, harbour, beth)


def _grant(session: Session, request: LeadRequest, harbour: Organisation, actor: Actor, gone: str = "") -> None:
    operations.grant_lead(
        session,
        request=request,
        organisation=harbour,
        reason="Their treasurer said so by phone.",
        gone=_member(session, gone) if gone else None,
        hand_on=hand_on_work,
        actor=actor,
    )


def test_an_officer_gives_the_lead_with_a_reason_and_the_old_lead_is_told(
    session: Session, harbour: Organisation, beth: Actor, olive: Actor
) -> None:
    share = _share(session, "amina")
    request = _ask(session, harbour, beth)
    _grant(session, request, harbour, olive, gone="amina")
    assert _roles(session, harbour) == {"Amina Karim": "viewer", "Beth Okafor": "lead", "Vera Lund": "viewer"}
    assert share.account_id == beth.account_id
    assert (_mails(session, "lead_changed"), _mails(session, "lead_given")) == (["Amina Karim"], ["Beth Okafor"])
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "team:lead-given")).one()
    assert entry.detail["reason"] == "Their treasurer said so by phone."
    with pytest.raises(Refused, match="answered this already"):
        _grant(session, request, harbour, olive)


def test_a_lead_who_may_still_be_there_keeps_the_role(
    session: Session, harbour: Organisation, beth: Actor, olive: Actor
) -> None:
    _grant(session, _ask(session, harbour, beth), harbour, olive)
    assert _roles(session, harbour)["Amina Karim"] == "lead"


def test_somebody_new_becomes_lead(session: Session, harbour: Organisation, olive: Actor) -> None:
    nell = acting_as(account_named(session, "nell"))
    request = operations.ask_to_lead(session, organisation=None, typed="harbour sisters", reason="New.", actor=nell)
    found = leading_queries.organisation_named(session, request.typed)
    assert found is harbour
    _grant(session, request, harbour, olive)
    assert _roles(session, harbour)["Nell Short"] == "lead"


def test_a_no_is_told_with_its_reason(session: Session, harbour: Organisation, beth: Actor, olive: Actor) -> None:
    operations.decline_lead(session, request=_ask(session, harbour, beth), reason="We reached her.", actor=olive)
    assert _roles(session, harbour)["Beth Okafor"] == "editor"
    body = session.scalars(select(Message.body).where(Message.template == "lead_declined")).one()
    assert "We reached her." in body


def test_nobody_but_an_officer_decides_and_strangers_ask_for_no_team(
    session: Session, harbour: Organisation, beth: Actor
) -> None:
    request = _ask(session, harbour, beth)
    with pytest.raises(Forbidden):
        _grant(session, request, harbour, beth)
    with pytest.raises(Forbidden):
        operations.ask_to_lead(
            session, organisation=harbour, typed="", reason="x", actor=acting_as(account_named(session, "nell"))
        )
