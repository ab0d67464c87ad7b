"""The office's pages: progress, editor, preview, release."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, update

from portal.accounts.models import SignIn
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.clock import now
from portal.core.db import Database
from portal.feedback.operations import release_round
from portal.funds.queries import round_by_slug
from tests.factories.panel import (
    actor_named,
    approved,
    new_application,
    new_round,
    recommended,
    scored,
    signed,
)
from tests.support.browser import Browser


@pytest.fixture
def reference(database: Database) -> str:
    """A scored application whose recommendation is signed."""
    with database.session() as session:
        application = scored(session, new_application(session, new_round(session)), asha=[5, 1], ben=[4, 2])
        recommended(session, application)
        signed(session, application)
        return application.reference


def address(reference: str) -> str:
    """The editor's address."""
    return f"/manage/applications/{reference}/feedback"


def draft(browser: Browser, reference: str) -> dict[str, str]:
    """Draft it and give what its form would send."""
    page = browser.follow(address(reference))
    return {name: values[0] for name, values in page.values(address(reference)).items()}


OWN = {"change-1": "Put the sum behind the van hire.", "change_first-2": "Put the sum behind the van hire."}


def test_it_drafts_saves_and_approves(browser: Browser, reference: str) -> None:
    browser.sign_in("olive")
    assert "Nothing is written yet" in browser.get(address(reference)).text
    sent = draft(browser, reference)
    assert sent["strong-1"].startswith("You showed strong partnership.")
    sent |= OWN
    page = browser.follow(address(reference), sent | {"summary": "Thank you for a clear plan.", "action": "save"})
    assert "Last saved by Olive Hart" in page.text and "Thank you for a clear plan." in page.html
    target = browser.sign_in("piers").post(
        address(reference), sent | {"summary": "Thank you for a clear plan.", "base-revision": "2", "action": "approve"}
    )
    assert isinstance(target, str) and "1 of 1 ready to release." in browser.get(target).text
    assert "Approved by Piers Nash" in browser.get(address(reference)).text


def test_what_is_missing_stops_approval_and_is_kept(browser: Browser, reference: str) -> None:
    browser.sign_in("olive")
    sent = (
        draft(browser, reference) | OWN | {"missing-2": "", "summary": "Kept words of a summary.", "action": "approve"}
    )
    page = browser.post(address(reference), sent, 422)
    assert page.errors == [("#missing-2", "Enter a text for “2. Careful with public money: what was missing”")]
    assert browser.get(address(reference)).values(address(reference))["summary"] == ["Kept words of a summary."]


def test_it_warns_of_words_and_names_and_lets_them_pass(browser: Browser, reference: str) -> None:
    browser.sign_in("olive")
    sent = draft(browser, reference) | OWN | {"summary": "As Asha Verma said, the applicant should see email."}
    page = browser.follow(address(reference), sent)
    for words in ("Summary: this may name an assessor", "instead of “the applicant”", "instead of “see email”"):
        assert words in page.text
    browser.post(address(reference), sent | {"base-revision": "2", "action": "approve"})


def test_two_officers_at_once_see_both_texts(browser: Browser, reference: str) -> None:
    browser.sign_in("piers")
    sent = draft(browser, reference)
    browser.post(address(reference), sent | {"summary": "Piers was first with these words."})
    mine = sent | {"summary": "Olive came second with these.", "change-2": "Olive's second change."}
    page = browser.sign_in("olive").post(address(reference), mine, 409)
    assert "Saved by Piers Nash" in page.text
    answer = {name: values[0] for name, values in page.values(address(reference)).items()}
    technical = {"base-revision", "tab-key", "tab-count", "tab-unsure"}
    assert {name: answer[name] for name in mine if name not in technical} == {
        name: value for name, value in mine.items() if name not in technical
    }
    browser.post(address(reference), answer | {"choose-summary": "saved"})
    values = browser.get(address(reference)).values(address(reference))
    assert (values["summary"], values["change-2"]) == (
        ["Piers was first with these words."],
        ["Olive's second change."],
    )


def test_the_preview_is_the_applicants_own_page(browser: Browser, database: Database, reference: str) -> None:
    browser.sign_in("olive").get(f"{address(reference)}/preview", 404)
    draft(browser, reference)
    page = browser.get(f"{address(reference)}/preview")
    assert page.h1 == "We will fund your project"
    assert "This is what they will read. Nobody has been told yet." in page.text


def test_all_of_a_round_are_drafted_at_once(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session)
        for _ in range(3):
            application = new_application(session, made, state=ApplicationState.MODERATION)
            recommended(session, application, "reserve")
        slug = made.slug
    page = browser.sign_in("olive").follow(f"/manage/rounds/{slug}/feedback", {})
    assert "Drafted feedback on 3 applications." in page.text


def test_progress_and_release_take_the_same_queries_for_any_number(browser: Browser, database: Database) -> None:
    counts = []
    statements: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    for number in (1, 3, 30):
        with database.session() as session:
            made = new_round(session)
            for _ in range(number):
                application = new_application(session, made, state=ApplicationState.MODERATION)
                recommended(session, application, "reserve")
                approved(session, application)
            slug = made.slug
        browser.sign_in("olive")
        found = []
        for url in (f"/manage/rounds/{slug}/feedback", f"/manage/rounds/{slug}/release"):
            statements.clear()
            browser.get(url)
            found.append(len(statements))
        counts.append(found)
    assert counts == [counts[0]] * 3


