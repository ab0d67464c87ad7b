"""The panel pack, the scoring sheet, and the sheet that comes back."""

import io

import pytest
from openpyxl import load_workbook

from portal.assessment.operations import assign, declare_no_link, pin_conflict
from portal.core.db import Database
from portal.core.sheets import as_csv
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.browser import Browser, Page
from tests.support.cast import account_named

HEAD = ("Reference", "Project", "Principle", "What it is about", "Score (0 to 5)", "Reason")


@pytest.fixture
def references(database: Database) -> list[str]:
    """Three that Dev has declared for, of which the last is then kept from him, and one that he has not."""
    with database.session() as session:
        round_ = new_round(session)
        made = [new_application(session, round_, name=f"Pack Group {n}") for n in range(4)]
        dev, olive = account_named(session, "dev"), actor_named(session, "olive")
        for application in made:
            assignment = assign(session, application=application, assessor=dev, actor=olive)
            if application is not made[3]:
                declare_no_link(session, assignment=assignment, actor=actor_named(session, "dev"))
        pin_conflict(session, application=made[2], person=dev, kind="work", text="A job.", actor=olive)
        return [one.reference for one in made]


def send(browser: Browser, rows: list[tuple[object, ...]], status: int) -> Page:
    sheet = as_csv(HEAD, rows)  # type: ignore[arg-type]
    page = browser.post("/assess/sheet", {"sheet": (io.BytesIO(sheet), "scores.csv")}, status)
    assert isinstance(page, Page)
    return page


def test_the_pack_holds_what_can_be_scored_and_nothing_else(browser: Browser, references: list[str]) -> None:
    page = browser.sign_in("dev").get("/assess/pack")
    assert "Pack Group 0" in page.text and "The youth club has agreed to lend its hall." in page.text
    assert "Pack Group 2" not in page.html and "Pack Group 3" not in page.html
    answer = browser.client.get("/assess/pack.pdf")
    assert answer.data.startswith(b"%PDF-") and "panel-pack.pdf" in answer.headers["Content-Disposition"]
    book = load_workbook(io.BytesIO(browser.client.get("/assess/sheet.xlsx").data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == HEAD and sorted({row[0] for row in rows[1:]}) == sorted(references[:2])
    assert [row[2] for row in rows[1:]] == [1, 2, 1, 2]
    olive = browser.sign_in("olive").get(f"/manage/applications/{references[0]}/conflicts")
    assert "in a panel pack" in olive.text and "Dev" in olive.text


def test_a_sheet_is_shown_before_it_is_saved(browser: Browser, references: list[str]) -> None:
    browser.sign_in("dev").post(f"/assess/{references[0]}", {"revision": "0", "note": "Ask about the hall."})
    rows = [
        (references[0], "x", 1, "x", 4, "Clear roles."),
        (references[0], "x", 2, "x", "cannot judge", "No costs are named."),
        (references[1], "x", 1, "x", None, None),
    ]
    page = send(browser, rows, 200)
    assert "Clear roles." in page.text and "cannot judge" in page.text
    assert "0 of 2 principles" not in browser.get("/assess").text and "Part scored" not in browser.get("/assess").text
    sent = {name: values[0] for name, values in page.values("/assess/sheet").items()} | {"action": "save"}
    assert "2 scores taken over from your sheet" in browser.follow("/assess/sheet", sent).text
    values = browser.get(f"/assess/{references[0]}").values(f"/assess/{references[0]}")
    assert (values["points-1"], values["points-2"], values["reason-1"]) == (["4"], ["judge"], ["Clear roles."])
    assert values["note"] == ["Ask about the hall."], "a sheet has no note, so the note stays"
    assert "was changed on another page since" in browser.follow("/assess/sheet", sent | {
        f"{references[0]}-points-1": "1"}).text  # fmt: skip
    assert browser.get(f"/assess/{references[0]}").values(f"/assess/{references[0]}")["points-1"] == ["4"]


def test_rows_that_cannot_be_read_are_told_and_nothing_is_saved(browser: Browser, references: list[str]) -> None:
    browser.sign_in("dev")
    rows = [
        (references[0], "x", 1, "x", 4, "Fine."),
        (references[0], "x", 9, "x", 4, "Fine."),
        (references[0], "x", 2, "x", 6, "Too good."),
        (references[2], "x", 1, "x", 4, "Kept from me."),
        ("PNL-9999", "x", 1, "x", 4, "Not there."),
    ]
    page = send(browser, rows, 422)
    assert [words for _, words in page.errors] == [
        f"Row 3: there is no principle 9 in {references[0]}",
        "Row 4: “6” is not a score from 0 to 5",
        "Row 5: this is not an application that you can score now",
        "Row 6: this is not an application that you can score now",
    ]
    assert send(browser, [], 422).errors == [("#sheet", "The sheet changes nothing. Choose another file")]
    page = browser.post("/assess/sheet", {"sheet": (io.BytesIO(b"PK nothing"), "scores.xlsx")}, 422)  # type: ignore[assignment]
    assert "cannot be read" in page.errors[0][1]
