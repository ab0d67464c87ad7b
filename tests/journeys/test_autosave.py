"""Nothing typed is lost: phones without a connection, servers that fail in every way, two people, an ended sign-in."""

import random
import re
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route
from sqlalchemy import select

from portal.accounts.operations import end_sign_ins, hash_password
from portal.applications.queries import application_by_reference
from portal.formkit.models import SectionRevision
from portal.formkit.queries import answers_of
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
STEP = f"/applications/{World().draft}/tasks/s4/problem"
PHONE = {"width": 360, "height": 740}
OFFLINE = "Not saved: no connection. We will keep trying. Leave this page open."


@pytest.fixture
def writer(chromium: Browser, live: Live) -> Callable[[str], Person]:
    """Somebody of Harbour Sisters at a phone, signed in, with the long question open."""

    def open_step(name: str) -> Person:
        with live.app.extensions["portal"].database.session() as session:
            account_named(session, name).password_hash = hash_password(PASSWORD)
        person = Person(chromium, live.url, screen=PHONE)
        person.go(f"/sign-in?next={STEP}").type("Email address", CAST[name].email).type("Password", PASSWORD)
        return person.click("Sign in")

    return open_step


def kept(live: Live, key: str = "problem") -> Any:
    """What the server has."""
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        application = application_by_reference(session, World().draft)
        assert application is not None
        return answers_of(session, application.response).get(key)


def write(person: Person, words: str) -> None:
    """Type words at the end, as a person would; leaving the field is not part of it."""
    person.page.locator("textarea[name=problem]").focus()
    person.page.keyboard.press("Control+End")
    person.page.keyboard.insert_text(words)


def says(person: Person, words: str, seconds: float = 10) -> None:
    """Wait until the line beside the buttons says so."""
    person.page.locator("[data-saved]", has_text=re.compile(words)).wait_for(timeout=seconds * 1000)


def test_a_moment_after_typing_stops_it_is_saved(writer: Callable[[str], Person], live: Live) -> None:
    amina = writer("amina")
    before = kept(live)
    write(amina, " More words.")
    assert amina.page.locator("[data-saved]").inner_text() == "Not saved yet"
    says(amina, r"^Saved at \d+(:\d\d)?(am|pm)\.$|^Saved at midday\.$")
    assert kept(live) == before + " More words."


def test_without_a_connection_the_page_keeps_the_words_says_so_and_saves_them_later(
    writer: Callable[[str], Person], live: Live
) -> None:
    amina = writer("amina")
    before = kept(live)
    amina.context.set_offline(True)
    write(amina, " Typed on the ferry.")
    says(amina, f"^{OFFLINE}$", seconds=5)
    amina.page.get_by_role("button", name="Save and continue", exact=True).last.click()
    amina.page.wait_for_timeout(500)
    assert amina.path == STEP
    assert kept(live) == before
    amina.context.set_offline(False)
    says(amina, "^Saved at")
    assert kept(live) == before + " Typed on the ferry."


def test_on_a_slow_line_nothing_is_called_saved_before_it_is(writer: Callable[[str], Person], live: Live) -> None:
    amina = writer("amina")
    slow = amina.context.new_cdp_session(amina.page)
    slow.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 1500, "downloadThroughput": 6000, "uploadThroughput": 6000},
    )
    before = kept(live)
    write(amina, " First.")
    amina.page.wait_for_timeout(2000)  # the saving is on its way
    write(amina, " Second.")
    assert amina.page.locator("[data-saved]").inner_text() == "Not saved yet"
    says(amina, "^Saved at", seconds=20)
    assert kept(live) == before + " First. Second."


def test_words_on_ones_own_device_outlive_the_page_and_go_with_the_sign_out(
    writer: Callable[[str], Person], live: Live
) -> None:
    amina = writer("amina")
    before = kept(live)
    amina.page.get_by_label("This is my own device.").check()
    amina.context.set_offline(True)
    write(amina, " The battery died here.")
    says(amina, f"^{OFFLINE}$")
    wait_for_drafts(amina.page, 1)
    lose_power(amina)
    amina.context.set_offline(False)
    amina.page.goto(STEP)
    section = amina.page.get_by_role("region", name="Words that were not saved")
    assert "The battery died here." in section.inner_text()
    section.get_by_role("button", name="Put these words back").click()
    says(amina, "^Saved at")
    assert kept(live) == before + " The battery died here."
    assert drafts_on(amina.page) == []
    amina.context.set_offline(True)
    write(amina, " Again.")
    wait_for_drafts(amina.page, 1)
    amina.context.set_offline(False)
    amina.page.once("dialog", lambda dialog: dialog.accept())
    amina.page.get_by_role("button", name="Menu").click()
    amina.page.get_by_role("button", name="Sign out").click()
    amina.page.wait_for_url("**/signed-out")
    assert drafts_on(amina.page) == []


