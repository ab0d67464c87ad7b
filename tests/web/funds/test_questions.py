"""Every question of the form, before any sign-in, on the screen and on paper."""

import pytest

from portal.core.db import Database
from portal.formkit.queries import form_of
from portal.funds.queries import round_by_slug
from tests.support.browser import Browser, words_of
from tests.support.world import World


@pytest.mark.parametrize("path", ["questions", "questions/print", "questions/large-print"])
def test_all_questions_are_there_in_order_without_a_field(
    browser: Browser, database: Database, world: World, path: str
) -> None:
    with database.session(read_only=True) as session:
        round_ = round_by_slug(session, world.open_round)
        assert round_ is not None
        form = form_of(round_.form_version)
    page = browser.get(f"/funds/{world.open_round}/{path}")
    labels = [question.label for section in form.sections for question in section.questions]
    assert [words_of(h).partition(" ")[2] for h in page.all(".//h3")] == [" ".join(label.split()) for label in labels]
    assert page.all(".//main//textarea") == page.all(".//main//form") == []
    assert "For planning. Do not send this." in page.text


def test_the_dates_and_amounts_of_the_round_stand_in_its_questions(browser: Browser, world: World) -> None:
    text = browser.get(f"/funds/{world.open_round}/questions").text
    assert "£3,001" in text
    assert "£75,000" in text


def test_every_format_of_the_questions_is_offered_and_says_how_long_it_takes(browser: Browser, world: World) -> None:
    page = browser.get(f"/funds/{world.open_round}/questions")
    assert {"Print", "Large print"} <= set(page.links)
    assert page.links["Large print"] == f"/funds/{world.open_round}/questions/large-print"
    for words in (
        "hours of work",
        "What to have ready",
        "the names of your partners",
        "are scored. The longest answer is",
    ):
        assert words in page.text


def test_large_print_is_the_same_page_in_large_letters(browser: Browser, world: World) -> None:
    plain, large = (browser.get(f"/funds/{world.open_round}/questions/{path}") for path in ("print", "large-print"))
    assert "portal-large" in large.tree.get("class") and "portal-large" not in plain.tree.get("class")
    assert large.text.removeprefix(large.h1 + " ").split("For planning")[1] == plain.text.split("For planning")[1]
