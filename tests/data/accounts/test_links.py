"""Links that come by mail: newest only, once, in time, and dead when their ground is gone."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts import operations
from portal.accounts.models import Account, MailedToken, Purpose, SignIn
from portal.accounts.queries import account_by_email, hashed
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.outbox.models import Message
from tests.support.cast import CAST, account_named


def _mails(session: Session, email: str) -> list[tuple[str, str | None]]:
    """What was sent to an address about its account: (template, secret link)."""
    found = select(Message.template, Message.secret_link).where(
        Message.to_email == email, Message.about_type == "account"
    )
    found = found.order_by(Message.id)
    return [(row[0], row[1]) for row in session.execute(found)]


def _secrets(session: Session, email: str) -> list[str]:
    return [(link or "").split("?")[0].rsplit("/", 1)[1] for _, link in _mails(session, email) if link]


def _register(session: Session, email: str, name: str = "Nadia Bloom", password: str = "three quiet otters") -> bool:
    return operations.register(session, name=name, email=email, password=password)


def test_registering_sends_one_link_and_keeps_only_its_hash(session: Session) -> None:
    assert _register(session, "Nadia@Example.org") is True
    account = account_by_email(session, "nadia@example.org")
    assert account is not None
    assert (account.email, account.verified_at) == ("nadia@example.org", None)
    (secret,) = _secrets(session, "nadia@example.org")
    kept = select(MailedToken.token_hash).where(MailedToken.email == "nadia@example.org")
    assert session.scalars(kept).all() == [hashed(secret)]
    assert operations.verify(session, secret=secret) is account
    assert account.verified_at is not None
    with pytest.raises(Refused, match="used before"):
        operations.verify(session, secret=secret)


def test_a_known_address_gets_another_mail_and_keeps_its_password(session: Session) -> None:
    amina = account_named(session, "amina")
    amina.password_hash = operations.hash_password("the password she has")
    assert _register(session, CAST["amina"].email, name="Someone Else") is True
    assert _mails(session, CAST["amina"].email) == [("already_registered", None)]
    assert amina.name == CAST["amina"].name
    assert operations.passwords.matches(amina.password_hash, "the password she has")


def test_an_address_that_was_never_confirmed_belongs_to_its_newest_registration(session: Session) -> None:
    _register(session, "nadia@example.org", password="the strangers password")
    _register(session, "nadia@example.org", password="the owners password")
    first, second = _secrets(session, "nadia@example.org")
    with pytest.raises(Refused, match="newer one"):
        operations.verify(session, secret=first)
    account = operations.verify(session, secret=second)
    assert not operations.passwords.matches(account.password_hash, "the strangers password")
    assert operations.passwords.matches(account.password_hash, "the owners password")


@pytest.mark.parametrize("email", [CAST["amina"].email, "nobody@example.org"])
def test_three_mails_in_ten_minutes_for_known_and_unknown_alike(session: Session, email: str) -> None:
    asked = [operations.send_again(session, purpose=Purpose.RESET, email=email) for _ in range(4)]
    with time_machine.travel(now() + timedelta(minutes=11)):
        asked.append(operations.send_again(session, purpose=Purpose.RESET, email=email))
    assert asked == [True, True, True, False, True]


def test_only_the_newest_reset_link_works_and_only_once(session: Session) -> None:
    email = CAST["amina"].email
    for _ in range(2):
        operations.send_again(session, purpose=Purpose.RESET, email=email)
    first, second = _secrets(session, email)
    for secret, reason in [(first, "newer one"), (second, None), (second, "used before"), ("made up", "not complete")]:
        if reason is None:
            operations.spend(session, secret=secret, purpose=Purpose.RESET)
        else:
            with pytest.raises(Refused, match=reason):
                operations.spend(session, secret=secret, purpose=Purpose.RESET)


def test_a_link_is_good_for_its_own_purpose_and_time_only(session: Session) -> None:
    email = CAST["amina"].email
    operations.send_again(session, purpose=Purpose.SIGN_IN, email=email)
    (secret,) = _secrets(session, email)
    with pytest.raises(Refused, match="not complete"):
        operations.spend(session, secret=secret, purpose=Purpose.RESET)
    with time_machine.travel(now() + timedelta(minutes=10)), pytest.raises(Refused, match="too old"):
        operations.spend(session, secret=secret, purpose=Purpose.SIGN_IN)


def test_a_new_password_ends_other_sign_ins_and_kills_links(session: Session) -> None:
    amina = account_named(session, "amina")
    for _ in range(3):
        operations.begin_sign_in(session, account=amina, user_agent="x", confirmed=True)
    mine = session.scalars(select(SignIn.id).order_by(SignIn.id)).first()
    operations.send_again(session, purpose=Purpose.RESET, email=amina.email)
    (secret,) = _secrets(session, amina.email)
    operations.set_password(
        session, account=amina, password="a whole new one", keep_sign_in=mine, actor=operations.acting_as(amina)
    )
    assert session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None))).all() == [mine]
    with pytest.raises(Refused, match="newer one"):
        operations.spend(session, secret=secret, purpose=Purpose.RESET)
    assert ("password_changed", None) in _mails(session, amina.email)


@pytest.mark.parametrize("name", ["olive", "asha", "ines", "grace", "sam"])
def test_staff_get_no_link_to_sign_in(session: Session, name: str) -> None:
    assert operations.send_again(session, purpose=Purpose.SIGN_IN, email=CAST[name].email) is True
    assert _mails(session, CAST[name].email) == []


def test_people_on_hold_get_no_mail(session: Session) -> None:
    account_named(session, "amina").suspended_at = now()
    assert operations.send_again(session, purpose=Purpose.RESET, email=CAST["amina"].email) is True
    assert _mails(session, CAST["amina"].email) == []


def test_an_invitation_makes_an_account_with_the_role(session: Session) -> None:
    sam = operations.acting_as(account_named(session, "sam"))
    operations.invite_staff(session, email="Lara@panel.example.org", role=Role.ASSESSOR, actor=sam)
    (secret,) = _secrets(session, "lara@panel.example.org")
    lara = operations.accept_staff_invitation(session, secret=secret, name="Lara Finch", password="nine brass buttons")
    assert (lara.name, lara.verified_at is not None, [row.role for row in lara.staff_roles]) == (
        "Lara Finch",
        True,
        ["assessor"],
    )
    with pytest.raises(Refused, match="used before"):
        operations.accept_staff_invitation(session, secret=secret, name="x", password="y")


def test_only_administrators_manage_people(session: Session) -> None:
    olive = operations.acting_as(account_named(session, "olive"))
    with pytest.raises(Forbidden):
        operations.invite_staff(session, email="x@example.org", role=Role.OFFICER, actor=olive)
    with pytest.raises(Forbidden):
        operations.give_role(session, account=account_named(session, "olive"), role=Role.ADMINISTRATOR, actor=olive)


def test_the_last_administrator_stays(session: Session) -> None:
    sam = account_named(session, "sam")
    actor = operations.acting_as(sam)
    for act in (
        lambda: operations.remove_role(session, account=sam, role=Role.ADMINISTRATOR, actor=actor),
        lambda: operations.suspend(session, account=sam, actor=actor),
    ):
        with pytest.raises(Refused, match="last administrator"):
            act()
    olive = account_named(session, "olive")
    operations.give_role(session, account=olive, role=Role.ADMINISTRATOR, actor=actor)
    operations.remove_role(session, account=sam, role=Role.ADMINISTRATOR, actor=actor)
    assert ([row.role for row in sam.staff_roles], sorted(row.role for row in olive.staff_roles)) == (
        [],
        ["administrator", "officer"],
    )


@pytest.mark.parametrize("act", ["remove", "suspend"])
def test_an_invitation_ends_with_the_right_of_its_sender(session: Session, act: str) -> None:
    sam, olive = account_named(session, "sam"), account_named(session, "olive")
    operations.give_role(session, account=olive, role=Role.ADMINISTRATOR, actor=operations.acting_as(sam))
    operations.invite_staff(
        session, email="lara@panel.example.org", role=Role.ASSESSOR, actor=operations.acting_as(sam)
    )
    if act == "remove":
        operations.remove_role(session, account=sam, role=Role.ADMINISTRATOR, actor=operations.acting_as(olive))
    else:
        operations.suspend(session, account=sam, actor=operations.acting_as(olive))
    (secret,) = _secrets(session, "lara@panel.example.org")
    with pytest.raises(Refused, match="no longer needed"):
        operations.accept_staff_invitation(session, secret=secret, name="Lara Finch", password="nine brass buttons")


@pytest.mark.parametrize("act", ["give", "remove", "suspend", "reset"])
def test_a_change_of_rights_ends_sign_ins(session: Session, act: str) -> None:
    olive, sam = account_named(session, "olive"), operations.acting_as(account_named(session, "sam"))
    operations.begin_sign_in(session, account=olive, user_agent="x", confirmed=True)
    acts = {
        "give": lambda: operations.give_role(session, account=olive, role=Role.ASSESSOR, actor=sam),
        "remove": lambda: operations.remove_role(session, account=olive, role=Role.OFFICER, actor=sam),
        "suspend": lambda: operations.suspend(session, account=olive, actor=sam),
        "reset": lambda: operations.reset_second_factor(session, account=olive, actor=sam),
    }
    acts[act]()
    assert session.scalars(select(SignIn).where(SignIn.account_id == olive.id, SignIn.ended_at.is_(None))).all() == []


def test_the_command_line_makes_an_administrator_once(session: Session) -> None:
    made = operations.create_administrator(session, "Boss@opcc.example.org", "Bo Strand", "four loud kettles")
    assert (made.email, [row.role for row in made.staff_roles], made.verified_at is not None) == (
        "boss@opcc.example.org",
        ["administrator"],
        True,
    )
    for email, password in (("boss@opcc.example.org", "four loud kettles"), ("new@opcc.example.org", "password1")):
        with pytest.raises(Refused):
            operations.create_administrator(session, email, "Bo Strand", password)
    assert len(session.scalars(select(Account).where(Account.email == "boss@opcc.example.org")).all()) == 1
