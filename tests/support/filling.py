"""Filling in a formkit form in a browser, page by page, as its questions ask."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from portal.core.money import format_pounds
from portal.formkit.definition import Form, Question
from tests.support.person import Person


def fill_section(person: Person, form: Form, answers: Mapping[str, Any], upload: Path) -> None:
    """From the first page of a section to the task list."""
    while "/tasks/" in person.path:
        section, step = person.path.split("?")[0].split("/")[-2:]
        found = form.step(section, step)
        assert found, person.path
        for question in found[1].questions:
            if question.key in answers and _is_there(person.page, question):
                fill(person, question, answers[question.key], upload)
        before = person.path
        person.click("Save and continue", nth=0)
        assert person.path != before, f"{before} was not left: {person.text[:500]}"


def _is_there(page: Page, question: Question) -> bool:
    return page.locator(f"[name='{question.key}'], [name^='{question.key}-']").count() > 0


def fill(person: Person, question: Question, value: Any, upload: Path) -> None:
    """Answer one question."""
    page, key, kind = person.page, question.key, question.type
    if kind in ("radios", "yes_no", "confirm_profile"):
        page.locator(f"input[name='{key}'][value='{value}']").check()
    elif kind in ("checkboxes", "statements"):
        for one in value:
            page.locator(f"input[name='{key}'][value='{one}']").check()
    elif kind in ("file", "document_checklist"):
        _files(person, question, value, upload)
    elif kind == "table":
        _table(person, question, value)
    elif kind == "date_range":
        for part in ("start", "end"):
            _date(page, f"{key}-{part}", value[part])
    else:
        _words(page, question, value)


def _words(page: Page, question: Question, value: Any) -> None:
    key, kind = question.key, question.type
    if kind == "date":
        _date(page, key, value)
    elif kind == "select":
        page.locator(f"select[name='{key}']").select_option(value)
    elif isinstance(value, dict):
        for part, text in value.items():
            if part == "date":
                _date(page, f"{key}-date", text)
            else:
                page.locator(f"[name='{key}-{part}']").fill(text)
    else:
        typed = format_pounds(value).removeprefix("£") if kind == "money" else str(value)
        page.locator(f"[name='{key}']").fill(typed)


def _date(page: Page, name: str, iso: str) -> None:
    year, month, day = iso.split("-")
    for part, text in (("day", day), ("month", month), ("year", year)):
        page.locator(f"[name='{name}-{part}']").fill(str(int(text)))


def _files(person: Person, question: Question, value: Any, upload: Path) -> None:
    page = person.page
    if question.type == "file":
        page.locator(f"input[name='{question.key}']").set_input_files(upload)
        if person.script:
            person.wait_for_file(upload.name)
        return
    for document in value:
        box = page.locator(f"input[name='{question.key}-{document}-instead']")
        if box.count():
            box.check()


def _table(person: Person, question: Question, rows: list[dict[str, Any]]) -> None:
    """Row by row; another row is asked for when there is none left."""
    for i, row in enumerate(rows):
        if not person.page.locator(f"[name^='{question.key}-{i}-']").count():
            person.click("Save and add another row")
        for column in question.columns:
            if column.key in row:
                cell = Question(f"{question.key}-{i}-{column.key}", column.label, column.type)
                fill(person, cell, row[column.key], Path())
