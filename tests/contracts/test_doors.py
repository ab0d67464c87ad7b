"""The way in cannot be left open: no route without a rule, no GET that writes, no POST that is half done."""

import logging
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

import portal.app
from portal.access.permission import PUBLIC
from portal.app import create_app
from portal.audit.models import AuditEntry
from portal.audit.operations import record
from portal.core.refusal import Refused
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.guard import Guarded, Unguarded
from portal.web.pages import page
from portal.web.settings import Settings
from tests.support.browser import Browser

METHODS = ("GET", "POST")


def test_a_route_without_a_rule_is_refused_where_it_is_written() -> None:
    blueprint = Guarded("sneaky", __name__)
    with pytest.raises(Unguarded, match=r"/open says no rule"):
        blueprint.route("/open")(lambda: "")


def test_a_route_that_comes_in_another_way_stops_the_start(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def with_a_back_door(app: Flask) -> None:
        app.add_url_rule("/back-door", "back_door", lambda: "")

    monkeypatch.setattr(portal.app, "init_headers", with_a_back_door)
    with pytest.raises(Unguarded, match=r"/back-door"):
        create_app(settings)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """A portal of its own for each test, to which pages can be added."""
    made = create_app(settings)
    yield made
    made.extensions["portal"].database.engine.dispose()


def doing(app: Flask, act: Callable[[], ResponseReturnValue]) -> Browser:
    """A signed-in browser of a portal in which `/act` writes an audit entry and then does something."""
    blueprint = Guarded("acting", __name__)

    @blueprint.page("/act", needs=PUBLIC, methods=METHODS)
    def view() -> ResponseReturnValue:
        record(current_session(), "test:acted", subject_type="test", subject="x", actor=current_actor())
        current_session().flush()
        return act()

    app.register_blueprint(blueprint)
    return Browser(app).sign_in("amina")


def acts(app: Flask) -> int:
    """How many of those entries were kept."""
    with app.extensions["portal"].database.session(read_only=True) as session:
        wanted = select(func.count(AuditEntry.id)).where(AuditEntry.action == "test:acted")
        return session.scalar(wanted) or 0


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_get_cannot_write_whatever_its_view_does(app: Flask, method: str, caplog: pytest.LogCaptureFixture) -> None:
    browser = doing(app, lambda: "done")
    with caplog.at_level(logging.CRITICAL):
        answer = getattr(browser.client, method)("/act")
    assert answer.status_code in (500, 503)
    assert acts(app) == 0


def test_a_post_that_goes_well_is_kept(app: Flask) -> None:
    browser = doing(app, lambda: "done")
    assert browser.client.post("/act", data={"csrf_token": browser.csrf_token()}).status_code == 200
    assert acts(app) == 1


def _refuse() -> ResponseReturnValue:
    raise Refused("Not today.")


def _break() -> ResponseReturnValue:
    raise ZeroDivisionError


def _with_problems() -> ResponseReturnValue:
    return page("errors/409.html", title="Mend this", reason="It is wrong.", typed=[], errors=[("", "Mend this")])


ENDINGS = {"refused": (_refuse, 409), "broken": (_break, 500), "problems": (_with_problems, 422)}


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_post_that_does_not_go_well_leaves_nothing(app: Flask, ending: str) -> None:
    act, status = ENDINGS[ending]
    app.config["PROPAGATE_EXCEPTIONS"] = False
    browser = doing(app, act)
    assert browser.client.post("/act", data={"csrf_token": browser.csrf_token()}).status_code == status
    assert acts(app) == 0


def test_a_post_keeps_a_draft_that_is_not_right_when_it_says_so(app: Flask) -> None:
    def act() -> ResponseReturnValue:
        keep_changes()
        return _with_problems()

    browser = doing(app, act)
    assert browser.client.post("/act", data={"csrf_token": browser.csrf_token()}).status_code == 422
    assert acts(app) == 1


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options", "trace"])
def test_other_methods_do_nothing(app: Flask, method: str) -> None:
    browser = doing(app, lambda: "done")
    data = {"csrf_token": browser.csrf_token()}
    answer = getattr(browser.client, method)("/act", data=data, headers={"X-HTTP-Method-Override": "POST"})
    assert answer.status_code in ((200,) if method == "options" else (405,))
    assert acts(app) == 0


def test_a_method_hidden_in_a_get_is_still_a_get(app: Flask) -> None:
    browser = Browser(app).sign_in("olive")
    before = acts(app)
    for path in ("/sign-out?_method=POST", "/sign-out"):
        assert browser.client.get(path, headers={"X-HTTP-Method-Override": "POST"}).status_code == 405
    assert browser.get("/desk").h1
    assert acts(app) == before
