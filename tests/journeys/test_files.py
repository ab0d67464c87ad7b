"""Files and papers in a browser: a file on its way with its bar, refused ones told at once; a draft written in Word."""

import io
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from portal.accounts.operations import hash_password
from portal.applications.queries import application_by_reference
from portal.documents.operations import path_of
from portal.formkit.queries import answers_of
from tests.support.cast import CAST, account_named
from tests.support.files import PDF
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
DRAFT = f"/applications/{World().draft}"
DOCUMENTS = f"{DRAFT}/tasks/s9/documents"
MB = 1024 * 1024


def amina(chromium: Browser, live: Live, *, script: bool = True) -> Person:
    """The lead of Harbour Sisters, signed in."""
    with live.app.extensions["portal"].database.session() as session:
        account_named(session, "amina").password_hash = hash_password(PASSWORD)
    person = Person(chromium, live.url, script=script)
    person.go("/sign-in").type("Email address", CAST["amina"].email).type("Password", PASSWORD).click("Sign in")
    return person


def answers(live: Live) -> dict[str, object]:
    """What is saved in the draft."""
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        application = application_by_reference(session, World().draft)
        assert application is not None
        return answers_of(session, application.response)


def test_a_file_is_sent_as_soon_as_it_is_chosen_and_its_way_is_shown(
    chromium: Browser, live: Live, tmp_path: Path
) -> None:
    person = amina(chromium, live).go(DOCUMENTS)
    page = person.page
    quote = tmp_path / "quote for the hall.pdf"
    quote.write_bytes(PDF + bytes(9 * MB))
    page.evaluate(
        """() => new MutationObserver(() => {
            const bar = document.querySelector(".portal-upload progress");
            if (bar) (JSON.parse(sessionStorage.seen ?? "[]").at(-1) ?? -1) < bar.value &&
              (sessionStorage.seen = JSON.stringify([...JSON.parse(sessionStorage.seen ?? "[]"), bar.value]));
        }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true })"""
    )
    network = person.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 6 * MB}
    network.send("Network.emulateNetworkConditions", slow)
    page.locator("input[name='documents-quote']").set_input_files(quote)
    person.wait_for_file(quote.name)
    network.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    seen = page.evaluate("JSON.parse(sessionStorage.seen)")
    assert len(seen) > 2, seen
    assert seen[-1] == 100
    file = answers(live)["documents"]["quote"]["file"]  # type: ignore[index]
    assert path_of(live.app.extensions["portal"].settings.uploads, file["id"]).read_bytes() == quote.read_bytes()
    person.close()


def test_a_file_that_cannot_be_taken_is_told_beside_its_question(chromium: Browser, live: Live, tmp_path: Path) -> None:
    person = amina(chromium, live).go(DOCUMENTS)
    page = person.page
    refusals = {
        "big.pdf": (PDF + bytes(10 * MB), "The file is 10.1MB. It must be 10MB or smaller"),
        "empty.pdf": (b"", "The file is empty. Choose another file"),
        "page.pdf": (b"<!doctype html><script>alert(1)</script>", "The file must be a PDF, Word (DOCX)"),
        "locked.pdf": (PDF.replace(b"/Root", b"/Encrypt 9 0 R /Root"), "The file has a password."),
    }
    for name, (content, words) in refusals.items():
        (tmp_path / name).write_bytes(content)
        page.locator("input[name='documents-quote']").set_input_files(tmp_path / name)
        expect(page.locator("[data-upload-error]")).to_contain_text(words)
        expect(page.locator(".portal-upload:visible")).to_have_count(0)
    page.route(
        "**/tasks/s9/documents", lambda route: route.abort() if route.request.method == "POST" else route.continue_()
    )
    (tmp_path / "good.pdf").write_bytes(PDF)
    page.locator("input[name='documents-quote']").set_input_files(tmp_path / "good.pdf")
    expect(page.locator("[data-upload-error]")).to_contain_text("We could not upload the file. Check your connection")
    person.faults = [fault for fault in person.faults if "ERR_FAILED" not in fault]
    page.unroute("**/tasks/s9/documents")
    page.locator("input[name='documents-quote']").set_input_files(tmp_path / "good.pdf")
    person.wait_for_file("good.pdf")
    assert page.locator("[data-upload-error]").count() == 0
    person.close()


def test_a_dropped_file_and_a_button_pressed_meanwhile(chromium: Browser, live: Live) -> None:
    person = amina(chromium, live).go(DOCUMENTS)
    page = person.page
    network = person.context.new_cdp_session(page)
    conditions = {"offline": False, "latency": 300, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", conditions)
    dropped = page.evaluate_handle(
        """() => { const given = new DataTransfer();
            given.items.add(new File(["%PDF-1.4\\n%%EOF\\n"], "dropped.pdf", {type: "application/pdf"}));
            return given; }"""
    )
    with page.expect_navigation(wait_until="load"):
        page.locator("#documents-quote").dispatch_event("drop", {"dataTransfer": dropped})
        page.get_by_role("button", name="Save and continue", exact=True).last.click()
    assert person.look().path == DRAFT
    assert answers(live)["documents"]["quote"]["file"]["name"] == "dropped.pdf"  # type: ignore[index]
    person.close()


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_a_draft_is_written_in_word_and_brought_back(
    chromium: Browser, live: Live, tmp_path: Path, script: bool
) -> None:
    person = amina(chromium, live, script=script).go(DRAFT)
    person.follow("Write your answers in Word")
    with person.page.expect_download() as download:
        person.page.get_by_role("link", name="Word document (.docx)").click()
    document = Document(io.BytesIO(Path(download.value.path()).read_bytes()))
    for table in document.tables:
        if "[#project_name]" in table.cell(0, 0).text:
            table.cell(1, 0).text = "Goleuadau’r Cei 🌙"
        if "[#is_partnership]" in table.cell(0, 0).text:
            table.cell(1, 0).text = "perhaps"
    document.save(str(tmp_path / "filled.docx"))
    before = answers(live)
    person.page.locator("input[name='paper']").set_input_files(tmp_path / "filled.docx")
    person.click("See what would change")
    assert "1 answer that you can take" in person.text
    assert "Goleuadau’r Cei 🌙" in person.text
    assert "Select one of the answers in the list, in its own words." in person.text
    assert answers(live) == before
    person.page.get_by_role("button", name="Take the ticked answers", exact=True).last.scroll_into_view_if_needed()
    person.press(person.page.get_by_role("button", name="Take the ticked answers", exact=True).last)
    assert "1 answer from your file is saved." in person.text
    assert answers(live) == before | {"project_name": "Goleuadau’r Cei 🌙"}
    person.close()
