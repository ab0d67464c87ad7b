"""Nothing that somebody can fetch, or is sent, tells of an application from which they are kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace

import pytest
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
    KEPT,
    MEETING,
    NUMBERS,
    ROUND,
    SECOND,
    WORD,
    build_canaries,
    keep_file,
)
from tests.support.cast import CAST
from tests.support.crawl import crawl, starts
from tests.support.databases import Databases
from tests.support.world import World, build_world

OTHERS = ("owen", "ines", "nobody")  # who applies for another group; who is asked about another item; the public


@contextmanager
def portal(databases: Databases, settings: Settings, *, there: bool = True, blind: bool = False) -> Iterator[Flask]:
    """The portal on the world with the canaries (or on the same world without them), its chores done."""
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


@pytest.fixture(params=[False, True], ids=["with names", "blind"])
def world_with_canaries(request: pytest.FixtureRequest, databases: Databases, settings: Settings) -> Iterator[Flask]:
    with portal(databases, settings, blind=request.param) as app:
        yield app


def test_nothing_that_can_be_fetched_or_is_sent_tells(world_with_canaries: Flask) -> None:
    app = world_with_canaries
    found: dict[str, dict[str, str]] = {}
    for name in (*KEPT, *OTHERS):
        found[name] = leaks(seen_by(app, name, FIRST, SECOND))
    with app.extensions["portal"].database.session(read_only=True) as session:
        for name in (*KEPT, "owen", "ines"):
            mails = session.scalars(select(Message).where(Message.to_email == CAST[name].email))
            found[name] |= {f"mail {one.key}": one.subject for one in mails if tells(one.subject + one.body)}
    assert {name: told for name, told in found.items() if told} == {}
    olive = leaks(seen_by(app, "olive", FIRST, SECOND))
    assert len(olive) > 20, "who is kept from nothing sees them, or this test could not fail"
