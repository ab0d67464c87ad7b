"""Nothing that somebody can fetch, or is sent, tells of an application from which they are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal.app import create_app
from portal.cli.serving import CHORES
from portal.core.clock import now
from portal.outbox.models import Message
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.canary import (
    FILE,
    FIRST,
    MADE_UP,
    MEETING,
    NUMBERS,
    ROUND,
    SECOND,
    WORD,
    build_canaries,
    keep_file,
)
from tests.support.cast import CAST
from tests.support.crawl import crawl, masked, starts
from tests.support.databases import ON_SERVER, Databases
from tests.support.world import World, build_world

pytestmark = pytest.mark.skipif(ON_SERVER, reason="what a page says does not depend on the database")

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)  # the clock stands still, so that pages of two worlds can be compared
BY_ITSELF = "/account/second-factor/set-up"  # a new key each time


@contextmanager
def portal(databases: Databases, settings: Settings, *, there: bool = True, blind: bool = False) -> Iterator[Flask]:
    """The portal on the world with the canaries (or on the same world without them), its chores done."""
    with time_machine.travel(NOON, tick=False):
        yield from _portal(databases, settings, there=there, blind=blind)


def _portal(databases: Databases, settings: Settings, *, there: bool, blind: bool) -> Iterator[Flask]:
    for database in databases.copy("world", build_world):
        with database.session() as session:
            build_canaries(session, there=there, blind=blind)
        for chore in CHORES:
            with database.session() as session:
                chore(session, now())
        keep_file(settings.uploads)
        app = create_app(replace(settings, database_url=database.url.render_as_string(hide_password=False)))
        try:
            yield app
        finally:
            app.extensions["portal"].database.engine.dispose()


def seen_by(app: Flask, name: str, *references: str) -> dict[str, str]:
    """Everything that one person can fetch, also by addresses that they were told."""
    browser = Browser(app)
    if name != "nobody":
        browser.sign_in(name)
    named = asdict(World())
    known = {
        "slug": (ROUND,),
        "reference": (*references, "PNL-9001", MEETING, "CN-QUIETS"),
        "application": references or ("PNL-9001",),
        "public_id": (FILE,),
        "key": (named["advice_key"],),
        "number": ("1", "2"),
    }
    return crawl(browser, starts(app, known), public=name in ("nobody", "ines"))


def tells(text: str) -> bool:
    """Whether words of the canaries, or their numbers, stand in it."""
    low = text.lower()
    return WORD in low or any(number in low for number in NUMBERS) or FIRST in text or SECOND in text


def leaks(seen: dict[str, str]) -> dict[str, str]:
    """Addresses whose answers tell, with the words around; what the asker put into the address is not telling."""
    found = {}
    for address, body in seen.items():
        asked = FIRST in address or SECOND in address or FILE in address
        text = body.replace(FIRST, "").replace(SECOND, "").replace(FILE, "") if asked else body
        if tells(text):
            low = text.lower()
            at = min((low.find(w) for w in (WORD, *NUMBERS, FIRST.lower(), SECOND.lower()) if w in low), default=0)
            found[address] = " ".join(text[max(0, at - 80) : at + 60].split())
    return found


def told_by_mail(app: Flask, name: str) -> dict[str, str]:
    """The mails to one person that tell."""
    with app.extensions["portal"].database.session(read_only=True) as session:
        mails = session.scalars(select(Message).where(Message.to_email == CAST[name].email))
        return {f"mail {one.key}": one.subject for one in mails if tells(one.subject + one.body)}


def unlike_a_made_up_one(app: Flask, name: str, seen: dict[str, str]) -> list[str]:
    """Addresses with a canary's reference that are not answered as one that nobody has, byte for byte."""
    browser, found = Browser(app).sign_in(name), []
    for address, body in seen.items():
        if FIRST in address:
            with browser.client.get(address.replace(FIRST, MADE_UP)) as answer:
                words, target = masked(answer.get_data(as_text=True)), answer.headers.get("Location", "")
                other = f"{answer.status_code} {target}\n{words}"
            if other != body.replace(FIRST, MADE_UP):
                found.append(address)
    return found


def unlike_without(seen: dict[str, str], without: dict[str, str]) -> list[str]:
    """Addresses that are there in one world only, or that are answered in other words, numbers or order."""
    return [
        address
        for address in sorted(set(seen) | set(without))
        if seen.get(address) != without.get(address) and address != BY_ITSELF
    ]


@pytest.mark.parametrize(("name", "blind"), [("piers", False), ("grace", False), ("sam", False), ("asha", True)])
def test_nothing_that_a_linked_person_can_fetch_or_is_sent_tells(
    databases: Databases, settings: Settings, name: str, blind: bool
) -> None:
    with portal(databases, settings, blind=blind) as app:
        seen = seen_by(app, name, FIRST, SECOND)
        assert len(seen) > 100
        assert leaks(seen) | told_by_mail(app, name) == {}
        assert unlike_a_made_up_one(app, name, seen) == []
    with portal(databases, settings, there=False, blind=blind) as app:
        assert unlike_without(seen, seen_by(app, name, FIRST, SECOND)) == []


@pytest.mark.parametrize("name", ["amina", "nobody"])
def test_nothing_that_another_group_or_the_public_can_fetch_tells(
    databases: Databases, settings: Settings, name: str
) -> None:
    with portal(databases, settings) as app:
        seen = seen_by(app, name, FIRST, SECOND)
        assert len(seen) > 100
        assert leaks(seen) == {}


def test_who_has_no_link_is_told(databases: Databases, settings: Settings) -> None:
    """Or the test above could not fail."""
    with portal(databases, settings) as app:
        browser = Browser(app).sign_in("olive")
        pages = [f"/manage/applications/{FIRST}", f"/manage/rounds/{ROUND}/ranking", f"/manage/rounds/{ROUND}/board"]
        assert all(tells(browser.client.get(address).get_data(as_text=True)) for address in pages)
