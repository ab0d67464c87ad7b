"""Judgements about passwords, tries, mailed links and codes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from portal.access.roles import Role
from portal.accounts.models import MailedToken
from portal.accounts.rules import (
    Failures,
    LinkState,
    code_step,
    device_words,
    is_flooding,
    link_state,
    may_mail,
    may_try_password,
    needs_second_factor,
    password_problem,
    starts_spell,
)

AT = datetime(2027, 1, 14, 12, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXP" * 2


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("seven green ferries", None),
        ("ääääöööö", "Enter a password that is harder to guess. Three random words work well"),
        ("        x       y   ", None),
        ("短い言葉を三つ並べ", None),
        ("p" * 7, "Enter a password with 8 characters or more"),
        ("correct horse " * 300, "Enter a password with 4,096 characters or fewer"),
        ("Password1", "Enter a password that is harder to guess. Three random words work well"),
        ("12345678", "Enter a password that is harder to guess. Three random words work well"),
        ("87654321", "Enter a password that is harder to guess. Three random words work well"),
        ("qwertyuiop", "Enter a password that is harder to guess. Three random words work well"),
        ("Amina Karim", "Enter a password that is not your name or email address"),
        ("aminakarim1975", "Enter a password that is not your name or email address"),
        ("amina.k@example.org", "Enter a password that is not your name or email address"),
        ("amina likes tea", None),
    ],
)
def test_a_password_is_refused_only_when_it_is_easy_to_guess(password: str, problem: str | None) -> None:
    assert password_problem(password, name="Amina Karim", email="amina.k@example.org") == problem


@pytest.mark.parametrize(
    ("strangers", "own", "address", "known", "may", "spell", "flood"),
    [
        (9, 0, 9, False, True, True, False),
        (10, 0, 10, False, False, False, False),
        (10, 9, 500, True, True, False, False),
        (0, 10, 10, True, False, False, False),
        (0, 0, 99, False, True, False, False),
        (0, 0, 100, False, False, False, True),
    ],
)
def test_strangers_lock_out_strangers_only(
    strangers: int, own: int, address: int, known: bool, may: bool, spell: bool, flood: bool
) -> None:
    seen = Failures(strangers, own, address)
    assert (
        may_try_password(seen, known_device=known),
        starts_spell(seen, known_device=known),
        is_flooding(seen, known_device=known),
    ) == (may, spell, flood)


def test_three_mails_and_no_more() -> None:
    assert [may_mail(count) for count in (0, 2, 3, 4)] == [True, True, False, False]


def _token(**values: datetime) -> MailedToken:
    return MailedToken(expires_at=AT + timedelta(minutes=1), **values)


@pytest.mark.parametrize(
    ("token", "at", "state"),
    [
        (None, AT, LinkState.UNKNOWN),
        (_token(), AT, LinkState.READY),
        (_token(), AT + timedelta(minutes=1), LinkState.EXPIRED),
        (_token(spent_at=AT), AT, LinkState.USED),
        (_token(cancelled_at=AT), AT, LinkState.REPLACED),
        (_token(spent_at=AT, cancelled_at=AT), AT + timedelta(days=1), LinkState.USED),
    ],
)
def test_a_link_says_why_it_does_not_work(token: MailedToken | None, at: datetime, state: LinkState) -> None:
    assert link_state(token, at) == state


def test_a_code_works_around_its_time_and_only_forwards() -> None:
    step = int(AT.timestamp()) // 30
    codes = [pyotp.TOTP(SECRET).generate_otp(step + by) for by in (-2, -1, 0, 1, 2)]
    assert [code_step(SECRET, code, AT, last_step=0) for code in codes] == [None, step - 1, step, step + 1, None]
    assert [code_step(SECRET, code, AT, last_step=step) for code in codes] == [None, None, None, step + 1, None]
    assert code_step(SECRET, "ABC", AT, last_step=0) is None
    assert code_step(SECRET, "", AT, last_step=0) is None


@pytest.mark.parametrize(
    ("roles", "set_up", "demo", "needed"),
    [
        ([], False, False, False),
        ([], True, False, True),
        ([Role.ASSESSOR], False, False, True),
        ([Role.CONSULTEE], False, False, True),
        ([Role.OFFICER, Role.ADMINISTRATOR], True, False, True),
        ([Role.OFFICER], True, True, False),
    ],
)
def test_staff_and_whoever_set_codes_up_need_a_code_outside_the_demo(
    roles: list[Role], set_up: bool, demo: bool, needed: bool
) -> None:
    assert needs_second_factor(roles, set_up=set_up, demo=demo) is needed


def test_devices_are_called_as_people_call_them() -> None:
    windows = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Safari/604.1"
    assert [device_words(windows), device_words(phone), device_words("x")] == [
        "Firefox on Windows",
        "Safari on iPhone",
        "A browser on a computer or phone",
    ]
