"""Everything once, as people do it: sign in, every page of the form, send, and what the office reads of it."""

import re

from benchmarks.browser import Browser, Reply
from benchmarks.world import PASSWORD, World

_LINK = re.compile(rb'href="(/applications/[^"#?]+/tasks/[^"#?]+)')
OFFICE = ("/desk", "/manage/applications", "/manage/members", "/manage/rounds", "/manage/messages")


class Astray(Exception):
    """A page of the journey did not answer as it must."""


def go_the_whole_way(world: World, port: int) -> None:
    """One applicant from the sign-in to the receipt, saving every page; then an officer's lists."""
    applicant = world.applicants[-1]
    browser = Browser(port)
    token = _asked(browser, "/sign-in").token
    fields = {"csrf_token": token, "email": applicant.email, "password": PASSWORD}
    _expect(browser.post("/sign-in", fields), 303, "/sign-in")
    home = f"/applications/{applicant.reference}"
    for path in ("/", "/funds", "/network", "/desk", "/applications", "/organisations", home):
        _asked(browser, path)
    _read_every_step(browser, home)
    check = _asked(browser, f"{home}/check")
    _expect(browser.post(f"{home}/submit", {"csrf_token": check.token}), 303, "submit")
    for path in ("submitted", "copy"):
        _asked(browser, f"{home}/{path}")
    browser.close()
    officer = Browser(port, world.officer_cookie)
    for path in (*OFFICE, f"/manage/applications/{applicant.reference}"):
        _asked(officer, path)
    officer.close()


def _read_every_step(browser: Browser, home: str) -> None:
    """Every page of the form, found by the links of the page to check answers."""
    for path in sorted({found.decode() for found in _LINK.findall(_asked(browser, f"{home}/check").body)}):
        _asked(browser, path)


def _asked(browser: Browser, path: str) -> Reply:
    """A page, or where it leads at once."""
    reply = browser.get(path)
    return _expect(browser.get(reply.location) if reply.location else reply, 200, path)


def _expect(reply: Reply, status: int, path: str) -> Reply:
    if reply.status != status:
        raise Astray(f"{path} answered {reply.status}, not {status}")
    return reply
