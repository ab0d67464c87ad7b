"""What people see when something fails: what happened, their text, a way on; and a reference that the log knows."""

import logging
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.exc import DBAPIError

import portal.site.views as site
from portal.app import create_app
from portal.applications.operations import writing
from portal.core import db
from portal.core.db import Database
from portal.web.settings import Settings
from tests.support.browser import Browser, Page
from tests.support.world import World

TYPED = "The lamps by the pier have been out since June.\nPeople walk home another way."


@pytest.fixture
def production_like(app: Flask) -> Flask:
    """A portal that shows its error pages instead of raising in the test."""
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


@pytest.fixture
def step(world: World) -> str:
    """The address of a page with one long answer."""
    return f"/applications/{world.draft}/tasks/s4/problem"


def _break(*_args: object, **_facts: object) -> None:
    raise ZeroDivisionError("the secret part")


def test_our_own_fault_has_a_reference_that_stands_in_the_log(
    production_like: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(site, "read", _break)
    with caplog.at_level(logging.ERROR, "portal.errors"):
        page = browser.get("/help", status=500)
    assert page.h1 == "Sorry, there is a problem with the service"
    (record,) = caplog.records
    reference = record.getMessage().split()[0]
    assert f"give the reference {reference}" in page.text
    assert "GET /help failed" in record.getMessage()
    assert "ZeroDivisionError: the secret part" in record.getMessage()
    assert "ZeroDivision" not in page.html
    assert "secret part" not in page.html


def test_a_fault_while_saving_gives_the_text_back_and_can_be_tried_again(
    production_like: Flask, browser: Browser, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in("amina")
    monkeypatch.setattr(writing, "record_act", _break)
    page = browser.post(step, {"problem": TYPED, "base-revision": "1", "action": "continue"}, status=500)
    assert isinstance(page, Page)
    assert page.all(".//textarea")[0].text.strip("\n") == TYPED
    again = page.values(step)
    assert again["base-revision"] == ["1"]
    monkeypatch.undo()
    assert browser.post(step, {name: values[0] for name, values in again.items()}) != ""
    assert TYPED.splitlines()[0] in browser.get(step).html


def test_not_there_is_said_in_the_words_of_the_design_system(browser: Browser) -> None:
    for path in ("/nowhere", "/.git/config", "/.env", "/instance/portal.db", "/backup.sql", "/uploads/", "/funds/none"):
        assert browser.get(path, status=404).h1 == "Page not found"


def test_paths_out_of_the_static_folder_lead_nowhere(app: Flask) -> None:
    client = app.test_client()
    for path in (
        "../pyproject.toml",
        "%2e%2e/pyproject.toml",
        "..%2fpyproject.toml",
        "%2e%2e%2fportal/app.py",
        "/etc/passwd",
    ):
        assert client.get(f"/static/{path}").status_code in (308, 404), path


def test_a_wrong_method_says_which_are_right(browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.get("/sign-out", status=405)
    assert "POST" in page.response.headers["Allow"]


def test_the_wrong_role_is_told_which_role_it_needs(browser: Browser) -> None:
    browser.sign_in("amina")
    page = browser.get("/manage/applications", status=403)
    assert "This page is for grants officers. You are signed in as Amina Karim" in page.text
    assert "Who can change this" in page.text


def test_a_foreign_or_old_form_gives_the_text_back_with_a_fresh_token(browser: Browser, step: str) -> None:
    browser.sign_in("amina")
    for token in ("", "forged", "0" * 200):
        page = browser.post(step, {"csrf_token": token, "problem": TYPED, "base-revision": "1"}, status=400)
        assert isinstance(page, Page)
        assert page.h1 == "This page was open for too long"
        assert page.all(".//textarea")[0].text.strip("\n") == TYPED
        assert page.values(step)["problem"] == [TYPED]


def test_too_much_is_said_with_the_limit(browser: Browser, step: str) -> None:
    browser.sign_in("amina")
    page = browser.post(step, {"problem": "x" * (13 * 1024 * 1024)}, status=413)
    assert isinstance(page, Page)
    assert "A file can be up to 10 MB" in page.text


def test_a_hundred_thousand_pasted_words_come_back_to_be_cut(browser: Browser, step: str) -> None:
    browser.sign_in("amina")
    pasted = "words " * 100_000
    page = browser.post(step, {"problem": pasted, "base-revision": "1", "action": "continue"}, status=422)
    assert isinstance(page, Page)
    assert len(page.values(step)["problem"][0].split()) == 100_000
    assert page.errors[0][0] == "#problem"


@pytest.fixture
def held(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another process holds the database for writing, longer than anybody waits."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("On PostgreSQL writers do not wait for the whole database.")
    other = sqlite3.connect(database.url.database or "", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


@pytest.fixture
def impatient(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A portal that waits for the database for a moment only."""
    monkeypatch.setattr(db, "BUSY_SECONDS", 0.2)
    app = create_app(settings)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["portal"].database.engine.dispose()


def test_a_database_that_is_held_says_so_and_gives_the_text_back(
    impatient: Flask, step: str, request: pytest.FixtureRequest
) -> None:
    browser = Browser(impatient).sign_in("amina")
    request.getfixturevalue("held")
    page = browser.post(step, {"problem": TYPED, "base-revision": "1", "action": "continue"}, status=503)
    assert isinstance(page, Page)
    assert page.h1 == "Sorry, the service is unavailable"
    assert page.all(".//textarea")[0].text.strip("\n") == TYPED
    assert browser.get(step).h1


def test_writers_of_one_process_wait_for_their_turn_and_none_is_turned_away(database: Database) -> None:
    done: list[int] = []

    def write(number: int) -> None:
        for _ in range(5):
            with database.session():
                done.append(number)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert len(done) == 40


def test_a_turn_ends_even_when_its_transaction_fails(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.session():
        _break()
    with pytest.raises(DBAPIError), database.session() as session:
        session.connection().exec_driver_sql("SELECT 1 FROM nowhere_at_all")
    with database.session() as session:
        assert session.connection().exec_driver_sql("SELECT 1").scalar() == 1


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
CLASSES = {
    "page": ("get", "/", 200),
    "static": ("get", "/static/portal.css", 200),
    "redirect": ("get", "/desk", 303),
    "forged": ("post", "/sign-in", 400),
    "role": ("get", "/admin/audit", 403),
    "nowhere": ("get", "/nowhere", 404),
    "method": ("post", "/funds", 405),
}


@pytest.mark.parametrize("kind", CLASSES)
def test_every_answer_carries_the_headers(settings: Settings, kind: str) -> None:
    app = create_app(replace(settings, base_url="https://localhost"))
    method, path, status = CLASSES[kind]
    browser = Browser(app)
    if kind == "role":
        browser.sign_in("amina")
    answer = getattr(browser.client, method)(path, base_url="https://localhost")
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    if kind == "role":
        assert answer.headers["Cache-Control"] == "no-store"
    answer.close()
    app.extensions["portal"].database.engine.dispose()


def test_private_pages_stay_in_no_cache(browser: Browser) -> None:
    assert browser.get("/funds").response.headers["Cache-Control"] == "no-cache, private"
    browser.sign_in("amina")
    for path in ("/desk", "/funds", "/nowhere"):
        assert browser.client.get(path).headers["Cache-Control"] == "no-store"


def test_the_cookie_is_kept_from_scripts_and_from_other_sites(settings: Settings) -> None:
    app = create_app(replace(settings, base_url="https://localhost"))
    cookie = app.test_client().get("/sign-in", base_url="https://localhost").headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "Secure", "SameSite=Lax"))
    app.extensions["portal"].database.engine.dispose()
