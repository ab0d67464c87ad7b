"""The pages of people who score and of those who give out take the same queries for any number of applications."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from portal.assessment.operations import assign, declare_no_link
from portal.core.db import Database
from portal.funds.models import Round
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.browser import Browser
from tests.support.cast import account_named

PAGES = {
    "dev": ("/assess", "/assess/pack", "/assess/pack.pdf", "/assess/sheet.xlsx", "/assess/links/{slug}"),
    "olive": ("/manage/rounds/{slug}/share", "/manage/rounds/{slug}/conflicts", "/manage/rounds/{slug}/calibration"),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("blind", [False, True], ids=["with names", "blind"])
def test_the_number_of_queries_does_not_grow(app: Flask, database: Database, name: str, blind: bool) -> None:
    with database.session() as session:
        round_ = new_round(session)
        round_.blind = blind
        slug, number = round_.slug, round_.id
    browser = Browser(app).sign_in(name)
    counts: dict[str, set[int]] = {}
    for more in (1, 2, 27):
        _more(database, number, more)
        for page in PAGES[name]:
            address = page.format(slug=slug)
            counts.setdefault(page, set()).add(_queries(app, browser, address))
    assert {page: len(found) for page, found in counts.items()} == dict.fromkeys(PAGES[name], 1), counts


def _more(database: Database, round_id: int, count: int) -> None:
    with database.session() as session:
        round_ = session.get(Round, round_id)
        assert round_ is not None
        dev, olive = account_named(session, "dev"), actor_named(session, "olive")
        for _ in range(count):
            given = assign(session, application=new_application(session, round_), assessor=dev, actor=olive)
            declare_no_link(session, assignment=given, actor=actor_named(session, "dev"))


def _queries(app: Flask, browser: Browser, address: str) -> int:
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().startswith("SELECT"):
            seen.append(statement)

    engine = app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        assert browser.client.get(address).status_code == 200, address
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return len(seen)
