"""Markup and scripts in what people typed stay words, in a real browser, for everybody who reads them."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from sqlalchemy import text

from portal.accounts.models import Account
from portal.applications.models import Snapshot
from portal.applications.queries import application_by_reference
from portal.formkit.operations import canonical, hash_of
from portal.organisations.queries import organisation_by_reference
from tests.support.browser import Browser
from tests.support.live import Live
from tests.support.world import World

PAYLOAD = (
    "<script>window.hit=1</script>\"><img src=x onerror=window.hit=1>'><svg onload=window.hit=1></svg>"
    '</textarea><script>window.hit=1</script></title><iframe srcdoc="<script>parent.hit=1</script>"></iframe>'
    "<a href='javascript:window.hit=1'>x</a>{{ 7*7 }}<img src=http://canary.example.org/x>"
    "<style>@import 'http://canary.example.org/'</style><body onload=window.hit=1>\u2028\u202e"
)
W = World()
READERS = {
    "amina": ("/desk", "/applications", f"/applications/{W.scoring}/submitted", f"/applications/{W.scoring}/copy",
              f"/applications/{W.draft}", f"/applications/{W.draft}/check", f"/organisations/{W.harbour}", "/account"),
    "olive": ("/desk", "/manage/applications", f"/manage/applications/{W.scoring}", "/manage/members",
              f"/manage/members/{W.harbour}", "/manage/messages", "/manage/rounds"),
    "asha": ("/assess", f"/assess/{W.scoring}", f"/assess/{W.scoring}?principle=1"),
    "sam": ("/admin/audit", "/admin/people"),
}  # fmt: skip


def poisoned(value: Any) -> Any:
    """The same answers, with the payload at the end of every text."""
    if isinstance(value, dict):
        return {key: poisoned(one) for key, one in value.items()}
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    return f"{value} {PAYLOAD}" if isinstance(value, str) and " " in value else value


def poison(live: Live) -> None:
    """Names, titles and what was sent, as somebody would who found a way past every check."""
    with live.app.extensions["portal"].database.session() as session:
        harbour = organisation_by_reference(session, W.harbour)
        assert harbour is not None
        harbour.name = PAYLOAD[:200]
        for account in session.query(Account):
            account.name = f"{account.name} {PAYLOAD}"[:200]
        for reference in (W.draft, W.scoring):
            application = application_by_reference(session, reference)
            assert application is not None
            application.title = PAYLOAD[:200]
        if session.get_bind().dialect.name == "sqlite":
            session.execute(text("DROP TRIGGER snapshot_update_refused"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        for snapshot in session.query(Snapshot):
            document = json.loads(snapshot.document)
            document["answers"] = poisoned(document["answers"])
            document["organisation"]["name"] = PAYLOAD
            snapshot.document = canonical(document)
            snapshot.sha256 = hash_of(snapshot.document)


@pytest.mark.parametrize("name", READERS)
def test_nothing_that_was_typed_runs(chromium: Chromium, live: Live, name: str) -> None:
    poison(live)
    cookie = Browser(live.app).sign_in(name).client.get_cookie("portal")
    assert cookie is not None
    context = chromium.new_context(base_url=live.url)
    context.add_cookies([{"name": "portal", "value": cookie.value, "url": live.url}])
    page = context.new_page()
    seen: list[str] = []
    page.on("dialog", lambda dialog: seen.append(f"dialog {dialog.message}"))
    page.on("request", lambda asked: None if asked.url.startswith(live.url) else seen.append(asked.url))
    page.on("console", lambda line: seen.append(line.text) if "Content Security Policy" in line.text else None)
    shown = 0
    for path in READERS[name]:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        assert page.evaluate("window.hit") is None, path
        assert page.locator("main iframe, main img[src='x'], main svg[onload], main style").count() == 0, path
        shown += "window.hit=1" in page.content()
    assert seen == []
    assert shown > 0
    context.close()
