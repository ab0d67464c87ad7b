"""Trying passwords: strangers are stopped, owners are not."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.accounts import operations
from portal.accounts.models import SignInAttempt
from portal.accounts.rules import Visitor
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.outbox.models import Message
from tests.support.cast import CAST, PASSWORD, account_named

STRANGER = Visitor("203.0.113.9", "strange-device", "curl")
OWNER = Visitor("198.51.100.7", "owners-device", "Firefox")


@pytest.fixture(autouse=True)
def _password(session: Session) -> None:
    account_named(session, "amina").password_hash = operations.hash_password(PASSWORD)
    account_named(session, "vera").password_hash = operations.hash_password(PASSWORD)


def _try(session: Session, name: str, password: str, visitor: Visitor) -> bool:
    email = CAST[name].email if name in CAST else f"{name}@example.org"
    return operations.try_password(session, email=email, password=password, visitor=visitor) is not None


def _mails(session: Session, template: str) -> int:
    return session.scalar(select(func.count()).where(Message.template == template)) or 0


def test_after_ten_failures_a_strangers_right_password_is_not_tried(session: Session) -> None:
    assert [_try(session, "amina", "wrong wrong", STRANGER) for _ in range(12)] == [False] * 12
    assert _try(session, "amina", PASSWORD, STRANGER) is False
    assert _mails(session, "sign_in_tries") == 1
    failures = select(AuditEntry.detail).where(AuditEntry.action == "sign-in:failed")
    assert [row["tried"] for row in session.scalars(failures)] == [True] * 10 + [False] * 3
    assert _try(session, "vera", PASSWORD, STRANGER) is True


def test_waiting_opens_it_again(session: Session) -> None:
    with time_machine.travel(now() - timedelta(minutes=16), tick=False):
        for _ in range(10):
            _try(session, "amina", "wrong wrong", STRANGER)
    assert _try(session, "amina", PASSWORD, STRANGER) is True


def test_the_owners_own_browser_is_free_of_strangers_failures(session: Session) -> None:
    assert _try(session, "amina", PASSWORD, OWNER) is True
    for _ in range(120):
        _try(session, "amina", "wrong wrong", STRANGER)
    assert _try(session, "amina", "a slip", OWNER) is False
    assert _try(session, "amina", PASSWORD, OWNER) is True
    assert _try(session, "amina", PASSWORD, Visitor("198.51.100.7", "another-device", "Firefox")) is False


def test_the_owners_own_browser_has_a_limit_too(session: Session) -> None:
    assert _try(session, "amina", PASSWORD, OWNER) is True
    assert [_try(session, "amina", "wrong wrong", OWNER) for _ in range(10)] == [False] * 10
    assert _try(session, "amina", PASSWORD, OWNER) is False


def test_a_reset_opens_it_at_once(session: Session) -> None:
    for _ in range(10):
        _try(session, "amina", "wrong wrong", STRANGER)
    operations.note_arrival(session, account=account_named(session, "amina"), visitor=OWNER)
    assert _try(session, "amina", PASSWORD, OWNER) is True


def test_one_address_guessing_many_accounts_is_stopped_and_no_longer_written_down(session: Session) -> None:
    for number in range(105):
        _try(session, f"nobody-{number}", "wrong wrong", STRANGER)
    assert session.scalar(select(func.count()).select_from(SignInAttempt)) == 100
    assert _try(session, "amina", PASSWORD, STRANGER) is False
    assert _try(session, "amina", PASSWORD, OWNER) is True


@pytest.mark.parametrize("change", ["verified_at", "suspended_at"])
def test_people_unverified_or_on_hold_do_not_get_in(session: Session, change: str) -> None:
    amina = account_named(session, "amina")
    amina.verified_at, amina.suspended_at = (None, None) if change == "verified_at" else (now(), now())
    assert _try(session, "amina", PASSWORD, OWNER) is False


def test_letters_composed_in_another_way_are_the_same_password(session: Session) -> None:
    account_named(session, "amina").password_hash = operations.hash_password("café au lait")
    assert _try(session, "amina", "cafe\u0301 au lait", OWNER) is True
