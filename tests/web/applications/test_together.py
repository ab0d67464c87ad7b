"""Sharing out, comments and presence on their pages."""

import time_machine
from flask import Flask

from portal.core.clock import now
from tests.support.browser import Browser, Page
from tests.support.mailbox import mails
from tests.support.world import World


def test_a_shared_task_is_shown_on_the_task_list(browser: Browser, app: Flask, draft: str) -> None:
    page = browser.sign_in("amina").get(f"{draft}/share")
    browser.post(f"{draft}/share", page.values() | {"s4": "P-BETH"})
    assert "Beth is doing this" in browser.get(draft).text
    assert "You are doing this" in Browser(app).sign_in("beth").get(draft).text
    assert mails(app, "beth@harbour-sisters.example.org")[-1].template == "section_assigned"
    page = browser.get(f"{draft}/share")
    assert page.values()["before-s4"] == ["P-BETH"]
    browser.post(f"{draft}/share", page.values() | {"s4": ""})
    assert "Beth is doing this" not in browser.get(draft).text


def test_a_comment_is_made_shown_beside_its_step_and_done(browser: Browser, app: Flask, draft: str) -> None:
    browser.sign_in("vera")
    page = browser.get(f"{draft}/comments?about=problem")
    assert page.values()["about"] == ["problem"]
    empty = browser.post(f"{draft}/comments", page.values(), 422)
    assert isinstance(empty, Page)
    assert empty.errors == [("#text", "Enter your comment")]
    shown = browser.follow(f"{draft}/comments", page.values() | {"text": "Is <i>this</i> the newest figure?"})
    assert "Is <i>this</i> the newest figure?" in shown.text
    assert "1 comment to deal with" in shown.text
    amina = Browser(app).sign_in("amina")
    step = amina.get(f"{draft}/tasks/s4/problem")
    assert "Is <i>this</i> the newest figure?" in step.text
    done = next(form.get("action") for form in shown.all(".//form") if form.get("action", "").endswith("/done"))
    assert "Done" in amina.follow(done).text
    assert "newest figure" not in amina.get(f"{draft}/tasks/s4/problem").text


def test_comments_reach_neither_the_copy_nor_the_office(browser: Browser, app: Flask, world: World) -> None:
    home = f"/applications/{world.bid}"
    assert "ward sergeant" in browser.sign_in("mira").get(f"{home}/comments").text
    for path in ("copy", "check"):
        assert "ward sergeant" not in browser.get(f"{home}/{path}").text
    officer = Browser(app).sign_in("olive")
    assert "ward sergeant" not in officer.get(f"/manage/assist/{world.assistance}/{world.bid}/check").text
    assert "ward sergeant" not in officer.get(f"/manage/assist/{world.assistance}/{world.bid}/tasks/s4/problem").text


def test_who_has_the_page_open_is_shown_without_script_and_by_it(browser: Browser, app: Flask, draft: str) -> None:
    step = f"{draft}/tasks/s4/problem"
    beth = Browser(app).sign_in("beth")
    browser.sign_in("amina")
    assert "has this page open now" not in browser.get(step).text
    with time_machine.travel(now(), tick=False):
        sent = {"csrf_token": beth.csrf_token()}
        answer = beth.client.post(f"{step}/open", data=sent, headers={"X-Background": "1"})
        assert answer.json == {"here": []}
        assert "Beth Okafor has this page open now." in browser.get(step).text
        sent = {"csrf_token": browser.csrf_token()}
        assert browser.client.post(f"{step}/open", data=sent).json == {"here": ["Beth Okafor"]}