def test_a_second_reader_approves_several_one_press_each(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session)
        references = []
        for name in ("Alder", "Birch", "Cedar"):
            application = scored(session, new_application(session, made, name=name), asha=[5, 1], ben=[4, 2])
            recommended(session, application)
            references.append(application.reference)
        slug = made.slug
    url = f"/manage/rounds/{slug}/feedback"
    browser.sign_in("olive").follow(url, {})
    for reference, following in zip(references, [*references[1:], references[2]], strict=True):
        sent = {name: values[0] for name, values in browser.get(address(reference)).values(address(reference)).items()}
        sent |= OWN | {"summary": f"Thank you for {reference}.", "action": "save-next"}
        assert browser.post(address(reference), sent) == address(following)
    own = browser.get(address(references[0]))
    assert (
        "You wrote this last. Ask a colleague" in own.text
        and "Approve" not in own.html.split("<main")[1].split("You wrote this last")[0]
    )
    browser.post(address(references[0]), own.values(address(references[0])) | {"action": "approve"})
    assert "For a second reader (3)" in browser.get(url).text
    browser.sign_in("piers")
    targets = []
    for reference in references:
        sent = {name: values[0] for name, values in browser.get(address(reference)).values(address(reference)).items()}
        targets.append(browser.post(address(reference), sent | {"action": "approve"}))
    assert targets == [address(references[1]), address(references[2]), url]
    approved_ones = browser.get(f"{url}?show=approved").text
    assert "Approved (3)" in approved_ones and "Alder" in approved_ones
    assert "None at the moment." in browser.get(f"{url}?show=to-draft").text


def test_a_change_by_the_second_reader_goes_to_another_reader(browser: Browser, reference: str) -> None:
    sent = draft(browser.sign_in("olive"), reference)
    changed = sent | OWN | {"summary": "Thank you for a very clear plan.", "action": "approve"}
    page = browser.follow(address(reference), changed)
    assert "Saved. You wrote this last, so ask a colleague to read it and approve it." in page.text
    assert "Thank you for a very clear plan." in page.html


def test_a_gap_and_a_name_are_said_beside_the_field(browser: Browser, reference: str) -> None:
    sent = draft(browser.sign_in("olive"), reference) | OWN | {"summary": "Thank you for [name of project]."}
    browser.post(address(reference), sent)
    page = browser.sign_in("piers").post(address(reference), sent | {"base-revision": "2", "action": "approve"}, 422)
    assert page.errors == [("#summary", "Replace “[name of project]” in “Summary” with what is true of this group")]


def test_the_editor_takes_the_same_queries_for_any_size_of_round(browser: Browser, database: Database) -> None:
    statements: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    browser.sign_in("olive")
    counts = []
    for number in (2, 9):
        with database.session() as session:
            made = new_round(session)
            for _ in range(number):
                application = new_application(session, made, state=ApplicationState.MODERATION)
                recommended(session, application, "reserve")
                approved(session, application)
            reference = application.reference
        browser.get(address(reference))  # the first page of a sign-in notes that it is in use
        statements.clear()
        browser.get(address(reference))
        counts.append(len(statements))
    assert counts[0] == counts[1]


def two_decided(database: Database, *, approve: int) -> tuple[str, list[str]]:
    """A decided round of two; how many have approved feedback."""
    with database.session() as session:
        made = new_round(session)
        applications: list[Application] = []
        for name, outcome in (("Tide", "fund"), ("Ebb", "not_funded")):
            application = new_application(session, made, state=ApplicationState.MODERATION, name=name)
            recommended(session, application, outcome)
            applications.append(application)
        signed(session, *applications)
        for application in applications[:approve]:
            approved(session, application)
        return made.slug, [application.reference for application in applications]


def test_release_says_who_is_still_to_finish_and_is_refused(browser: Browser, database: Database) -> None:
    slug, references = two_decided(database, approve=1)
    page = browser.sign_in("olive").get(f"/manage/rounds/{slug}/release")
    assert "1 application still to finish" in page.text and "Ebb: No feedback is drafted." in page.text
    assert page.all(".//main//form") == []
    assert references[1] in browser.post(f"/manage/rounds/{slug}/release", status=409).text


def test_release_lists_everyone_with_totals_and_happens_once(browser: Browser, database: Database) -> None:
    slug, _ = two_decided(database, approve=2)
    url = f"/manage/rounds/{slug}/release"
    page = browser.sign_in("olive").get(url)
    assert "Tide" in page.text and "Ebb" in page.text and "Total 2 applications 1 award £16,000 £8,000" in page.text
    page = browser.follow(url)
    assert page.h1 == "Released" and "Released: 2 applications." in page.text
    browser.post(url, status=409)


def test_release_asks_for_the_password_again(browser: Browser, app: Flask, database: Database) -> None:
    slug, _ = two_decided(database, approve=2)
    browser.sign_in("olive")
    with app.extensions["portal"].database.session() as session:
        session.execute(update(SignIn).values(confirmed_at=now() - timedelta(minutes=16)))
    target = browser.post(f"/manage/rounds/{slug}/release")
    assert isinstance(target, str) and target.startswith("/confirm-password")


def test_what_is_released_is_only_read(browser: Browser, database: Database) -> None:
    slug, references = two_decided(database, approve=2)
    with database.session() as session:
        made = round_by_slug(session, slug)
        assert made is not None
        release_round(session, round_=made, actor=actor_named(session, "olive"))
    page = browser.sign_in("olive").get(address(references[0]))
    assert "Correct a mistake" in page.links and "Save" not in page.text
    browser.post(address(references[0]), {"revision": "2", "summary": "x"}, 409)
