"""Follow a fund: one press, or an address and a link; stopped from any mail by one press, also by the mail program."""

from email.utils import parseaddr

import pytest
from flask import Flask

from portal.core.db import Database
from portal.funds.models import Follower
from portal.funds.queries import follower_by_key, follower_of, public_round
from tests.support.browser import Browser, Page
from tests.support.building.finding import KIT
from tests.support.cast import CAST
from tests.support.mailbox import mails, newest_link
from tests.support.world import World

NEW = "new@allotment.example.org"


def address(world: World) -> str:
    return f"/funds/{world.open_round}"


def follower(database: Database, world: World, email: str) -> Follower | None:
    with database.session(read_only=True) as session:
        round_ = public_round(session, world.open_round)
        assert round_ is not None
        return follower_of(session, round_.fund_id, email)


def test_signed_in_one_press_follows_and_one_press_stops(browser: Browser, database: Database, world: World) -> None:
    browser.sign_in("amina")
    page = browser.get(address(world))
    assert page.values(f"{address(world)}/follow") == {}
    after = browser.follow(f"{address(world)}/follow")
    assert "We email you about the Safer Communities Fund from now on." in after.text
    mine = follower(database, world, CAST["amina"].email)
    assert mine is not None and mine.confirmed_at is not None
    stop = f"/follow/{mine.key}/stop"
    assert "Stop these emails" in after.text
    assert browser.follow(stop).h1 == "You get no more of these emails"
    assert follower(database, world, CAST["amina"].email) is None
    assert "Follow this fund" in browser.get(address(world)).text


def test_a_visitor_confirms_by_a_button_that_scanners_do_not_press(
    browser: Browser, app: Flask, database: Database, world: World
) -> None:
    assert browser.get(address(world)).links["Follow this fund"] == f"{address(world)}/follow"
    page = browser.follow(f"{address(world)}/follow", {"email": NEW})
    assert page.h1 == "Check your email" and NEW in page.text
    link = newest_link(app, NEW)
    assert browser.get(link).h1 == "Do you want these emails?"
    found = follower(database, world, NEW)
    assert found is not None and found.confirmed_at is None
    assert browser.follow(link).h1 == "You get emails about this fund"
    assert browser.follow(link).h1 == "You get emails about this fund"  # pressed twice


def test_known_and_unknown_addresses_read_the_same(browser: Browser, world: World) -> None:
    def words(email: str) -> str:
        return browser.follow(f"{address(world)}/follow", {"email": email}).text.replace(email, "X")

    assert words(KIT) == words(NEW) == words(CAST["olive"].email)


@pytest.mark.parametrize("typed", ["", "kit", "kit@", "a b@example.org"])
def test_an_address_that_is_none_stays_beside_its_error(browser: Browser, world: World, typed: str) -> None:
    page = browser.post(f"{address(world)}/follow", {"email": typed}, 422)
    assert isinstance(page, Page)
    assert [target for target, _words in page.errors] == ["#email"]
    assert page.values(f"{address(world)}/follow") == {"email": [typed]}


def test_opening_the_link_that_stops_changes_nothing_and_its_button_does(
    browser: Browser, database: Database, world: World
) -> None:
    stop = f"/follow/{world.follow_key}/stop"
    assert browser.get(stop).h1 == "Stop these emails?"
    assert follower(database, world, KIT) is not None
    for _press in range(2):
        assert browser.follow(stop).h1 == "You get no more of these emails"
    assert follower(database, world, KIT) is None
    assert browser.get(f"/follow/{world.follow_key}").h1 == "You get no more of these emails"


def test_a_mail_program_stops_them_without_a_token_a_cookie_or_a_redirect(
    app: Flask, database: Database, world: World
) -> None:
    client = app.test_client()
    answer = client.post(f"/follow/{world.follow_key}/stop", data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with database.session(read_only=True) as session:
        found = follower_by_key(session, world.follow_key)
        assert found is not None and found.email is None


def test_no_other_post_goes_without_a_token(app: Flask, world: World) -> None:
    client = app.test_client()
    for path in (f"{address(world)}/follow", f"{address(world)}/ask", f"/follow/{world.follow_key}"):
        assert client.post(path, data={"email": NEW, "List-Unsubscribe": "One-Click"}).status_code == 400
    assert mails(app, NEW) == []


def test_the_mail_goes_to_the_address_alone(browser: Browser, app: Flask, world: World) -> None:
    browser.follow(f"{address(world)}/follow", {"email": f"  {NEW.upper()} "})
    [mail] = mails(app, NEW)
    assert parseaddr(mail.to_email) == ("", NEW)
    assert "Safer Communities Fund" in mail.subject
    assert (mail.secret_link or "") not in mail.body
