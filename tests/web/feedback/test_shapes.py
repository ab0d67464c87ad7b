"""The same feedback in every shape: page, large print, PDF, plain text; and a partner's part of it."""

import re

import pytest
from sqlalchemy import select

from portal.core.db import Database
from portal.feedback.queries import feedback_on
from portal.feedback.views.letter import letter_of
from portal.feedback.views.outline import Block, as_text, outline_of
from portal.outbox.models import Message
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.pdf_words import words_in
from tests.support.world import World

PAGE = f"/applications/{World.announced}/feedback"


def blocks_of(database: Database, settings: Settings, reference: str = World.announced) -> list[Block]:
    """Everything that the letter says."""
    with database.session(read_only=True) as session:
        feedback = feedback_on(session, reference)
        assert feedback is not None
        letter = letter_of(session, feedback)
        assert letter is not None
        return outline_of(letter, settings.support)


def sayings(blocks: list[Block]) -> list[str]:
    """Each text of the blocks, in their order, answers in their pieces."""
    found: list[str] = []
    for one in blocks:
        found += [one.text, *one.items] if one.kind != "answer" else [one.text]
        shown = one.shown
        if shown:
            found += [shown.text, *shown.items, *(cell for row in (*shown.body, *shown.rows) for cell in row)]
    return [text for text in found if text]


def squeezed(text: str) -> str:
    """Without any space, for what a PDF breaks over lines."""
    return re.sub(r"\s+|-\n", "", text)


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/large-print"])
def test_every_word_of_the_letter_is_on_the_page(
    browser: Browser, database: Database, settings: Settings, address: str
) -> None:
    text = squeezed(browser.sign_in("vera").get(address).text)
    blocks = blocks_of(database, settings)
    assert len(blocks) > 60
    assert [one.text for one in blocks].count("What a stronger answer held") == 8
    assert [said for said in sayings(blocks) if squeezed(said) not in text] == []


def test_the_plain_text_goes_to_the_person_who_asked_and_says_what_the_page_says(
    browser: Browser, database: Database, settings: Settings
) -> None:
    browser.sign_in("vera")
    page = browser.follow(f"{PAGE}/by-mail")
    assert "The plain text is on its way to vera@harbour-sisters.example.org." in page.text
    browser.post(f"{PAGE}/by-mail")
    with database.session(read_only=True) as session:
        found = session.scalars(select(Message).where(Message.template == "feedback_as_text")).all()
        assert [(m.to_email, m.to_name) for m in found] == [("vera@harbour-sisters.example.org", "Vera Lund")]
        assert squeezed(as_text(blocks_of(database, settings))) in squeezed(found[0].body)


@pytest.mark.parametrize("ending", [".pdf", "/large-print.pdf"])
def test_the_pdf_holds_every_word_and_is_tagged(
    browser: Browser, database: Database, settings: Settings, ending: str
) -> None:
    answer = browser.sign_in("amina").client.get(PAGE + ending)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    data = answer.get_data()
    for tag in (b"/S/H1", b"/S/H2", b"/S/H3", b"/S/H4", b"/Lang"):
        assert tag in data, tag
    text = squeezed(words_in(data))
    assert [said for said in sayings(blocks_of(database, settings)) if squeezed(said) not in text] == []


def test_what_a_person_needs_is_offered_first(browser: Browser, database: Database) -> None:
    plain = browser.sign_in("amina").get(PAGE)
    assert "You told us about" not in plain.text
    called = browser.sign_in("beth").get(PAGE)
    assert "You told us about phone calls. We will phone you about this feedback." in called.text
    assert called.text.index("Read it your way") < called.text.index("The main reason") < plain.text.index("Read it")


def test_a_partner_reads_its_part_and_not_the_rest(browser: Browser) -> None:
    page = browser.sign_in("cora").get(f"{PAGE}/partner")
    assert page.h1 == "Not funded this time"
    for words in ("What we said about working in partnership", "Thank you for being a partner.", "no costs of its own"):
        assert words in page.text
    for words in ("Careful with public money", "What you wrote", "The 3 changes", "main reason"):
        assert words not in page.text
    assert "/applications/SCF25-TDLD/feedback/partner" in browser.get("/applications").html
    browser.get(PAGE, 404)
    browser.get(f"{PAGE}.pdf", 404)


def test_the_officer_ticks_off_a_call(browser: Browser) -> None:
    url = f"/manage/rounds/{World.announced_round}/feedback"
    page = browser.sign_in("olive").get(url)
    assert "Phone Beth Okafor, Harbour Sisters, on 023 9200 0000" in page.text
    assert "Ticked off for Beth Okafor, Harbour Sisters." in browser.follow("/manage/feedback-tasks/1").text
    assert "Done by Olive Hart on" in browser.get(url).text
    assert "Olive Hart has ticked this off already." in browser.post("/manage/feedback-tasks/1", status=409).text
