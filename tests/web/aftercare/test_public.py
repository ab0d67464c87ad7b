"""An answer for everyone: the officer's page, and the pages of the fund."""

from tests.support.browser import Browser, Page
from tests.support.world import World

QUESTION = f"/manage/feedback-questions/{World.feedback_question}"
PUBLIC = f"{QUESTION}/public"
ASKED = f"/funds/{World.announced_round}/asked"
LATER = f"/funds/{World.open_round}"
OURS = {"shown": "Whom do we talk to first?", "answer": "Talk to your council."}


def test_an_answer_is_written_for_everyone_and_taken_down(browser: Browser, world: World) -> None:
    browser.sign_in("olive")
    assert "Answer the group first." in browser.get(PUBLIC, 409).text
    page = browser.follow(QUESTION, {"answer": "Owen, talk to your council.", "action": "public"})
    assert page.values(PUBLIC)["answer"] == ["Owen, talk to your council."], "their words are the start"
    empty = browser.post(PUBLIC, {"shown": "", "answer": "Kept."}, 422)
    assert isinstance(empty, Page) and empty.errors == [("#shown", "Enter the question")]
    assert empty.values(PUBLIC)["answer"] == ["Kept."]
    named = OURS | {"answer": "Northway Youth, talk to your council."}
    page = browser.post(PUBLIC, named, 422)
    assert isinstance(page, Page) and page.errors[0][0] == "#looked"
    assert "The answer: this names the group that asked (Northway Youth)" in page.text
    assert "About our feedback" not in browser.get(ASKED).text
    page = browser.follow(PUBLIC, OURS)
    assert "Olive Hart made it public on" in page.text

    anybody = Browser(browser.app)
    for address in (ASKED, f"{LATER}/asked"):
        page = anybody.get(address)
        assert "Whom do we talk to first?" in page.text and "Talk to your council." in page.text
        assert "Northway" not in page.text
    assert "Read what groups asked about our feedback (1)" in anybody.get(LATER).links

    page = browser.sign_in("piers").follow(PUBLIC, {"action": "take-down"})
    assert "This was taken down on" in page.text and page.values(PUBLIC)["shown"] == [OURS["shown"]]
    assert "About our feedback" not in browser.get(ASKED).text
    assert "not public any more" in browser.post(PUBLIC, {"action": "take-down"}, 409).text


def test_what_was_looked_at_passes(browser: Browser, world: World) -> None:
    browser.sign_in("olive").follow(QUESTION, {"answer": "Talk to your council.", "action": "public"})
    page = browser.follow(PUBLIC, OURS | {"answer": "Harbour Sisters have a guide for all.", "looked": "y"})
    assert "Harbour Sisters have a guide for all." in page.text
