"""Help by phone on its pages: begun with a yes, a banner on every page, read back, confirmed, ended."""

from flask import Flask

from tests.support.browser import Browser, Page
from tests.support.mailbox import mails
from tests.support.world import World

BANNER = "You are entering this for Ember Arts. Mira Bell said yes."


def banner(page: Page) -> list[str]:
    return ["".join(p.itertext()).strip() for p in page.all(".//p[@class='portal-entering']")]


def test_a_yes_is_recorded_before_anything_is_seen(browser: Browser, app: Flask, world: World) -> None:
    browser.sign_in("piers")
    page = browser.get("/manage/assist")
    assert "The people who score never see that I typed it" in page.text
    asked = {"organisation": world.harbour, "consent_name": "Amina Karim", "consent_how": "phone"}
    bad = browser.post("/manage/assist", asked, 422)
    assert isinstance(bad, Page)
    assert bad.errors == [("#read_out", "Read the words to them, and tick the box when they have said yes")]
    assert bad.values()["consent_name"] == ["Amina Karim"]
    begun = browser.follow("/manage/assist", asked | {"read_out": "y"})
    assert begun.h1 == "Typing for Harbour Sisters"
    assert "Safe Steps on the Seafront" in begun.text
    assert mails(app, "amina@harbour-sisters.example.org")[-1].template == "assistance_begun"


def test_every_page_says_for_whom(browser: Browser, world: World) -> None:
    base = f"/manage/assist/{world.assistance}"
    browser.sign_in("olive")
    for path in ("", f"/{world.bid}", f"/{world.bid}/tasks/s4/problem", f"/{world.bid}/check"):
        assert banner(browser.get(base + path)) == [BANNER], path
    assert banner(browser.get("/manage/assist")) == []


def test_typing_saves_and_promises_stay_theirs(browser: Browser, app: Flask, world: World) -> None:
    base = f"/manage/assist/{world.assistance}/{world.bid}"
    step = f"{base}/tasks/s4/problem"
    browser.sign_in("olive")
    target = browser.post(step, browser.get(step).values() | {"problem": "What Mira said.", "action": "continue"})
    assert isinstance(target, str)
    assert target.startswith(base)
    assert "What Mira said." in Browser(app).sign_in("mira").get(f"/applications/{world.bid}/copy").text
    page = browser.get(f"{base}/tasks/s10/declare", 409)
    assert "Only the group can answer this" in page.text
    browser.post(f"{base}/tasks/s10/declare", {"declarations": "d_true", "base-revision": "1"}, 409)


def test_it_is_read_back_confirmed_by_a_lead_and_only_then_free_to_send(
    browser: Browser, app: Flask, world: World
) -> None:
    base, home = f"/manage/assist/{world.assistance}/{world.bid}", f"/applications/{world.bid}"
    step = f"{base}/tasks/s4/problem"
    browser.sign_in("olive")
    browser.post(step, browser.get(step).values() | {"problem": "What Mira said."})
    mira = Browser(app).sign_in("mira")
    assert "Olive Hart typed answers for you by phone" in mira.get(f"{home}/check").text
    page = browser.follow(f"{base}/check", browser.get(f"{base}/check").values())
    assert "No lead has confirmed it yet" in page.text
    assert mails(app, "mira@ember.example.org")[-1].template == "assistance_confirm"
    page = mira.get(f"{home}/typed-for-you")
    assert "They were read back to Mira Bell" in page.text
    confirmed = mira.follow(f"{home}/typed-for-you", page.values())
    assert "Olive Hart typed" not in confirmed.text
    assert "Mira Bell confirmed it" in browser.get(f"{base}/check").text


def test_a_lead_ends_it_and_the_officer_sees_nothing_any_more(browser: Browser, app: Flask, world: World) -> None:
    base = f"/manage/assist/{world.assistance}"
    mira = Browser(app).sign_in("mira")
    page = mira.get(f"/organisations/{world.ember}/help")
    assert "Olive Hart" in page.text
    ended = mira.follow(f"/organisations/{world.ember}/help/{world.assistance}/end")
    assert "ended by Mira Bell" in ended.text
    browser.sign_in("olive").get(base, 404)
    browser.get(f"{base}/{world.bid}/tasks/s4/problem", 404)
    assert "Ended" in browser.get("/manage/assist").text


def test_an_officer_starts_a_draft_and_ends_the_help(browser: Browser, world: World) -> None:
    base = f"/manage/assist/{world.assistance}"
    browser.sign_in("olive")
    assert browser.post(f"{base}/start", {"round": world.open_round}) == f"{base}/{world.bid}"
    browser.post(f"{base}/start", {"round": "nothing"}, 409)
    assert browser.post(f"{base}/end") == "/manage/assist"
    browser.get(base, 404)
