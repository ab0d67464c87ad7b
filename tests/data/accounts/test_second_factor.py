"""Codes from an app and recovery codes: each works once."""

import pyotp
import pytest
from sqlalchemy.orm import Session

from portal.accounts import operations
from portal.accounts.models import Account
from portal.accounts.rules import Visitor
from portal.core.clock import now
from portal.core.refusal import Refused
from tests.support.cast import account_named

BROWSER = Visitor("198.51.100.7", "device", "Firefox")


def _code(secret: str, by: int = 0) -> str:
    return pyotp.TOTP(secret).generate_otp(int(now().timestamp()) // 30 + by)


@pytest.fixture
def olive(session: Session) -> Account:
    return account_named(session, "olive")


def _set_up(session: Session, olive: Account) -> tuple[str, list[str]]:
    secret = operations.new_secret()
    codes = operations.set_up(
        session, account=olive, secret=secret, code=_code(secret, -1), actor=operations.acting_as(olive)
    )
    assert codes is not None
    return secret, codes


def _try(session: Session, olive: Account, code: str) -> bool:
    return operations.try_code(session, account=olive, code=code, visitor=BROWSER, actor=operations.acting_as(olive))


def test_a_wrong_first_code_sets_nothing_up(session: Session, olive: Account) -> None:
    secret = operations.new_secret()
    made = operations.set_up(session, account=olive, secret=secret, code="000", actor=operations.acting_as(olive))
    assert (made, olive.totp_secret, olive.totp_confirmed_at) == (None, None, None)


def test_a_code_works_once(session: Session, olive: Account) -> None:
    secret, _ = _set_up(session, olive)
    code = _code(secret)
    assert [_try(session, olive, f"{code[:3]} {code[3:]}"), _try(session, olive, code)] == [True, False]


def test_ten_recovery_codes_each_work_once(session: Session, olive: Account) -> None:
    _, codes = _set_up(session, olive)
    assert len(set(codes)) == 10
    assert [_try(session, olive, codes[0].lower()), _try(session, olive, codes[0]), _try(session, olive, codes[9])] == [
        True,
        False,
        True,
    ]
    fresh = operations.renew_recovery_codes(session, account=olive, actor=operations.acting_as(olive))
    assert [_try(session, olive, codes[1]), _try(session, olive, fresh[1])] == [False, True]


def test_guessing_stops_after_ten(session: Session, olive: Account) -> None:
    secret, _ = _set_up(session, olive)
    assert [_try(session, olive, "wrong") for _ in range(10)] == [False] * 10
    with pytest.raises(Refused):
        _try(session, olive, _code(secret))
