"""Pages for everyone: home, help, the legal pages; and whether the portal is well."""

import pytest
from flask import Flask

from portal.core.db import Database
from portal.funds.queries import public_round
from portal.funds.states import RoundState
from tests.support.browser import Browser
from tests.support.world import World


def test_home_shows_what_is_open_and_until_when(browser: Browser, world: World) -> None:
    page = browser.get("/")
    assert f"/funds/{world.open_round}" in page.links.values()
    assert f"/funds/{world.announced_round}" not in page.links.values()
    assert "(UK time)" in page.text


def test_home_without_an_open_round_says_so(browser: Browser, database: Database, world: World) -> None:
    with database.session() as session:
        round_ = public_round(session, world.open_round)
        assert round_ is not None
        round_.state = RoundState.CANCELLED
    page = browser.get("/")
    assert f"/funds/{world.open_round}" not in page.links.values()
    assert page.h1


@pytest.mark.parametrize("path", ["/", "/help", "/privacy", "/accessibility", "/cookies", "/funds", "/network"])
@pytest.mark.parametrize("who", ["", "amina", "olive"])
def test_everyone_may_read_it_with_a_person_to_ask_on_it(browser: Browser, path: str, who: str) -> None:
    if who:
        browser.sign_in(who)
    page = browser.get(path)
    assert page.links["01962 871595"] == "tel:01962871595"
    assert "funding@example.org" in page.links


def test_help_explains_our_words(browser: Browser) -> None:
    page = browser.get("/help")
    assert len(page.all(".//main//dt")) + len(page.all(".//main//h3")) >= 5


def test_whether_it_is_well(app: Flask, browser: Browser) -> None:
    for path in ("/health", "/ready"):
        answer = browser.client.get(path)
        assert (answer.status_code, answer.get_json()) == (200, {"status": "ok"})


def test_without_its_database_it_lives_but_is_not_ready(app: Flask, browser: Browser, database: Database) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    database.engine.dispose()
    portal = app.extensions["portal"]
    portal.database.engine.dispose()
    portal.database = Database("postgresql+psycopg://nobody@127.0.0.1:1/nothing")
    answer = browser.client.get("/ready")
    assert answer.status_code == 503
    assert "nobody" not in answer.get_data(as_text=True)
