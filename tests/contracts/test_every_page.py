"""The whole demonstration, walked through by each role: every page that a link leads to is checked, and none writes."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from sqlalchemy import MetaData, func, select
from sqlalchemy.orm import Session

from portal.accounts.models import SignIn
from portal.accounts.queries import account_by_email
from portal.app import create_app
from portal.assessment.models import ApplicationReading
from portal.cli.invariants import faults
from portal.core.db import Database
from portal.demo.groups import groups
from portal.demo.loading import load
from portal.demo.network import lead_email
from portal.demo.people import STAFF
from portal.documents.models import FileReading
from portal.tables import metadata
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.databases import Databases

# What a GET notes in a transaction of its own.
NOTED = {SignIn.__tablename__, FileReading.__tablename__, ApplicationReading.__tablename__}
EACH = 4  # pages of one route that are looked at, for each role
WALKERS = {
    "nobody": "",
    "applicant with feedback": lead_email(groups()[0]),
    "applicant with a sent application": lead_email(groups()[8]),
    "applicant who is asked for more": lead_email(groups()[37]),
    "applicant whose form is a draft": lead_email(groups()[39]),
} | {person.key: person.email for person in STAFF}


@pytest.fixture
def demo(databases: Databases, settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The portal on a copy of the demonstration."""
    uploads = tmp_path_factory.getbasetemp() / "demo-uploads"
    chosen = replace(settings, uploads=uploads)
    for database in databases.copy("demo", lambda session: load(session, chosen, "a demonstration password")):
        app = create_app(replace(chosen, database_url=database.url.render_as_string(hide_password=False)))
        yield app
        app.extensions["portal"].database.engine.dispose()


@pytest.mark.parametrize("walker", WALKERS)
def test_every_page_that_a_role_can_reach_is_sound_and_writes_nothing(demo: Flask, walker: str) -> None:
    database: Database = demo.extensions["portal"].database
    browser = signed_in(demo, WALKERS[walker])
    before = contents(database)
    seen = walk(browser, "/desk" if WALKERS[walker] else "/")
    assert len(seen) >= (3 if walker == "consultee" else 5), seen
    assert contents(database) == before


def test_the_demonstration_holds_together(demo: Flask) -> None:
    portal = demo.extensions["portal"]
    with portal.database.session(read_only=True) as session:
        assert faults(session, Path(portal.settings.uploads)) == []


def signed_in(app: Flask, email: str) -> Browser:
    """A browser of whoever has that address."""
    browser = Browser(app)
    if email:
        with app.extensions["portal"].database.session(read_only=True) as session:
            account = account_by_email(session, email)
        assert account is not None
        browser.sign_in_as(account)
    return browser


def walk(browser: Browser, start: str) -> set[str]:
    """Follow every link of ours, a few times for each route; the paths that were seen."""
    waiting, seen, times = [start], set(), Counter[str]()
    routes = browser.app.url_map.bind("localhost")
    while waiting:
        url = waiting.pop()
        path = urlsplit(url).path
        rule = routes.match(path, method="GET", return_rule=True)[0]
        if url in seen or times[rule.rule] >= EACH or rule.endpoint == "static":
            continue
        seen.add(url)
        times[rule.rule] += 1
        waiting += links_of(browser, url)
    return seen


def links_of(browser: Browser, url: str) -> list[str]:
    """The links of a page that was checked; a redirect is followed, a download only fetched."""
    response = browser.client.get(url)
    if response.status_code in (301, 302, 303):
        return [urljoin(url, response.headers["Location"])]
    assert response.status_code == 200, f"{url}: {response.status_code}"
    if response.mimetype != "text/html":
        response.close()
        return []
    page = browser.get(url)
    targets = [urljoin(url, link.get("href").split("#")[0]) for link in page.all(".//a[@href]")]
    return [target for target in targets if target.startswith("/") and target != url]


def contents(database: Database) -> dict[str, int]:
    """A number for each table that changes with any of its rows; not sign-ins in use and what was read."""
    tables: MetaData = metadata
    with database.session(read_only=True) as session:
        return {name: rows_of(session, name) for name in tables.tables if name not in NOTED}


def rows_of(session: Session, name: str) -> int:
    """A number that changes with any row of a table."""
    table = metadata.tables[name]
    rows = session.execute(select(table)).all()
    assert session.scalar(select(func.count()).select_from(table)) == len(rows)
    return hash(tuple(sorted(map(repr, rows))))
