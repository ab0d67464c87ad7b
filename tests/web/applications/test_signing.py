"""The page of signing, for the team and for the certifier."""

from flask import Flask

from tests.support.browser import Browser, Page
from tests.support.world import World


def test_from_asking_to_signing_and_to_void(browser: Browser, app: Flask, world: World) -> None:
    home = f"/applications/{world.bid}"
    mira, tess = browser.sign_in("mira"), Browser(app).sign_in("tess")
    assert "Not signed yet" in mira.get(f"{home}/signing").text
    assert "Waiting for a signature" in mira.follow(f"{home}/signing/ask").text
    page = tess.get(f"{home}/signing")
    assert "Read all of it" in page.text
    assert "Costs of Northway Youth (partner)" in page.text
    signed = tess.follow(f"{home}/signing/sign", page.values(f"{home}/signing/sign"))
    assert "Signed by Tess Quill" in signed.text
    step = f"{home}/tasks/s4/problem"
    mira.post(step, mira.get(step).values() | {"problem": "Other words.", "action": "later"})
    page = mira.get(f"{home}/signing")
    assert "No longer signed Mira Bell changed something after Tess Quill had signed" in page.text
    assert "Sign again" in mira.get(home).text


def test_sending_back_needs_a_reason_and_shows_it(browser: Browser, app: Flask, world: World) -> None:
    home = f"/applications/{world.bid}"
    browser.sign_in("mira").post(f"{home}/signing/ask")
    tess = Browser(app).sign_in("tess")
    page = tess.post(f"{home}/signing/send-back", {"reason": " "}, 422)
    assert isinstance(page, Page)
    assert page.errors[0][0] == "#reason"
    tess.post(f"{home}/signing/send-back", {"reason": "The hall <b>costs</b> more."})
    shown = browser.get(f"{home}/signing")
    assert "Sent back by Tess Quill" in shown.text
    assert "The hall <b>costs</b> more." in shown.text


def test_a_group_without_a_certifier_is_told_that_none_is_needed(browser: Browser, world: World) -> None:
    page = browser.sign_in("amina").get(f"/applications/{world.draft}/signing")
    assert "Nobody in Harbour Sisters is a certifier" in page.text
    assert "Signing" not in browser.get(f"/applications/{world.draft}").links


def test_the_certifier_is_told_what_stands_against_sending(browser: Browser, world: World) -> None:
    page = browser.sign_in("tess").get(f"/applications/{world.bid}/check")
    assert "Your certifier has not signed" in page.text
    assert not [target for target in page.links.values() if "/tasks/" in target]
