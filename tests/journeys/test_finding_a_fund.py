"""A visitor finds a fund, follows it, asks, and stops the mails; an officer answers: with script, and again without."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from portal.cli.invariants import faults
from portal.funds.queries import follower_of, public_round
from tests.journeys.test_main_job import prepare, staff
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

ROUND = World().open_round
MAYA = "maya@allotment.example.org"
QUESTION = "Maya from the allotments asks: may we buy a small greenhouse?"


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_visitor_follows_asks_and_stops(chromium: Browser, live: Live, script: bool) -> None:
    prepare(live)
    maya = Person(chromium, live.url, script=script)
    find_and_follow(maya, live)
    ask(maya)
    officer = staff(chromium, live, "olive", script)
    answer(officer)
    read_and_stop(maya, live)
    see_who_could_apply(maya, officer)
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        round_ = public_round(session, ROUND)
        assert round_ and follower_of(session, round_.fund_id, MAYA) is None
        assert faults(session) == []


def find_and_follow(maya: Person, live: Live) -> None:
    """No account; an address, a link, a button."""
    maya.go("/").follow("See the funds").follow("Safer Communities Fund 2027")
    assert "(UK time)" in maya.text and "How the last round came out" in maya.text
    maya.follow("Follow this fund").type("Email address", MAYA).click("Follow this fund")
    assert "Check your email" in maya.text
    link = urlsplit(live.post.link(MAYA, "Confirm that you want emails")).path
    assert maya.context.request.get(live.url + link).ok  # a mail scanner opens it first
    maya.go(link).click("Yes, email me")
    assert "You get emails about this fund" in maya.text


def ask(maya: Person) -> None:
    """A question by the same address."""
    maya.go(f"/funds/{ROUND}").follow("Ask a question").type("Your question", QUESTION)
    maya.type("Your email address", MAYA).click("Ask")
    assert "We have your question." in maya.text


def answer(officer: Person) -> None:
    """Once for all, without her name."""
    officer.go("/desk").follow("questions about funds to answer").follow("Maya from the allotments")
    officer.choose("Everyone: show the question")
    officer.page.locator("textarea[name=shown]").fill("May we buy a small greenhouse?")
    officer.page.locator("textarea[name=answer]").fill("Yes, when people use it together.")
    officer.click("Send the answer")
    assert "Your answer is on the fund" in officer.text


def read_and_stop(maya: Person, live: Live) -> None:
    """The answer comes by mail and stands on the page; the link of any mail stops them."""
    assert "when people use it together" in live.post.letter(MAYA, "Our answer to your question")
    maya.go(f"/funds/{ROUND}")
    assert "May we buy a small greenhouse?" in maya.text and "Maya" not in maya.text
    maya.go(f"/funds/{ROUND}/follow").type("Email address", "kit@workshop.example.org").click("Follow this fund")
    assert "Stop these emails: http" in live.post.letter("kit@workshop.example.org", "You get emails about")
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        round_ = public_round(session, ROUND)
        assert round_
        mine = follower_of(session, round_.fund_id, MAYA)
        assert mine
    maya.go(f"/follow/{mine.key}/stop").click("Stop these emails")
    assert "You get no more of these emails" in maya.text


def see_who_could_apply(maya: Person, officer: Person) -> None:
    """Her check ends with a no, its reason and what could help; the officer sees one more in the counts."""
    maya.go(f"/funds/{ROUND}/check").follow("Start the check").choose("No").click("Continue")
    for label in ("Community group with a constitution", "Yes", "Yes", "Yes", "Yes", "Prevent or reduce crime"):
        maya.choose(label).click("Continue")
    maya.choose("None of these").click("Continue").choose("No").click("Continue")
    maya.page.locator("input[name=elig_amount]").fill("£6,400")
    maya.click("Continue")
    assert "You cannot apply to this fund yet" in maya.text and "Join the Funding Network" in maya.text
    maya.go(f"/funds/{ROUND}/questions/large-print")
    officer.go(f"/manage/rounds/{ROUND}").follow("Who could apply")
    assert "Is your organisation a member" in officer.text
