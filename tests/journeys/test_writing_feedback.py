"""A morning of feedback: an officer writes ten with phrases, a second reader approves ten; few presses for each."""

from playwright.sync_api import Browser, expect

from portal.core.db import Database
from tests.factories.panel import new_application, new_round, recommended, scored
from tests.journeys.test_scoring import signed_in
from tests.support.live import Live
from tests.support.person import Person

TEN = 10
PHRASE = "Put it in: Put the sum behind [cost] in your budget"


def ten(database: Database) -> tuple[str, list[str]]:
    """A round of ten that were scored and recommended, in the order of their groups."""
    with database.session() as session:
        made = new_round(session)
        references = []
        for number in range(TEN):
            application = new_application(session, made, name=f"Gull Club {number}")
            scored(session, application, asha=[5, 1], ben=[4, 2])
            recommended(session, application)
            references.append(application.reference)
        return made.slug, references


def write_one(officer: Person, number: int) -> int:
    """A phrase is put in, its gap is filled by typing over it, and on to the next. Out: how many presses it took."""
    page = officer.page
    page.locator("details:has(button[value$=':change_first-2']) summary").click()
    page.locator("button[value$=':change_first-2']", has_text=PHRASE).click()
    page.keyboard.type(f"bus trip {number}")
    text = page.locator("textarea[name='change_first-2']").input_value()
    assert f"Put the sum behind bus trip {number} in your budget" in text
    assert page.locator("textarea[name='change-1']").input_value() == text, "the change at the top keeps up"
    if number < TEN - 1:
        with page.expect_navigation(wait_until="load"):
            page.keyboard.press("Control+Enter")
        officer.look()
    else:
        officer.click("Save")
    return 3


def test_ten_are_written_and_ten_are_approved(chromium: Browser, live: Live) -> None:
    database = live.app.extensions["portal"].database
    slug, references = ten(database)
    olive = signed_in(chromium, live, "olive")
    olive.go(f"/manage/rounds/{slug}/feedback").click(f"Draft feedback on {TEN} applications")
    olive.go(f"/manage/applications/{references[0]}/feedback")
    olive.type("Summary", "Your bid was rejected. It was a clear plan.")
    olive.page.keyboard.press("Control+s")
    expect(olive.page.locator("[data-saved]")).to_contain_text("Saved at")
    olive.page.reload()
    expect(olive.page.get_by_text("Say “not funded this time” instead of “rejected”").first).to_be_visible()
    olive.type("Summary", "Thank you. It was a clear plan for young people near the pier.")
    presses = sum(write_one(olive, number) for number in range(TEN))
    assert presses <= 3 * TEN
    olive.go(f"/manage/rounds/{slug}/feedback")
    expect(olive.page.get_by_text(f"For a second reader ({TEN})")).to_be_visible()

    piers = signed_in(chromium, live, "piers")
    piers.go(f"/manage/applications/{references[0]}/feedback")
    for _ in range(TEN - 1):
        piers.click("Approve and go to the next")
    piers.click("Approve")
    assert piers.path == f"/manage/rounds/{slug}/feedback"
    expect(piers.page.get_by_text(f"Approved ({TEN})")).to_be_visible()
    assert "rejected" not in piers.go(f"/manage/applications/{references[0]}/feedback/preview").text


def test_one_principle_at_a_time_on_a_phone_and_two_officers_at_once(chromium: Browser, live: Live) -> None:
    slug, references = ten(live.app.extensions["portal"].database)
    olive = signed_in(chromium, live, "olive", screen={"width": 360, "height": 740})
    olive.go("/manage/feedback-guide").follow("Phrases to start from")
    olive.go(f"/manage/rounds/{slug}/feedback").click(f"Draft feedback on {TEN} applications")
    address = f"/manage/applications/{references[0]}/feedback"
    olive.go(address).follow("One principle at a time")
    piers = signed_in(chromium, live, "piers").go(address)
    olive.type("What was missing", "We could not see who drives the bus.")
    expect(olive.page.locator("[data-saved]")).to_contain_text("Saved at")
    piers.type("Summary", "Piers wrote this meanwhile.")
    expect(piers.page.locator("[data-saved]")).to_contain_text("Not saved: someone else changed this. Press Save")
    piers.click("Save")
    assert "We could not see who drives the bus." in piers.text and "Piers wrote this meanwhile." in piers.text
    olive.click("Save and go to principle 2")
    assert olive.path == f"{address}?principle=2"
