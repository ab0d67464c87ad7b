"""A real Chromium on a real server. Without Chromium these tests are left out, with CI=true they fail."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from portal.app import create_app
from portal.web.settings import MailServer, Settings
from tests.support.databases import ON_SERVER
from tests.support.live import Live, Postbox, free_port

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in here needs a browser; on a server's database those without script would show nothing new."""
    for item in items:
        if "journeys" in str(item.path):
            item.add_marker(pytest.mark.browser)
            if ON_SERVER and "without script" in item.name:
                item.add_marker(pytest.mark.skip(reason="the same way with script runs on this database"))


def chromium_path() -> str | None:
    """Where Chromium is: as set, or on the PATH."""
    return os.environ.get("PORTAL_CHROMIUM") or next((p for p in map(shutil.which, NAMES) if p), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    path = chromium_path()
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("There is no Chromium. Install it, or set PORTAL_CHROMIUM.")
        pytest.skip("There is no Chromium, so the journeys were left out.")
    with sync_playwright() as playwright:
        opened = _launch(playwright, path)
        yield opened
        opened.close()


def _launch(playwright: Playwright, path: str) -> Browser:
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    return playwright.chromium.launch(executable_path=path, args=flags)


@pytest.fixture
def live(settings: Settings, chromium: Browser) -> Iterator[Live]:
    """The portal on the tests' world, with its worker and a mail server."""
    post = Postbox()
    post.controller.start()
    port = free_port()
    url = f"http://localhost:{port}"
    mail = MailServer("127.0.0.1", post.controller.port, "", "", "none", "funding@example.org", 5)
    app = create_app(replace(settings, base_url=url, mail=mail))
    running = Live(app, url, post)
    running.start(port)
    yield running
    for context in chromium.contexts:
        context.close()
    running.end()
    post.controller.stop()
    app.extensions["portal"].database.engine.dispose()
