"""The access grid: every route and method, tried by every kind of person, against expectations written by hand."""

from dataclasses import asdict
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

import pytest
from flask import Flask

from portal.web.guard import guard_of
from tests.contracts import access_grid
from tests.contracts.access_grid.row import Row
from tests.support.browser import Browser
from tests.support.world import World

EVERY_ROW_SAYS = {"anonymous", "amina", "owen", "asha", "ines", "olive", "grace", "sam"}
ROWS: list[Row] = [
    row
    for module in iter_modules(access_grid.__path__)
    if module.name != "row"
    for row in import_module(f"tests.contracts.access_grid.{module.name}").ROWS
]
DENIED = ("sign-in", "403", "404")


def address(row: Row) -> str:
    """The path of a row with the names of the world filled in."""
    return row.path.format(**asdict(World()))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.path}")
def test_each_person_gets_what_the_grid_says(app: Flask, row: Row) -> None:
    expected = dict(row.expected)
    assert set(expected) >= EVERY_ROW_SAYS, f"{row.path} says nothing of {EVERY_ROW_SAYS - set(expected)}"
    people = sorted(
        expected, key=lambda name: expected[name] not in DENIED
    )  # those let in may change things: they go last
    found = {name: outcome(app, row, name) for name in people}
    assert found == expected


def outcome(app: Flask, row: Row, name: str) -> str:
    """What a person gets: ok, sign-in, 403 or 404."""
    browser = Browser(app)
    if name != "anonymous":
        browser.sign_in(name)
    if row.method == "POST":
        response = browser.client.post(address(row), data={"csrf_token": browser.csrf_token()})
    else:
        response = browser.client.get(address(row))
    response.close()
    target = urlsplit(response.headers.get("Location", ""))
    if response.status_code in (302, 303) and target.path == "/sign-in" and target.query.startswith("next="):
        return "sign-in"
    assert response.status_code < 500, f"{name}: {response.status_code} {response.get_data(as_text=True)[:300]}"
    return str(response.status_code) if response.status_code in (403, 404) else "ok"


def test_every_route_has_its_row(app: Flask) -> None:
    routes = {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if guard_of(app.view_functions[rule.endpoint])
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    matched = app.url_map.bind("localhost")
    rows = {(row.method, matched.match(address(row), method=row.method, return_rule=True)[0].rule) for row in ROWS}
    assert routes - rows == set(), "these routes have no row in the access grid"
