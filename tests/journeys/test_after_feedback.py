"""After the feedback: a group asks and is answered, for everyone too; a mistake is corrected; a group books a call."""

from datetime import timedelta

from playwright.sync_api import Browser, expect

from portal.core.clock import now, today
from portal.feedback.queries import feedback_on
from tests.journeys.test_scoring import signed_in
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

HOME = f"/applications/{World.announced}/feedback"
EDITOR = f"/manage/applications/{World.announced}/feedback"
NEW = "You named the hall on Tide Street in your answer."


def release_now(live: Live) -> None:
    """The feedback was released a moment ago."""
    with live.app.extensions["portal"].database.session() as session:
        found = feedback_on(session, World.announced)
        assert found is not None
        found.released_at = now()


def test_a_group_asks_everyone_reads_the_answer_and_a_mistake_is_corrected(chromium: Browser, live: Live) -> None:
    release_now(live)
    phone = {"width": 360, "height": 740}
    amina = signed_in(chromium, live, "amina", screen=phone).go(HOME).follow("Ask about this feedback")
    amina.type("Your question", "What is a baseline?").click("Send your question")

    olive = signed_in(chromium, live, "olive").go("/manage/feedback-questions").follow("What is a baseline?")
    olive.type("Your answer", "It is what you know before you begin.").click("Send it, then write it for everyone")
    olive.type("The question, as everyone reads it", "What do you mean by a baseline?").click("Make it public")
    olive.look()
    anybody = Person(chromium, live.url, script=False, screen=phone).go(f"/funds/{World.open_round}")
    anybody.follow("Read what groups asked about our feedback (1)")
    expect(anybody.page.get_by_text("What do you mean by a baseline?")).to_be_visible()

    olive.go(EDITOR).follow("Correct a mistake")
    olive.type("What was wrong?", "We gave the wrong name for the hall.")
    olive.page.locator("textarea[name='strong-1']").fill(NEW)
    olive.choose("Tell the group by email").click("Save the correction")
    piers = signed_in(chromium, live, "piers", screen=phone).go(f"{EDITOR}/correct").click("Approve the correction")
    expect(piers.page.get_by_text("They get one email about it.")).to_be_visible()
    assert NEW in piers.look().text
    text = amina.go(HOME).text
    assert NEW in text and "We gave the wrong name for the hall." in text
    assert "It is what you know before you begin." in text


def test_an_officer_puts_calls_up_and_a_volunteer_books_moves_and_cancels_one(chromium: Browser, live: Live) -> None:
    release_now(live)
    day = today() + timedelta(days=4)
    olive = signed_in(chromium, live, "olive").go(f"/manage/rounds/{World.announced_round}/feedback")
    olive.follow("Calls about feedback")
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        olive.type(label, str(number))
    olive.type("When does the first start?", "10am").type("How many, one after the other?", "2").click("Put them up")

    amina = signed_in(chromium, live, "amina", screen={"width": 360, "height": 740}).go(HOME)
    amina.follow("Book a call instead").click("Book the call")
    expect(amina.page.locator(".govuk-error-summary")).to_contain_text("Choose when we should call")
    amina.choose("10am on").type("On which number?", "01962 555 0123").click("Book the call")
    expect(amina.page.locator("#your-call")).to_contain_text("Olive Hart calls you on 01962 555 0123 at 10am on")
    amina.follow("change or cancel it").choose("10:20am on").click("Choose this call instead")
    expect(amina.page.locator("#your-call")).to_contain_text("at 10:20am on")
    assert "Harbour Sisters" in olive.go(f"/manage/rounds/{World.announced_round}/calls").text
    amina.follow("change or cancel it").click("Cancel the call")
    expect(amina.page.get_by_text("Your call is cancelled.")).to_be_visible()
