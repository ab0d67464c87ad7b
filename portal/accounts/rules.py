"""Pure judgements about passwords, tries, mailed links and second factors."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

import pyotp

from portal.access.roles import STAFF_ROLES
from portal.accounts.models import MailedToken, Purpose

SPELL = timedelta(minutes=15)
MOST_FAILURES = 10
MOST_FAILURES_OF_ADDRESS = 100
MAIL_SPELL = timedelta(minutes=10)
MOST_MAILS = 3
WAIT_FOR_CODE = timedelta(minutes=15)
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 4096
LIFETIMES = {
    Purpose.VERIFY: timedelta(hours=24),
    Purpose.SIGN_IN: timedelta(minutes=10),
    Purpose.RESET: timedelta(hours=1),
    Purpose.STAFF_INVITATION: timedelta(days=7),
    Purpose.TEAM_INVITATION: timedelta(days=14),
    Purpose.PARTNER_INVITATION: timedelta(days=7),
}
CODE_STEP_SECONDS = 30

# The most used passwords of eight characters and more, and what people here would try first.
_COMMON = frozenset((Path(__file__).parent / "common_passwords.txt").read_text(encoding="utf-8").split())
_SEQUENCES = ("01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")


@dataclass(frozen=True)
class Visitor:
    """A browser: its address, its device mark ("" until it has signed in here), and what it calls itself."""

    ip: str
    device: str
    user_agent: str


@dataclass(frozen=True)
class Failures:
    """Failed tries of the last spell: for this email by strangers' devices, by this device, and by this address."""

    strangers: int
    own: int
    address: int


def may_try_password(failures: Failures, *, known_device: bool) -> bool:
    """Whether a password may be tried at all.

    A browser that has signed in to the account before answers only for its own failures, so strangers cannot lock
    the owner out.
    """
    if known_device:
        return failures.own < MOST_FAILURES
    return failures.strangers < MOST_FAILURES and failures.address < MOST_FAILURES_OF_ADDRESS


def starts_spell(failures: Failures, *, known_device: bool) -> bool:
    """Whether one more failure is the one after which nobody unknown may try: the owner is told then, once."""
    return not known_device and failures.strangers == MOST_FAILURES - 1


def is_flooding(failures: Failures, *, known_device: bool) -> bool:
    """Whether an address has failed so often that its tries are not even written down."""
    return not known_device and failures.address >= MOST_FAILURES_OF_ADDRESS


def may_mail(sent_lately: int) -> bool:
    """Whether another mail of one kind may go to one address (three in ten minutes)."""
    return sent_lately < MOST_MAILS


class LinkState(StrEnum):
    """What a mailed link is worth now."""

    READY = "ready"
    USED = "used"
    EXPIRED = "expired"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


def link_state(token: MailedToken | None, at: datetime) -> LinkState:
    """Why a link works or does not; `replaced` covers links that were cancelled or followed by a newer one."""
    if token is None:
        return LinkState.UNKNOWN
    if token.spent_at is not None:
        return LinkState.USED
    if token.cancelled_at is not None:
        return LinkState.REPLACED
    return LinkState.READY if at < token.expires_at else LinkState.EXPIRED


def canonical_password(typed: str) -> str:
    """The same password whichever keyboard composed its letters."""
    return unicodedata.normalize("NFC", typed)


def password_problem(password: str, *, name: str, email: str) -> str | None:
    """What is wrong with a new password, in words that start with the fix; None when it will do."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Enter a password with {SHORTEST_PASSWORD} characters or more"
    if len(password) > LONGEST_PASSWORD:
        return f"Enter a password with {LONGEST_PASSWORD:,} characters or fewer"
    if _is_common(password):
        return "Enter a password that is harder to guess. Three random words work well"
    if _is_own_name(password, name, email):
        return "Enter a password that is not your name or email address"
    return None


def _is_common(password: str) -> bool:
    plain = password.casefold().strip()
    if plain in _COMMON or len(set(plain)) <= 2:
        return True
    return any(plain in row or plain in row[::-1] for row in _SEQUENCES)


def _is_own_name(password: str, name: str, email: str) -> bool:
    plain = _letters(password)
    own = {_letters(name), _letters(email), _letters(email.partition("@")[0])}
    return any(len(part) >= 3 and plain == part for part in own) or (bool(email) and email in password.casefold())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]|\d+$", "", re.sub(r"[\W_\d]+$", "", text.casefold()))


def needs_second_factor(roles: Collection[str], *, set_up: bool, demo: bool) -> bool:
    """Whether a sign-in waits for a code: with a staff role, or once codes were set up; never in the demo."""
    return not demo and (set_up or any(role in STAFF_ROLES for role in roles))


def code_step(secret: str, code: str, at: datetime, *, last_step: int) -> int | None:
    """The 30-second step whose code was typed, when it is now, one before or one after, and newer than `last_step`."""
    now_step = int(at.timestamp()) // CODE_STEP_SECONDS
    totp = pyotp.TOTP(secret)
    for step in (now_step - 1, now_step, now_step + 1):
        if step > last_step and pyotp.utils.strings_equal(totp.generate_otp(step), code):
            return step
    return None


def canonical_code(typed: str) -> str:
    """A code as it is kept: no spaces, no hyphens, capital letters."""
    return re.sub(r"[\s-]", "", typed).upper()


def device_words(user_agent: str) -> str:
    """`Firefox on Windows`: what a person would call the browser of a sign-in."""
    browsers = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"))
    others = (("Mac OS", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux"))
    browser = next((words for mark, words in browsers if mark in user_agent), "A browser")
    system = next((words for mark, words in systems + others if mark in user_agent), "a computer or phone")
    return f"{browser} on {system}"
