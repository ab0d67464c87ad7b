"""Characters that a database cannot hold, in every address and form: an answer to read, never a fault."""

from dataclasses import asdict
from urllib.parse import quote

import pytest
from flask import Flask

from tests.contracts.access_grid.row import Row
from tests.contracts.test_access_grid import ROWS
from tests.support.browser import Browser
from tests.support.world import World

HOSTILE = ("\x00", "\ufffe", "\u202e\u2028", "' OR 1=1 --", "%", "9" * 40, "x" * 3000)
PEOPLE = ("amina", "asha", "olive", "grace", "sam")
GETS = sorted({row.path: row for row in ROWS if row.method == "GET" and "{" in row.path}.items())
POSTS = sorted({row.path: row for row in ROWS if row.method == "POST"}.items())
FIELDS = (
    "email", "name", "password", "code", "role", "reason", "organisation", "search", "verdict", "next", "action",
    "base-revision", "revision", "problem", "outcome", "amount", "message", "until", "kind", "assessor",
    "title", "words", "note", "often", "districts", "themes", "skills", "size", "rows", "kind-0", "organisation-0",
    "part-0", "nothing", "format", "state", "sort", "district", "round", "learn", "starts", "ends", "how", "link",
    "address", "places", "places_each", "first", "kinds", "topics", "day-day", "day-month", "day-year", "url", "stays",
    "successor", "gone", "answer", "block", "application", "access_needs", "expires_on-day", "seen", "agreed", "shows",
    "person", "ground", "practice", "points-1", "text", "why", "pair", "most", "theme", "blind",
    "weight-1", "tab-key", "tab-count",
    "body", "ask", "until-day", "due-day", "linked", "need", "duplicate", "duplicate_who",
    "concerns", "anything",
    "member", "moved", "members", "chair", "deputy", "quorum", "applications", "place", "reason-1",
    "at", "was", "move", "fund", "what-1", "least-1", "what-2", "least-2", "rest", "main_reason",
    "amount-SCF25-NWAY", "shown", "conditions",
    "owner", "team", "chosen", "what", "filter", "flag", "late",
)  # fmt: skip


def someone(row: Row) -> str:
    """Whom the grid lets in."""
    expected = dict(row.expected)
    return next((name for name in PEOPLE if expected.get(name) == "ok"), "amina")


@pytest.mark.parametrize(("path", "row"), GETS, ids=[path for path, _row in GETS])
def test_an_address_may_hold_anything(app: Flask, path: str, row: Row) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browser = Browser(app).sign_in(someone(row))
    for name in asdict(World()):
        if f"{{{name}}}" not in path:
            continue
        for text in HOSTILE:
            address = path.format(**(asdict(World()) | {name: quote(text, safe="")}))
            assert browser.client.get(address).status_code < 500, address


@pytest.mark.parametrize(("path", "row"), POSTS, ids=[path for path, _row in POSTS])
def test_a_field_may_hold_anything(app: Flask, path: str, row: Row) -> None:
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browser = Browser(app)
    address = path.format(**asdict(World()))
    for text in HOSTILE:
        if dict(row.expected)["anonymous"] != "ok":
            browser.sign_in(someone(row))
        fields = dict.fromkeys(FIELDS, text) | {"csrf_token": browser.csrf_token()}
        answer = browser.client.post(address, data=fields)
        assert answer.status_code < 500, f"{address} {text[:10]!r}"
