"""A step of the form: saves whatever is there, loses nothing, and asks the database little."""

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import event

from portal.accounts.operations import end_sign_ins
from portal.applications.queries import application_by_reference
from portal.core.db import Database
from portal.formkit.queries import answers_of, revisions_of
from portal.organisations.models import Organisation
from tests.support.browser import Browser, Page
from tests.support.cast import account_named
from tests.support.world import World

PDF = b"%PDF-1.4\n%%EOF\n"
LATE = "One more thought about the seafront, and why the lights by the pier matter most"
JSON = {"Accept": "application/json", "X-Background": "1"}


@pytest.fixture
def step(draft: str) -> str:
    """The address of a page with one long answer."""
    return f"{draft}/tasks/s4/problem"


def kept(database: Database, world: World, key: str) -> object:
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        return answers_of(session, application.response).get(key)


@contextmanager
def queries(app: Flask) -> Iterator[list[str]]:
    """Every statement that reads or writes rows."""
    seen: list[str] = []
    engine = app.extensions["portal"].database.engine

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.split(maxsplit=1)[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_it_shows_the_question_its_limit_and_what_it_counts_towards(browser: Browser, step: str) -> None:
    page = browser.sign_in("amina").get(step)
    assert page.h1 == "What problem will you tackle?"
    assert "250 words" in page.text
    assert "Counts towards:" in page.text
    assert "by Amina Karim" in page.text


def test_saving_goes_on_and_keeps_every_character(
    browser: Browser, database: Database, world: World, draft: str, step: str
) -> None:
    typed = "It’s “close to home”.\r\n\r\n• buses – and 🙂 stairs\r\n<b>not bold</b> & 100% \ufeffreal"
    page = browser.sign_in("beth").get(step)
    assert browser.post(step, page.values() | {"problem": typed}) == f"{draft}/tasks/s4/evidence"
    assert kept(database, world, "problem") == typed.replace("\r\n", "\n")
    again = browser.get(step)
    assert again.values()["problem"] == [typed.replace("\r\n", "\n")]
    assert "by Beth Okafor" in again.text


def test_save_and_come_back_later_leads_home_with_a_word(browser: Browser, draft: str, step: str) -> None:
    page = browser.sign_in("amina").get(step)
    home = browser.follow(step, page.values() | {"problem": "Half a thou", "action": "later"})
    assert home.response.request.path == draft
    assert "Your answers are saved." in home.text


def test_an_answer_that_is_too_long_is_saved_and_then_told(
    browser: Browser, database: Database, world: World, step: str
) -> None:
    typed = " ".join(["word"] * 100_000)
    page = browser.sign_in("amina").get(step)
    answer = browser.post(step, page.values() | {"problem": typed}, 422)
    assert isinstance(answer, Page)
    assert len(answer.errors) == 1
    assert answer.errors[0][0] == "#problem"
    assert "99,750" in answer.errors[0][1]
    assert answer.values()["problem"] == [typed]
    assert kept(database, world, "problem") == typed


def test_extra_fields_change_nothing_else(browser: Browser, database: Database, world: World, step: str) -> None:
    page = browser.sign_in("amina").get(step)
    more = {
        "state": "approved",
        "submitted_at": "2020-01-01",
        "organisation_id": "2",
        "amount_requested": "1",
        "live": "",
    }
    browser.post(step, page.values() | {"problem": "Words"} | more)
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        assert (application.state, application.submitted_at, application.live) == ("draft", None, True)
        assert application.requested_pence == 845_000
    assert kept(database, world, "amount_requested") == 845_000


def test_title_and_amount_follow_the_answers(browser: Browser, database: Database, world: World, draft: str) -> None:
    browser.sign_in("amina")
    for address, key, typed in (
        (f"{draft}/tasks/s2/about", "project_name", "Lights on the Pier"),
        (f"{draft}/tasks/s8/amount-requested", "amount_requested", "£5,123.45"),
    ):
        page = browser.get(address)
        browser.post(address, page.values() | {key: typed})
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        assert (application.title, application.requested_pence) == ("Lights on the Pier", 512_345)


def test_two_who_change_the_same_answer_see_both_texts_and_choose(
    browser: Browser, app: Flask, database: Database, world: World, step: str
) -> None:
    other = Browser(app).sign_in("beth")
    mine, theirs = browser.sign_in("amina").get(step).values(), other.get(step).values()
    other.post(step, theirs | {"problem": "Beth wrote this."})
    clash = browser.post(step, mine | {"problem": "Amina wrote this."}, 409)
    assert isinstance(clash, Page)
    assert clash.h1 == "Someone else changed this while you were typing"
    assert "Saved by Beth Okafor" in clash.text
    assert "Beth wrote this." in clash.text
    assert "Amina wrote this." in clash.text
    assert kept(database, world, "problem") == "Beth wrote this."
    browser.post(step, clash.values() | {"choose-problem": "theirs"})
    assert kept(database, world, "problem") == "Beth wrote this."
    clash = browser.post(step, mine | {"problem": "Amina wrote this."}, 409)
    assert isinstance(clash, Page)
    browser.post(step, clash.values() | {"choose-problem": "mine"})
    assert kept(database, world, "problem") == "Amina wrote this."


def test_a_title_that_a_colleague_changed_meanwhile_is_not_put_back(
    browser: Browser, app: Flask, database: Database, world: World, draft: str
) -> None:
    address = f"{draft}/tasks/s2/about"
    other = Browser(app).sign_in("beth")
    mine, theirs = browser.sign_in("amina").get(address).values(), other.get(address).values()
    other.post(address, theirs | {"project_name": "Beth's name for it"})
    browser.post(address, mine | {"project_summary": "Amina's summary."})
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        assert application.title == "Beth's name for it"
    assert kept(database, world, "project_name") == "Beth's name for it"
    assert kept(database, world, "project_summary") == "Amina's summary."


def test_a_script_is_told_when_and_as_what_it_was_saved(
    browser: Browser, database: Database, world: World, step: str
) -> None:
    values = browser.sign_in("amina").get(step).values() | {"problem": "Saved by script"}
    sent = {"csrf_token": browser.csrf_token(), "action": "save", **values}
    answer = browser.client.post(step, data=sent, headers=JSON)
    assert answer.status_code == 200
    assert set(answer.json) == {"saved_at", "revision", "problems", "others"}
    assert (answer.json["revision"], answer.json["problems"], answer.json["others"]) == (2, {}, [])
    assert kept(database, world, "problem") == "Saved by script"
    again = browser.client.post(step, data=sent | {"base-revision": "2", "problem": "Again"}, headers=JSON)
    assert again.json["revision"] == 3


def test_a_page_goes_on_from_its_old_revision_while_it_shows_an_older_answer_than_ours(
    browser: Browser, app: Flask, database: Database, world: World, draft: str
) -> None:
    step = f"{draft}/tasks/s2/about"
    other = Browser(app).sign_in("beth")
    mine, theirs = browser.sign_in("amina").get(step).values(), other.get(step).values()
    other.post(step, theirs | {"project_name": "Beth's name"})
    sent = {"csrf_token": browser.csrf_token(), **mine, "tab-count": "1", "action": "save"}
    answer = browser.client.post(step, data=sent | {"project_summary": "Amina's words"}, headers=JSON)
    assert (answer.json["revision"], answer.json["others"]) == (
        int(mine["base-revision"][0]), ["What is your project called?"]
    )  # fmt: skip
    again = browser.client.post(step, data=sent | {"tab-count": "2", "project_summary": "More words"}, headers=JSON)
    assert again.json["others"] == ["What is your project called?"]
    assert kept(database, world, "project_name") == "Beth's name"
    assert kept(database, world, "project_summary") == "More words"


def test_a_script_is_told_of_a_clash_and_nothing_is_overwritten(
    browser: Browser, app: Flask, database: Database, world: World, step: str
) -> None:
    other = Browser(app).sign_in("beth")
    mine, theirs = browser.sign_in("amina").get(step).values(), other.get(step).values()
    other.post(step, theirs | {"problem": "Beth wrote this."})
    sent = {"csrf_token": browser.csrf_token(), **mine, "problem": "By script", "action": "save"}
    answer = browser.client.post(step, data=sent, headers=JSON)
    assert (answer.status_code, answer.json) == (409, {"clash": ["problem"]})
    assert kept(database, world, "problem") == "Beth wrote this."


def test_nothing_typed_is_lost_when_the_sign_in_has_ended(browser: Browser, app: Flask, step: str) -> None:
    values = browser.sign_in("amina").get(step).values()
    with app.extensions["portal"].database.session() as session:
        end_sign_ins(session, account=account_named(session, "amina"))
    target = browser.post(step, values | {"problem": "Typed for an hour"})
    assert isinstance(target, str)
    assert target.startswith("/sign-in?next=")
    (back,) = parse_qs(urlsplit(target).query)["next"]
    page = browser.sign_in("amina").get(back)
    assert page.values()["problem"] == ["Typed for an hour"]
    assert "We kept what you typed" in page.text
    browser.sign_in("beth")
    assert "Typed for an hour" not in browser.get(back).html


def test_a_sent_application_is_not_changed_and_gives_the_text_back(
    browser: Browser, database: Database, world: World, draft: str, step: str
) -> None:
    values = browser.sign_in("amina").get(step).values()
    browser.post(f"{draft}/submit")
    before = kept(database, world, "problem")
    page = browser.post(step, values | {"problem": LATE}, 409)
    assert isinstance(page, Page)
    assert "have been sent" in page.h1
    assert LATE in page.html
    assert kept(database, world, "problem") == before
    assert "sent" in browser.get(step, 409).h1


def test_a_file_is_kept_shown_and_taken_away(browser: Browser, database: Database, world: World, draft: str) -> None:
    step = f"{draft}/tasks/s9/documents"
    browser.sign_in("amina")
    values = browser.get(step).values()
    upload = {"documents-accounts": (io.BytesIO(PDF), "our accounts.pdf")}
    browser.post(step, values | upload | {"action": "save"}, content_type="multipart/form-data")
    documents = kept(database, world, "documents")
    assert isinstance(documents, dict)
    assert documents["accounts"]["file"]["name"] == "our accounts.pdf"
    page = browser.get(step)
    (link,) = [target for words, target in page.links.items() if words == "our accounts.pdf"]
    with browser.client.get(link) as download:
        assert download.get_data() == PDF
    browser.post(step, page.values() | {"action": "remove-file:documents-accounts"})
    assert kept(database, world, "documents") != documents


def test_a_file_that_cannot_be_taken_is_told_beside_its_field_and_the_rest_is_kept(
    browser: Browser, draft: str
) -> None:
    step = f"{draft}/tasks/s9/documents"
    values = browser.sign_in("amina").get(step).values()
    upload = {"documents-accounts": (io.BytesIO(b"<script>alert(1)</script>"), "accounts.pdf")}
    page = browser.post(step, values | upload, 422, content_type="multipart/form-data")
    assert isinstance(page, Page)
    assert [field for field, _words in page.errors] == ["#documents-accounts"]
    typed = {name: v for name, v in values.items() if name != "tab-key"}  # each page that is opened has its own
    assert {name: v for name, v in page.values().items() if name in typed} == typed


def test_reading_a_step_takes_five_queries_and_saving_it_eight(browser: Browser, app: Flask, step: str) -> None:
    values = browser.sign_in("amina").get(step).values()  # the process has parsed the form
    with queries(app) as seen:
        browser.get(step)
    assert len(seen) == 5, seen
    with queries(app) as seen:
        browser.post(step, values | {"problem": "New words"})
    assert len(seen) == 8, seen


def test_many_savings_in_two_tabs_overwrite_nothing_unseen(
    browser: Browser, app: Flask, database: Database, world: World, step: str
) -> None:
    """Forty savings from two people with what they had before them: each is kept, or answered by a clash."""
    acknowledged: list[str] = []
    values = browser.sign_in("amina").get(step).values()

    def write(name: str) -> None:
        mine = Browser(app).sign_in(name)
        base = values["base-revision"][0]
        for number in range(20):
            words = f"{name} {number}"
            sent = {"csrf_token": mine.csrf_token(), "base-revision": base, "problem": words, "action": "save"}
            answer = mine.client.post(step, data=sent, headers=JSON)
            if answer.status_code == 200:
                acknowledged.append(words)
                base = str(answer.json["revision"])
            else:
                assert answer.status_code == 409
                base = mine.get(step).values()["base-revision"][0]

    threads = [threading.Thread(target=write, args=(name,)) for name in ("amina", "beth")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        written = [r.changed["problem"] for r in revisions_of(session, application.response, "s4")][1:]
    assert sorted(written) == sorted(acknowledged)
    assert kept(database, world, "problem") == written[-1]


def test_a_name_with_markup_stays_words(browser: Browser, database: Database, draft: str) -> None:
    with database.session() as session:
        session.query(Organisation).filter_by(name="Harbour Sisters").one().name = "<img src=x onerror=alert(1)>"
    address = f"{draft}/tasks/s2/about"
    browser.sign_in("amina")
    browser.post(address, browser.get(address).values() | {"project_name": "<script>alert(1)</script>"})
    for page in (browser.get(draft), browser.get(f"{draft}/check"), browser.get(f"{draft}/copy")):
        assert "<img src=x" not in page.html
        assert "<script>alert" not in page.html
