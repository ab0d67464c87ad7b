"""Answers carried from one form to another: through the cleaning of their own types, and never a promise."""

from datetime import date
from typing import Any

import pytest

from portal.formkit.carrying import Change, carry, differences
from tests.unit.formkit.making import form, question

DAYS = (date(2027, 4, 1), date(2028, 3, 31))
FILE = {"id": "f1", "name": "a.pdf", "size": 3, "content_type": "application/pdf"}


def carried(old: dict[str, Any], new: dict[str, Any], answer: Any, *, kept: bool = True) -> Any:
    found = carry(form(old), {old["id"]: answer}, form(new), days=DAYS, keeps_file=lambda _facts: kept)
    return found.get(new["id"])


YES_MAYBE = ["Yes", "Maybe"]
COLUMNS = [{"id": "item", "label": "Item", "type": "text"}, {"id": "cost", "label": "Cost", "type": "money"}]


@pytest.mark.parametrize(
    ("old", "new", "answer", "expected"),
    [
        (question("a"), question("a"), "Words", "Words"),
        (question("a", "textarea"), question("a"), "Two\nlines", "Two lines"),
        (question("a"), question("b"), "Words", None),
        (question("a"), question("a", "money"), "500", None),
        (question("a", "money"), question("a", "money"), 50_000, 50_000),
        (question("a", "money"), question("a", "money"), "a lot", "a lot"),
        (question("a", "radios", options=YES_MAYBE), question("a", "radios", options=YES_MAYBE), "Maybe", "Maybe"),
        (question("a", "radios", options=YES_MAYBE), question("a", "radios", options=["Yes"]), "Maybe", None),
        (question("a", "radios", options=["yes", "no"]), question("a", "yes_no"), "yes", "yes"),
        (
            question("a", "checkboxes", options=YES_MAYBE),
            question("a", "checkboxes", options=["Yes"]),
            ["Yes", "Maybe"],
            ["Yes"],
        ),
        (question("a", "date"), question("a", "date"), "2027-05-01", "2027-05-01"),
        (question("a", "date"), question("a", "date"), "2026-05-01", None),
        (question("a", "date"), question("a", "date"), {"day": "31", "month": "2", "year": "2027"}, None),
        (question("a", "date_range"), question("a", "date_range"), {"start": "2027-04-01", "end": "2028-04-01"}, None),
        (
            question("a", "date_range"),
            question("a", "date_range"),
            {"start": "2027-04-01", "end": "2028-03-31"},
            {"start": "2027-04-01", "end": "2028-03-31"},
        ),
        (question("a", "postcode"), question("a", "postcode"), "so14 2aa", "SO14 2AA"),
        (question("a", "confirm_profile"), question("a", "confirm_profile"), "yes", None),
        (question("a", "text"), question("a", "text"), ["not", "text"], "not"),  # a field sent twice is read once
    ],
)  # fmt: skip
def test_an_answer_is_carried_as_its_type_would_read_it(old: Any, new: Any, answer: Any, expected: Any) -> None:
    assert carried(old, new, answer) == expected


def test_promises_and_signatures_must_be_given_anew() -> None:
    promise = question("a", "statements", statements=[{"id": "d", "text": "It is true."}])
    assert carried(promise, promise, ["d"]) is None
    signature = question("a", "signature", fields=["name", "role", "date"])
    assert carried(signature, signature, {"name": "Ada", "role": "Chair", "date": "2027-05-01"}) is None


def test_a_file_comes_along_only_while_it_is_kept() -> None:
    file = question("a", "file")
    assert carried(file, file, FILE) == FILE
    assert carried(file, file, FILE, kept=False) is None
    papers = question(
        "p", "document_checklist", options_from="reference.papers", instead="You have it",
        documents=[{"value": "rules"}, {"value": "accounts"}],
    )  # fmt: skip
    answer = {"rules": {"file": FILE}, "accounts": {"instead": True}, "quote": {"instead": True}}
    assert carried(papers, papers, answer) == {"rules": {"file": FILE}, "accounts": {"instead": True}}
    assert carried(papers, papers, answer, kept=False) == {"accounts": {"instead": True}}


def test_rows_keep_the_columns_that_there_are() -> None:
    old = question("t", "table", columns=[*COLUMNS, {"id": "gone", "label": "Gone", "type": "text"}])
    new = question("t", "table", columns=COLUMNS)
    rows = [{"item": "Hall ", "cost": 500, "gone": "x"}, {"item": "", "cost": "", "gone": "only this"}]
    assert carried(old, new, rows) == [{"item": "Hall", "cost": 500}]


def test_what_changed_is_said_with_what_it_was() -> None:
    old = form(question("a", max_words=100, hint="Be short"), question("b"), question("c", "money"))
    new = form(
        question("a", max_words=50, hint="Be short"), question("b") | {"label": "Another"}, question("c"), question("d")
    )
    found = differences(old, new)
    assert found.changed == {"a": (Change("limit", "up to 100 words"),), "b": (Change("question", "Your b"),)}
    assert found.new == {"c", "d"}
    assert differences(old, old).changed == {}
