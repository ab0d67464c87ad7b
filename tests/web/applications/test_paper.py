"""Writing away from the portal: taken along, brought back, compared, and only what was ticked is saved."""

import io
from typing import Any

import pytest
from docx import Document

from portal.applications.queries import application_by_reference
from portal.core.db import Database
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from tests.support.browser import Browser, Page
from tests.support.building.applications import person
from tests.support.files import PDF, XLSX, zipped
from tests.support.world import World

NAME = "Safe Steps on the Seafront"
OTHER = "Llŷn i’r Lloer 🌙 السلام Zażółć"


@pytest.fixture
def url(draft: str) -> str:
    """The page of the draft."""
    return f"{draft}/paper"


@pytest.fixture
def amina(browser: Browser) -> Browser:
    """The lead's browser."""
    return browser.sign_in("amina")


def answers(database: Database, world: World) -> dict[str, Any]:
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        return answers_of(session, application.response)


def by_beth(database: Database, world: World, **values: Any) -> None:
    with database.session() as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        form = form_of(application.response.form_version)
        section = form.place_of[next(iter(values))][0]
        base = sections_of(session, application.response)[section.key].revision
        actor = person(session, "beth")
        save_answers(session, response=application.response, section=section, values=values, base=base, actor=actor)


def text_of(browser: Browser, url: str) -> str:
    with browser.client.get(f"{url}/answers.txt") as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="SCF27-DRFT-answers.txt"'
        return answer.get_data(as_text=True)


def word_of(browser: Browser, url: str) -> bytes:
    with browser.client.get(f"{url}/answers.docx") as answer:
        assert answer.headers["Content-Disposition"] == 'attachment; filename="SCF27-DRFT-answers.docx"'
        return answer.get_data()


def changed_word(data: bytes, **texts: str) -> bytes:
    """The document as somebody filled it in: other words in the boxes of these questions."""
    document = Document(io.BytesIO(data))
    for table in document.tables:
        for key, text in texts.items():
            if f"[#{key}]" in table.cell(0, 0).text:
                table.cell(1, 0).text = text
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def look(browser: Browser, url: str, *, pasted: str = "", file: bytes | None = None, status: int = 200) -> Page:
    sent: dict[str, Any] = {"action": "look", "pasted": pasted}
    if file is not None:
        sent["paper"] = (io.BytesIO(file), "form.docx")
    found = browser.post(url, sent, status=status)
    assert isinstance(found, Page)
    return found


def test_the_page_says_how_and_leads_to_both_files(amina: Browser, url: str) -> None:
    page = amina.get(url)
    assert page.links["Word document (.docx)"] == f"{url}/answers.docx"
    assert page.links["Plain text (.txt)"] == f"{url}/answers.txt"
    assert "before anything is saved" in page.text
    assert (
        amina.get(url.removesuffix("/paper")).links["Write your answers in Word or as plain text, and upload them"]
        == url
    )


def test_what_was_not_changed_has_nothing_to_take(amina: Browser, url: str) -> None:
    for page in (look(amina, url, pasted=text_of(amina, url)), look(amina, url, file=word_of(amina, url))):
        assert "0 answers that you can take" in page.text
        assert "There is nothing in your file to take." in page.text
        assert "could not read" not in page.text


def test_a_word_document_is_compared_and_only_the_ticked_is_saved(
    amina: Browser, url: str, database: Database, world: World
) -> None:
    before = answers(database, world)
    file = changed_word(word_of(amina, url), project_name=OTHER, problem="First.\n\nSecond.", evidence="Not this one")
    page = look(amina, url, file=file)
    assert "3 answers that you can take" in page.text
    assert NAME in page.text
    assert OTHER in page.text
    assert answers(database, world) == before
    sent = page.values(url)
    assert sent["take"] == ["project_name", "problem", "evidence"]
    amina.post(url, sent | {"action": "take", "take": ["project_name", "problem"]})
    assert answers(database, world) == before | {"project_name": OTHER, "problem": "First.\n\nSecond."}
    assert "2 answers from your file are saved." in amina.get("/applications/SCF27-DRFT").text
    assert amina.get("/applications/SCF27-DRFT").h1 == OTHER