def drafts_on(page: Page) -> list[str]:
    """What this device keeps of drafts."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('portal-draft:'))")
    return found


def wait_for_drafts(page: Page, count: int) -> None:
    """Wait until this device keeps that many drafts: the copy is made a moment after the last key."""
    for _ in range(100):
        if len(drafts_on(page)) == count:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"this device keeps {drafts_on(page)}")


def lose_power(person: Person) -> None:
    """End the page without a word: one that is closed still sends what it has, and nobody holds that offline."""
    with suppress(Error):
        person.page.goto("chrome://crash")
    person.page.close()
    person.page = person.context.new_page()


def test_nothing_is_kept_on_a_device_that_nobody_called_their_own(writer: Callable[[str], Person]) -> None:
    amina = writer("amina")
    amina.context.set_offline(True)
    write(amina, " Shared computer.")
    says(amina, f"^{OFFLINE}$")
    assert amina.page.evaluate("localStorage.length") == 0


def test_two_people_on_one_page_see_both_texts(writer: Callable[[str], Person], live: Live) -> None:
    amina, beth = writer("amina"), writer("beth")
    write(beth, " Beth was first.")
    says(beth, "^Saved at")
    write(amina, " Amina was second.")
    says(amina, "^Not saved: someone else changed this.")
    amina.click("Save and continue", nth=-1)
    assert "Someone else changed this while you were typing" in amina.text
    assert "Beth was first." in amina.text and "Amina was second." in amina.text
    amina.choose("Mine").click("Keep the chosen answers")
    assert kept(live).endswith(" Amina was second.")


def test_when_the_sign_in_has_ended_the_words_come_back_after_signing_in(
    writer: Callable[[str], Person], live: Live
) -> None:
    amina = writer("amina")
    with live.app.extensions["portal"].database.session() as session:
        end_sign_ins(session, account=account_named(session, "amina"))
    write(amina, " Typed for an hour.")
    says(amina, "^Not saved: you are signed out.")
    amina.click("Save and continue", nth=-1)
    amina.type("Email address", CAST["amina"].email).type("Password", PASSWORD).click("Sign in")
    assert "We kept what you typed before you signed in." in amina.text
    assert amina.page.locator("textarea[name=problem]").input_value().endswith(" Typed for an hour.")
    amina.click("Save and continue", nth=-1)
    assert kept(live).endswith(" Typed for an hour.")


class Unlucky:
    """Between the page and the server: one saving in five fails, in six different ways."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.dice = random.Random(20270114)
        self.late: list[tuple[str, str, dict[str, str]]] = []
        self.failures: list[str] = []

    def __call__(self, route: Route) -> None:
        """Let a saving through, or let it fail."""
        if route.request.method != "POST" or self.dice.random() >= 0.2:
            route.continue_()
            return
        way = self.dice.choice(("cut", "answer lost", "server error", "gateway", "not JSON", "late"))
        self.failures.append(way)
        if way == "cut":
            route.abort("connectionreset")
        elif way == "answer lost":
            route.fetch()
            route.abort("connectionreset")
        elif way == "late":
            headers = {k: v for k, v in route.request.headers.items() if k.lower() != "content-length"}
            self.late.append((route.request.url, route.request.post_data or "", headers))
            route.abort("timedout")
        else:
            status = {"server error": 500, "gateway": 502, "not JSON": 200}[way]
            route.fulfill(status=status, content_type="text/html", body="<p>Something else</p>")

    def deliver(self) -> None:
        """What was held up arrives at the server after all, behind what was sent since."""
        for url, body, headers in self.late:
            self.context.request.post(url, data=body, headers=headers, max_redirects=0)
        self.late.clear()


def test_twenty_thousand_words_with_one_saving_in_five_failing(writer: Callable[[str], Person], live: Live) -> None:
    amina = writer("amina")
    page, unlucky = amina.page, Unlucky(amina.context)
    page.evaluate(CLAIMS)
    page.route("**/tasks/**", unlucky)
    words = [f"word{number}" for number in range(20_000)]
    typed = page.locator("textarea[name=problem]").input_value()
    for start in range(0, len(words), 250):
        chunk = " " + " ".join(words[start : start + 250])
        typed += chunk
        write(amina, chunk)
        page.dispatch_event("textarea[name=problem]", "change")  # leaving the field saves at once
        page.wait_for_timeout(60)
        if start % 1000 == 0:
            unlucky.deliver()
    says(amina, "^Saved at", seconds=90)
    unlucky.deliver()
    assert kept(live) == typed
    assert set(unlucky.failures) == {"cut", "answer lost", "server error", "gateway", "not JSON", "late"}
    claims: list[str] = page.evaluate("window.claims")
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        revisions = session.scalars(select(SectionRevision)).all()
        saved = {revision.changed["problem"] for revision in revisions if "problem" in revision.changed}
    assert claims and all(claim.strip() in saved for claim in claims)


# Notes the words on the page at every moment at which it says that they are saved.
CLAIMS = """() => {
  window.claims = [];
  const line = document.querySelector("[data-saved]");
  const words = document.querySelector("textarea[name=problem]");
  new MutationObserver(() => line.textContent.startsWith("Saved at") && window.claims.push(words.value))
    .observe(line, { childList: true, characterData: true, subtree: true });
}"""


def test_totals_of_a_budget_change_while_it_is_typed(writer: Callable[[str], Person]) -> None:
    amina = writer("amina")
    amina.go(STEP.replace("s4/problem", "s8/budget"))
    total = amina.page.locator("[data-totals=budget] [data-column=total_cost]")
    assert total.inner_text() == "£8,914.75"
    cell = amina.page.locator("[name=budget-0-total_cost]")
    cell.fill("£1,000,000.50")
    assert total.inner_text() == "£1,003,803"
    cell.fill("a million")
    assert total.inner_text() == "£3,802.50"
    assert "Totals change as you type." in amina.text
