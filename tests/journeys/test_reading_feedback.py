"""An applicant who was not funded reads the feedback on a phone, in large print, on paper, and hears it."""

from playwright.sync_api import Browser, expect

from portal.accounts.operations import hash_password
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
PAGE = f"/applications/{World.announced}/feedback"
# A voice that ends each piece at once and remembers what it was given.
VOICE = """
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
Object.defineProperty(window, "speechSynthesis", { value: {
  said: [],
  speak(piece) { this.said.push(piece.text); this.last = piece; },
  cancel() {},
} });
"""
UNSEEN = """() => [...document.querySelectorAll("main :is(h1,h2,h3,h4,h5,p,li,td,th)")]
  .filter((one) => !one.closest(".portal-ways, .portal-scroll__hint, .govuk-visually-hidden, caption"))
  .filter((one) => one.textContent.trim() && !one.getClientRects().length).map((one) => one.textContent.trim())"""


def test_the_feedback_on_a_phone_on_paper_and_aloud(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        account_named(session, "amina").password_hash = hash_password(PASSWORD)
    amina = Person(chromium, live.url, screen={"width": 360, "height": 740})
    amina.page.add_init_script(VOICE)
    amina.go("/sign-in").type("Email address", CAST["amina"].email).type("Password", PASSWORD).click("Sign in")
    amina.go(PAGE)
    page = amina.page
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    answers, opened = page.locator(".portal-own-answers"), page.locator(".portal-own-answers[open]")
    expect(answers).to_have_count(8)
    expect(opened).to_have_count(0)  # what the office said is not lost among their own words
    page.get_by_role("button", name="Read this page aloud").press("Enter")
    voice = "window.speechSynthesis"
    assert page.evaluate(f"{voice}.said[1]") == "Not funded this time" or "Not funded" in page.evaluate(
        f"{voice}.said[0]"
    )
    page.evaluate(f"{voice}.last.onend()")
    count = page.evaluate(f"{voice}.said.length")
    page.get_by_role("button", name="Pause reading").click()
    page.evaluate(f"{voice}.last.onend()")
    assert page.evaluate(f"{voice}.said.length") == count
    page.get_by_role("button", name="Go on reading").click()
    assert page.evaluate(f"{voice}.said.at(-1) === {voice}.said.at(-2)")
    page.get_by_role("button", name="Stop reading").click()
    expect(page.get_by_role("button", name="Read this page aloud")).to_be_focused()
    expect(page.get_by_role("button", name="Stop reading")).to_be_hidden()
    page.emulate_media(media="print")
    assert page.evaluate(UNSEEN) == []
    expect(opened).to_have_count(8)
    expect(page.locator(".portal-ways")).to_be_hidden()
    page.emulate_media(media="screen")
    expect(opened).to_have_count(0)
    answers.locator("summary").first.press("Enter")
    expect(opened).to_have_count(1)
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(opened).to_have_count(8)
    page.set_viewport_size({"width": 360, "height": 740})
    amina.follow("Large print")
    expect(opened).to_have_count(8)
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('main :is(p,li,td,th,h3,h4,h5)')]"
        ".map((one) => parseFloat(getComputedStyle(one).fontSize)))"
    )
    assert smallest >= 24  # 18 points
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_without_a_voice_no_button_offers_to_read(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        account_named(session, "amina").password_hash = hash_password(PASSWORD)
    amina = Person(chromium, live.url)
    amina.page.add_init_script("Object.defineProperty(window, 'speechSynthesis', { value: undefined })")
    amina.go("/sign-in").type("Email address", CAST["amina"].email).type("Password", PASSWORD).click("Sign in")
    amina.go(PAGE)
    expect(amina.page.get_by_role("button", name="Read this page aloud")).to_be_hidden()