def test_pasted_text_does_the_same(amina: Browser, url: str, database: Database, world: World) -> None:
    pasted = f"[#project_name]\n{OTHER}\n[#people_helped]\nabout 40\n[#districts]\nPortsmouth\n[#nothing_of_ours]\nx"
    page = look(amina, url, pasted=pasted)
    assert "Enter a whole number, like 40. You can take it and mend it online." in page.text
    assert "These markers belong to no question of this form: nothing_of_ours." in page.text
    amina.post(url, page.values(url) | {"action": "take"})
    assert answers(database, world)["project_name"] == OTHER
    assert answers(database, world)["people_helped"] == "about 40"


@pytest.mark.parametrize(
    ("pasted", "words"),
    [
        ("[#is_partnership]\nperhaps", "Select one of the answers in the list, in its own words."),
        ("[#districts]\nPortsmouth\nAtlantis", "‘Atlantis’ is not in the list. Use the words of the list."),
        ("[#project_dates]\nnext spring", "‘next spring’ must be a real date, like 27 March 2027."),
        ("[#budget]\nWhat it is: x\nType of cost: gold", "Row 1, type of cost: select one of the answers in the list"),
        ("[#documents]\nwe have sent them", "Answer this online."),
        (
            "[#project_name]\nOne\n[#project_name]\nTwo",
            "This question is in your file twice, with two different answers.",
        ),
    ],
)
def test_what_cannot_be_read_is_said(amina: Browser, url: str, pasted: str, words: str) -> None:
    page = look(amina, url, pasted=pasted)
    assert "1 part that we could not read" in page.text
    assert words in page.text
    assert page.values(url) == {}


def test_a_text_that_is_too_long_can_be_taken(amina: Browser, url: str, database: Database, world: World) -> None:
    long = " ".join(["word"] * 5000)
    page = look(amina, url, pasted=f"[#problem]\n{long}")
    assert "Too long" in page.text
    amina.post(url, page.values(url) | {"action": "take"})
    assert answers(database, world)["problem"] == long


def test_a_blank_never_deletes(amina: Browser, url: str, database: Database, world: World) -> None:
    before = answers(database, world)
    with amina.client.get(f"/funds/{world.open_round}/questions.docx") as answer:
        page = look(amina, url, file=answer.get_data())
    assert "left blank in your file: we keep what is online" in page.text
    sent = page.values() | {"action": "take", "take": ["project_name"], "text-project_name": ""}
    amina.post(url, sent)
    assert answers(database, world)["problem"] == before["problem"]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (PDF, "We could not find any of our questions in it. Use the Word document or the text from this page"),
        (b"\xff\xd8\xff\xe0\x00\x00", "The file must be the Word document (.docx) or the text (.txt) from this page"),
        (XLSX, "The file must be a Word (DOCX)"),
        (zipped(("word/document.xml", b"<w/>")), "We could not find any of our questions in it."),
        (b"PK\x03\x04", "The file is damaged."),
        (PDF + bytes(10 * 1024 * 1024), "The file is 10.1MB. It must be 10MB or smaller"),
        (b"", "The file is empty"),
    ],
    ids=["pdf", "jpg", "xlsx", "another docx", "half a zip", "too big", "empty"],
)
def test_a_file_that_is_not_ours_is_told_beside_the_field(amina: Browser, url: str, file: bytes, words: str) -> None:
    page = look(amina, url, file=file, pasted="kept", status=422)
    assert [target for target, _words in page.errors] == ["#paper"]
    assert words.split(".", maxsplit=1)[0] in page.errors[0][1]
    assert page.values(url)["pasted"] == ["kept"]


def test_nothing_chosen_and_nothing_ticked(amina: Browser, url: str) -> None:
    assert look(amina, url, status=422).errors == [("#paper", "Choose a file, or paste your text")]
    page = look(amina, url, pasted=f"[#project_name]\n{OTHER}")
    sent = page.values(url) | {"action": "take"}
    del sent["take"]
    told = amina.post(url, sent, status=422)
    assert isinstance(told, Page)
    assert told.errors == [("#take", "Select at least one answer to take")]
    assert told.values(url)["text-project_name"] == [OTHER]


