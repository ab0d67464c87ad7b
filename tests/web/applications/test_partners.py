"""The pages of partners: invited, joined, costs, agreement; and nothing else of the lead organisation."""

from flask import Flask

from tests.support.browser import Browser, Page
from tests.support.mailbox import mails, newest_link
from tests.support.world import World

ROW = {
    "budget-rows": "1", "budget-0-category": "sessional", "budget-0-item": "Two coaches",
    "budget-0-working": "4 hours x 40 weeks x £20", "budget-0-year1": "2,000", "budget-0-year2": "1,000",
    "budget-0-total_cost": "3,000",
}  # fmt: skip


def test_a_partner_reads_all_and_writes_its_own_costs(browser: Browser, world: World) -> None:
    here = f"/applications/{world.bid}/partners/{world.partner}"
    browser.sign_in("owen")
    listed = browser.get("/applications")
    assert "Where you are a partner" in listed.text
    assert listed.links["Evenings on the Common"] == here
    home = browser.get(f"/applications/{world.bid}")
    assert not [target for target in home.links.values() if "/tasks/" in target], "no link to write answers"
    page = browser.get(f"{here}/costs")
    shown = browser.follow(f"{here}/costs", page.values() | ROW | {"action": "continue"})
    assert "Northway Youth asks for £3,000 from us" in shown.text
    assert "Changes of words do not end it" in shown.text


def test_costs_that_are_not_whole_are_kept_and_told(browser: Browser, world: World) -> None:
    here = f"/applications/{world.bid}/partners/{world.partner}"
    page = browser.sign_in("owen").get(f"{here}/costs")
    again = browser.post(f"{here}/costs", page.values() | ROW | {"budget-0-year1": "lots"}, 422)
    assert isinstance(again, Page)
    assert again.errors == [("#budget-0-year1", again.errors[0][1])]
    assert "Enter an amount in pounds" not in again.errors[0][1]
    assert "enter an amount in pounds" in again.errors[0][1]
    assert browser.get(f"{here}/costs").values()["budget-0-year1"] == ["lots"]
    assert "not complete yet" in browser.get(here).text


def test_rows_are_added_and_taken_out_without_script(browser: Browser, world: World) -> None:
    here = f"/applications/{world.bid}/partners/{world.partner}/costs"
    page = browser.sign_in("owen").get(here)
    target = browser.post(here, page.values() | ROW | {"action": "add-row:budget"})
    assert isinstance(target, str)
    page = browser.get(target)
    assert page.values()["budget-rows"] == ["2"]
    page = browser.follow(here, page.values() | {"action": "remove-row:budget:0"})
    assert page.values()["budget-rows"] == ["1"]
    assert page.values()["budget-0-item"] == [""]


def test_agreeing_is_shown_to_both(browser: Browser, app: Flask, world: World) -> None:
    here = f"/applications/{world.bid}/partners/{world.partner}"
    page = browser.sign_in("owen").get(here)
    shown = browser.follow(f"{here}/agree", page.values(f"{here}/agree"))
    assert "Agrees to the application" in shown.text
    assert "Agrees" in Browser(app).sign_in("mira").get(f"/applications/{world.bid}/partners").text
    assert mails(app, "mira@ember.example.org")[-1].template == "partner_agreed"


def test_the_check_page_adds_up_and_says_who_has_not_agreed(browser: Browser, app: Flask, world: World) -> None:
    here = f"/applications/{world.bid}/partners/{world.partner}/costs"
    owen = Browser(app).sign_in("owen")
    owen.post(here, owen.get(here).values() | ROW)
    page = browser.sign_in("mira").get(f"/applications/{world.bid}/check")
    assert "Costs of Northway Youth (partner)" in page.text
    assert "All together £12,100" in page.text
    assert "your budget and your partners’ costs together show £12,100" in page.text
    assert "Northway Youth has not agreed to the application yet." in page.text


def test_the_flag_shows_the_lead_when_shares_are_unfair(browser: Browser, app: Flask, world: World) -> None:
    home = f"/applications/{world.bid}"
    assert "Look at the shares" not in browser.sign_in("mira").get(f"{home}/check").text
    step = f"{home}/tasks/s8/budget"
    browser.post(step, browser.get(step).values() | {"budget-0-category": "overheads", "action": "later"})
    page = browser.get(f"{home}/check")
    assert "Look at the shares" in page.text
    assert "We do not refuse this" in page.text
    assert "Look at the shares" not in Browser(app).sign_in("owen").get(f"{home}/check").text


def test_someone_is_invited_and_joins_by_one_button(browser: Browser, app: Flask, world: World) -> None:
    invite = f"/applications/{world.bid}/partners/invite"
    browser.sign_in("mira")
    bad = browser.post(invite, {"whom": "somebody"}, 422)
    assert isinstance(bad, Page)
    assert bad.errors == [("#whom", "Enter a reference like ORG-7QJ4, or an email address")]
    assert "Harbour Sisters" in browser.follow(invite, {"whom": world.harbour}).text
    link = newest_link(app, "amina@harbour-sisters.example.org")
    amina = Browser(app).sign_in("amina")
    page = amina.get(link)
    assert page.h1 == "Be a partner of Ember Arts"
    assert "Evenings on the Common" in amina.follow(link, page.values()).text
    assert "was used before" in amina.get(link, 410).text


def test_an_invitation_is_for_its_address_and_for_people_with_an_organisation(
    browser: Browser, app: Flask, world: World
) -> None:
    browser.sign_in("mira").post(f"/applications/{world.bid}/partners/invite", {"whom": "nell@example.org"})
    link = newest_link(app, "nell@example.org")
    assert "nell@example.org" in Browser(app).sign_in("owen").get(link).text
    page = Browser(app).sign_in("nell").get(link)
    assert "You must be a lead of an organisation" in page.text
    assert Browser(app).client.get(link).status_code == 303, "signed out: to the sign-in page, and back"


def test_leaving_and_taking_out(browser: Browser, app: Flask, world: World) -> None:
    here = f"/applications/{world.bid}/partners/{world.partner}"
    owen = Browser(app).sign_in("owen")
    owen.post(f"{here}/leave", owen.get(f"{here}/leave").values())
    owen.get(f"/applications/{world.bid}", 404)
    browser.sign_in("mira")
    assert "There are no partners" in browser.get(f"/applications/{world.bid}/partners").text
    listed = browser.follow(f"/applications/{world.bid}/partners/invite", {"whom": "new@example.org"})
    one = listed.links["new@example.org"]
    assert "No answer yet" in browser.get(f"/applications/{world.bid}/partners").text
    assert "Take the invitation back" in browser.get(one).text
    assert "There are no partners" in browser.follow(f"{one}/remove", browser.get(f"{one}/remove").values()).text
