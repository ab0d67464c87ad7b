"""Check if you can apply: a question a page, nothing saved, every reason at the end."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import event

from portal.core.db import Database
from portal.funds.queries import check_counts, public_round
from tests.support.browser import Browser, Page, redirect_of
from tests.support.world import World

FITS = {
    "elig_network": ["yes"],
    "elig_type": ["unincorporated"],
    "elig_rules": ["yes"],
    "elig_people": ["yes"],
    "elig_bank": ["yes"],
    "elig_area": ["yes"],
    "elig_purpose": ["victims", "prevent"],
    "elig_not_fund": ["none"],
    "elig_safeguarding": ["yes"],
    "elig_safeguarding_policy": ["yes"],
    "elig_amount": ["5,000"],
}


def base(world: World) -> str:
    return f"/funds/{world.open_round}/check"


def result(browser: Browser, world: World, **changes: list[str]) -> Page:
    return browser.get(f"{base(world)}/result?{urlencode(FITS | changes, doseq=True)}")


def test_a_person_who_fits_goes_from_question_to_question_to_the_result(browser: Browser, world: World) -> None:
    url = browser.get(base(world)).links["Start the check"]
    asked = []
    while "/result" not in url:
        page = browser.get(url)
        key = urlsplit(url).path.rpartition("/")[2]
        asked.append(key)
        sent = page.values(f"{base(world)}/{key}") | {key: FITS[key]}
        last = key == list(FITS)[-1]
        assert ("attempt" in sent) == last, "only the last question is a POST, because it is counted"
        if last:
            target = browser.post(f"{base(world)}/{key}", sent)
            assert isinstance(target, str)
            url = target
        else:
            answer = browser.client.get(f"{base(world)}/{key}?{urlencode(sent, doseq=True)}")
            assert answer.status_code == 302
            url = redirect_of(answer)
    assert asked == list(FITS)
    assert {key: values for key, values in parse_qs(urlsplit(url).query).items()} == FITS
    assert browser.get(url).h1 == "You can apply"


def test_whoever_changes_an_answer_comes_straight_back_to_the_result(browser: Browser, world: World) -> None:
    page = result(browser, world, elig_rules=["no"])
    change = page.links["Change your answer to: Do you have a signed governing document?"]
    sent = browser.get(change).values(f"{base(world)}/elig_rules") | {"elig_rules": ["yes"]}
    answer = browser.client.get(f"{base(world)}/elig_rules?{urlencode(sent, doseq=True)}")
    assert urlsplit(redirect_of(answer)).path == f"{base(world)}/result"
    assert browser.get(redirect_of(answer)).h1 == "You can apply"


def counts(database: Database, world: World) -> dict[tuple[str, str], int]:
    with database.session(read_only=True) as session:
        round_ = public_round(session, world.open_round)
        assert round_
        return {(row.question, row.result): row.count for row in check_counts(session, round_.id)}


def test_a_finished_check_is_counted_once_however_often_it_is_sent(
    browser: Browser, database: Database, world: World
) -> None:
    answers = FITS | {"elig_rules": ["no"], "elig_bank": ["no"]}
    form = answers | {"answered": ["elig_amount"], "attempt": ["one"]}
    for _press in range(2):
        target = browser.post(f"{base(world)}/elig_amount", form)
        assert browser.get(str(target)).h1 == "You cannot apply to this fund yet"
    assert counts(database, world) == {("", "stop"): 1, ("elig_rules", "stop"): 1, ("elig_bank", "warn"): 1}
    browser.post(f"{base(world)}/elig_amount", form | {"attempt": ["two"]})
    assert counts(database, world)["", "stop"] == 2


def test_an_unfinished_check_is_not_counted(browser: Browser, database: Database, world: World) -> None:
    form = {"answered": "elig_amount", "elig_amount": "5,000", "attempt": "one"}
    target = browser.post(f"{base(world)}/elig_amount", form)
    assert str(target).startswith(f"{base(world)}/elig_network?")
    browser.post(f"{base(world)}/elig_amount", form | {"elig_amount": "lots"}, 422)
    assert counts(database, world) == {}


def test_every_no_says_what_else_could_help(browser: Browser, world: World) -> None:
    page = result(browser, world, elig_network=["no"], elig_rules=["no"])
    links = page.links
    assert links["Join the Funding Network"] == "/network"
    assert links["Start now and send it when you are a member"] == f"/funds/{world.open_round}/questions"
    assert links["Come to a free workshop on rules for a small group"] == "/help"
    assert links["Get an email when this fund opens again."] == f"/funds/{world.open_round}/follow"


def test_an_unanswered_question_is_asked_again_with_what_to_do(browser: Browser, world: World) -> None:
    page = browser.get(f"{base(world)}/elig_rules?answered=elig_rules&elig_network=yes", 422)
    assert page.errors == [("#elig_rules", "Select an answer to continue")]
    assert page.values(f"{base(world)}/elig_rules") == {"elig_network": ["yes"], "answered": ["elig_rules"]}


def test_what_was_typed_stays_beside_its_error(browser: Browser, world: World) -> None:
    page = browser.get(f"{base(world)}/elig_amount?answered=elig_amount&elig_amount=a+lot", 422)
    assert page.errors == [("#elig_amount", "Enter an amount in pounds, like 5,000")]
    assert page.values(f"{base(world)}/elig_amount")["elig_amount"] == ["a lot"]


def test_every_reason_is_told_at_once_with_something_else_to_do(browser: Browser, world: World) -> None:
    page = result(browser, world, elig_area=["no"], elig_rules=["no"], elig_bank=["no"], elig_amount=["90,000"])
    assert page.h1 == "You cannot apply to this fund yet"
    for reason in (
        "We can only fund work that helps people in our area.",
        "You need a governing document.",
        "You must have this in place before we pay you",
        "This is more than the largest grant for this fund. You can ask for £3,001 to £75,000.",
    ):
        assert reason in page.text
    assert "What you can do now" in page.text
    assert page.all(".//main//form") == []
    changes = [target for words, target in page.links.items() if words.startswith("Change your answer to:")]
    assert len(changes) == 4


def test_a_warning_lets_people_start(browser: Browser, world: World) -> None:
    page = result(browser, world, elig_network=["applied"])
    assert page.h1 == "You can apply, but there are things to do"
    assert "You cannot send your application until we have approved your membership." in page.text
    assert {"Create an account", "Sign in and start"} <= set(page.links)


def test_an_applicant_starts_from_the_result_with_the_answers(browser: Browser, world: World) -> None:
    page = result(browser.sign_in("amina"), world)
    assert page.values(f"/funds/{world.open_round}/apply") == FITS


def test_a_result_without_all_answers_leads_to_the_first_open_question(browser: Browser, world: World) -> None:
    answer = browser.client.get(f"{base(world)}/result?elig_network=yes")
    assert redirect_of(answer) == f"{base(world)}/elig_type?elig_network=yes"


def test_back_leads_to_the_question_before_with_the_answers(browser: Browser, world: World) -> None:
    page = browser.get(f"{base(world)}/elig_rules?elig_network=yes&elig_type=cio")
    assert page.links["Back"] == f"{base(world)}/elig_type?elig_network=yes&elig_type=cio"


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "x" * 5000, "\x00", "null", "' OR 1=1 --"])
def test_strange_answers_are_asked_again(browser: Browser, world: World, value: str) -> None:
    query = urlencode({"elig_network": value, "answered": "elig_network"})
    assert browser.get(f"{base(world)}/elig_network?{query}", 422).h1.startswith("Is your organisation a member")
    assert "<script>alert" not in browser.get(f"{base(world)}/elig_type?{urlencode({'elig_network': value})}").html


def test_a_question_that_is_not_there_is_a_404(browser: Browser, world: World) -> None:
    browser.get(f"{base(world)}/elig_nothing", 404)


def test_nothing_of_it_is_written(browser: Browser, app: Flask, world: World) -> None:
    seen: list[str] = []
    engine = app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2].split()[0]))
    result(browser, world)
    assert set(seen) <= {"PRAGMA", "BEGIN", "SELECT"}
    assert "Set-Cookie" not in browser.client.get(f"{base(world)}/elig_type?elig_network=yes").headers


def test_a_round_without_a_check_says_so_and_how_to_go_on(browser: Browser, world: World, database: Database) -> None:
    with database.session() as session:
        round_ = public_round(session, world.open_round)
        assert round_ is not None
        round_.content = {key: value for key, value in round_.content.items() if key != "eligibility"}
    for address in (base(world), f"{base(world)}/elig_network", f"{base(world)}/result"):
        page = browser.get(address)
        assert page.h1.endswith("There is no check for this fund")
        assert page.links["Apply"] == f"/funds/{world.open_round}/apply" and "Ask us" in page.text
    for address in ("", "/questions"):
        browser.get(f"/funds/{world.open_round}{address}")
    browser.sign_in("olive").get(f"/manage/rounds/{world.open_round}/checks")