def test_a_colleague_who_was_quicker_is_shown_and_nothing_is_lost(
    amina: Browser, url: str, database: Database, world: World
) -> None:
    page = look(amina, url, pasted=f"[#project_name]\n{OTHER}\n[#problem]\nMine")
    by_beth(database, world, project_name="By Beth")
    before = answers(database, world)
    told = amina.post(url, page.values(url) | {"action": "take"}, status=409)
    assert isinstance(told, Page)
    assert answers(database, world) == before
    assert "Somebody changed one of these answers while you were looking." in told.text
    assert "By Beth" in told.text
    assert told.values(url)["take"] == ["problem"]
    amina.post(url, told.values(url) | {"action": "take", "take": ["project_name", "problem"]})
    assert answers(database, world) == before | {"project_name": OTHER, "problem": "Mine"}


def test_taking_twice_has_the_effect_of_once(amina: Browser, url: str, database: Database, world: World) -> None:
    sent = look(amina, url, pasted=f"[#project_name]\n{OTHER}").values(url) | {"action": "take"}
    for _ in range(2):
        assert amina.post(url, sent) == "/applications/SCF27-DRFT"
    assert answers(database, world)["project_name"] == OTHER


def test_what_was_changed_online_since_is_not_taken_back(
    amina: Browser, url: str, database: Database, world: World
) -> None:
    file = word_of(amina, url)
    by_beth(database, world, project_name="By Beth", project_summary="Hers")
    page = look(amina, url, file=changed_word(file, project_summary="Mine"))
    assert "Changed online since" in page.text
    assert "Changed in both places" in page.text
    assert "take" not in page.values(url)
    assert {name for name in page.values(url) if name.startswith("text-")} == {
        "text-project_name",
        "text-project_summary",
    }


def test_a_file_of_another_application_is_told(amina: Browser, url: str) -> None:
    page = look(amina, url, pasted=f"[## safer_communities_fund SCF26-ABCD s2:9]\n[#project_name]\n{OTHER}")
    assert "This file comes from another application, SCF26-ABCD." in page.text


def test_what_was_sent_is_not_written_in(browser: Browser, world: World) -> None:
    owen = browser.sign_in("owen")
    assert owen.get(f"/applications/{world.sent}/paper", 409).h1 == "This application has been sent"
    told = owen.post(f"/applications/{world.sent}/paper", {"action": "take", "take": "project_name"}, status=409)
    assert isinstance(told, Page)


def test_text_that_came_back_after_signing_in_is_compared(browser: Browser, amina: Browser, url: str) -> None:
    page = look(amina, url, pasted=f"[#project_name]\n{OTHER}")
    sent = page.values(url) | {"action": "take"}
    amina.get("/account")
    token = amina.csrf_token()
    with amina.client.session_transaction() as cookie:
        kept_id = cookie["_user_id"]
    with amina.app.extensions["portal"].database.session() as session:
        from sqlalchemy import update

        from portal.accounts.models import SignIn
        from portal.core.clock import now

        session.execute(update(SignIn).values(ended_at=now()))
    assert kept_id
    back = amina.client.post(url, data=sent | {"csrf_token": token}).headers["Location"]
    assert back.startswith("/sign-in?next=")
    key = back.rsplit("kept%3D", 1)[1]
    found = browser.sign_in("amina").get(f"{url}?kept={key}")
    assert OTHER in found.text
    assert found.values(url)["take"] == ["project_name"]


def test_the_blank_form_is_everybodys(browser: Browser, world: World) -> None:
    for ending in ("docx", "txt"):
        with browser.client.get(f"/funds/{world.open_round}/questions.{ending}") as answer:
            name = f"{world.open_round}-questions.{ending}"
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    with browser.client.get(f"/funds/{world.open_round}/questions.txt") as answer:
        text = answer.get_data(as_text=True)
    assert "For planning. Do not send this by email or post. Apply online or by phone." in text
    assert NAME not in text
    page = browser.get(f"/funds/{world.open_round}/questions")
    assert page.links["Word document, to write in and upload back"] == f"/funds/{world.open_round}/questions.docx"
