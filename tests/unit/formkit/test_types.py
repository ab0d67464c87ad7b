"""One row for each question type: how it reads, checks, asks for and shows an answer."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from portal.formkit.checking import save_problems, submit_problems
from portal.formkit.definition import Question
from portal.formkit.faults import FileRefused, Problem
from portal.formkit.types import TYPES
from portal.formkit.types.base import BLANK, Shown
from tests.unit.formkit.making import form, question, source

FRUITS = {"options": [{"value": "apple", "label": "Apple"}, {"value": "pear", "label": "Pear"}]}
FILE = {"id": "f1", "name": "rules.pdf", "size": 2048, "content_type": "application/pdf"}
COLUMNS = [
    {"id": "item", "label": "What it is", "type": "text", "max_words": 2},
    {"id": "cost", "label": "Cost", "type": "money"},
    {"id": "note", "label": "Note", "type": "text", "required": False},
]
STATEMENTS = [{"id": "true", "text": "It is true."}, {"id": "may", "text": "I may send it."}]
TODAY = {"k-date-day": "27", "k-date-month": "3", "k-date-year": "2027"}


@dataclass(frozen=True)
class Row:
    """What a right answer becomes, what is kept and said of a wrong one, and what is asked of a blank one."""

    kind: str
    sent: dict[str, Any]
    value: Any
    plain: str
    missing: list[tuple[str, str]]
    wrong: dict[str, Any] = field(default_factory=dict)
    kept: Any = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    blank: Any = ""
    more: dict[str, Any] = field(default_factory=dict)
    shown: Shown | None = None

    def question(self) -> Question:
        """The question of the row, as a published form would have it."""
        return form(question("k", self.kind, **self.more)).by_key["k"]


ROWS = [
    Row(
        "text", {"k": "  Night   owls\x00 "}, "Night owls", "Night owls", [("k", "Enter your k")],
        {"k": "a b c d"}, "a b c d", [("k", "Answer must be 3 words or fewer. You have 1 word too many")],
        more={"max_words": 3},
    ),
    Row(
        "textarea", {"k": "One\r\n\r\n“two”"}, "One\n\n“two”", "One\n\n“two”", [("k", "Enter your k")],
        {"k": "word " * 15}, ("word " * 15).strip(),
        [("k", "Answer must be 3 words or fewer. You have 12 words too many")],
        more={"max_words": 3},
    ),
    Row(
        "email", {"k": " Amina@Example.org "}, "Amina@Example.org", "Amina@Example.org", [("k", "Enter your k")],
        {"k": "amina@"}, "amina@", [("k", "Enter an email address in the correct format, like name@example.com")],
    ),
    Row(
        "tel", {"k": "+44 (0)1962 000 000"}, "+44 (0)1962 000 000", "+44 (0)1962 000 000", [("k", "Enter your k")],
        {"k": "ask Beth"}, "ask Beth", [("k", "Enter a phone number, like 01962 000 000 or 07700 900 982")],
    ),
    Row(
        "url", {"k": "www.example.org/us"}, "www.example.org/us", "www.example.org/us", [("k", "Enter your k")],
        {"k": "javascript:alert(1).x"}, "javascript:alert(1).x", [("k", "Enter a web address, like www.example.org")],
    ),
    Row(
        "postcode", {"k": "po12ab"}, "PO1 2AB", "PO1 2AB", [("k", "Enter your k")],
        {"k": "PO1"}, "PO1", [("k", "Enter a full UK postcode, like PO1 2AB")],
    ),
    Row(
        "integer", {"k": " 1 200 "}, 1200, "1200", [("k", "Enter your k")],
        {"k": "about 40"}, "about 40", [("k", "Enter a whole number, like 40")],
    ),
    Row(
        "percent", {"k": "40%"}, 40, "40%", [("k", "Enter your k")],
        {"k": "140"}, 140, [("k", "Answer must be between 0 and 100")],
    ),
    Row(
        "money", {"k": "£5,000.50"}, 500_050, "£5,000.50", [("k", "Enter your k")],
        {"k": "5k"}, "5k", [("k", "Enter an amount in pounds, like 5,000 or 250.50")],
    ),
    Row(
        "date", {"k-day": "27", "k-month": "mar", "k-year": "2027"}, "2027-03-27", "27 March 2027",
        [("k-day", "Enter your k")],
        {"k-day": "27", "k-month": "", "k-year": ""}, {"day": "27", "month": "", "year": ""},
        [("k-month", "Date must include a month and a year")], blank=None,
    ),
    Row(
        "date_range",
        {"k-start-day": "1", "k-start-month": "4", "k-start-year": "2027",
         "k-end-day": "31", "k-end-month": "3", "k-end-year": "2028"},
        {"start": "2027-04-01", "end": "2028-03-31"}, "1 April 2027 to 31 March 2028",
        [("k-start-day", "Enter the start date"), ("k-end-day", "Enter the end date")],
        {"k-start-day": "2", "k-start-month": "4", "k-start-year": "2027",
         "k-end-day": "1", "k-end-month": "4", "k-end-year": "2027"},
        {"start": "2027-04-02", "end": "2027-04-01"},
        [("k-end-day", "End date must be the same as or after the start date")], blank=None,
    ),
    Row(
        "yes_no", {"k": "yes"}, "yes", "Yes", [("k", "Select yes or no for ‘Your k’")],
        {"k": "perhaps"}, "perhaps", [("k", "Select one of the answers in the list")],
    ),
    Row(
        "radios", {"k": "pear"}, "pear", "Pear", [("k", "Select your k")],
        {"k": "plum"}, "plum", [("k", "Select one of the answers in the list")], more=FRUITS,
    ),
    Row(
        "select", {"k": "pear"}, "pear", "Pear", [("k", "Select your k")],
        {"k": "plum"}, "plum", [("k", "Select one of the answers in the list")], more=FRUITS,
    ),
    Row(
        "checkboxes", {"k": ["pear", "apple", "plum"]}, ["apple", "pear"], "Apple; Pear", [("k", "Select your k")],
        {"k": ["none", "apple"]}, ["apple", "none"], [("k", "Select ‘None’ or the others, not both")], blank=[],
        more={"options": [*FRUITS["options"], {"value": "none", "label": "None", "exclusive": True}]},
        shown=Shown("list", items=("Apple", "Pear")),
    ),
    Row(
        "address", {"k-line1": "1 High Street", "k-town": "Gosport", "k-postcode": "po12 1aa"},
        {"line1": "1 High Street", "line2": "", "town": "Gosport", "postcode": "PO12 1AA"},
        "1 High Street, Gosport, PO12 1AA",
        [("k-line1", "Enter address line 1"), ("k-town", "Enter town or city"), ("k-postcode", "Enter postcode")],
        {"k-postcode": "Gosport"}, {"line1": "", "line2": "", "town": "", "postcode": "Gosport"},
        [("k-postcode", "Enter a full UK postcode, like PO1 2AB")], blank=None,
        shown=Shown("text", text="1 High Street\nGosport\nPO12 1AA"),
    ),
    Row(
        "contact", {"k-name": "Amina Karim", "k-email": "amina@example.org"},
        {"name": "Amina Karim", "email": "amina@example.org"}, "Amina Karim, amina@example.org",
        [("k-name", "Enter full name"), ("k-email", "Enter email address")],
        {"k-name": "Amina", "k-email": "none"}, {"name": "Amina", "email": "none"},
        [("k-email", "Enter an email address in the correct format, like name@example.com")], blank=None,
        more={"fields": ["name", "email"]},
        shown=Shown("rows", rows=(("Full name", "Amina Karim"), ("Email address", "amina@example.org"))),
    ),
    Row(
        "signature", {"k-name": "Amina Karim", "k-role": "Chair", **TODAY},
        {"name": "Amina Karim", "role": "Chair", "date": "2027-03-27"}, "Amina Karim, Chair, 27 March 2027",
        [("k-name", "Enter full name"), ("k-role", "Enter role"), ("k-date-day", "Enter date")],
        {**TODAY, "k-date-day": "32"},
        {"name": "", "role": "", "date": {"day": "32", "month": "3", "year": "2027"}},
        [("k-date-day", "Date must be a real date, like 27 3 2027")], blank=None,
        shown=Shown("rows", rows=(("Full name", "Amina Karim"), ("Role", "Chair"), ("Date", "27 March 2027"))),
    ),
    Row(
        "charity_number", {"k": "123 4567"}, "1234567", "1234567", [("k", "Enter your k")],
        {"k": "12345"}, "12345", [("k", "Enter a charity number with 6 or 7 digits, like 1234567")],
    ),
    Row(
        "company_number", {"k": "123456"}, "00123456", "00123456", [("k", "Enter your k")],
        {"k": "XX123456"}, "XX123456", [("k", "Enter a company number with 8 characters, like 01234567")],
    ),
    Row(
        "table", {"k-rows": "3", "k-0-item": "Hall", "k-0-cost": "£40", "k-2-item": "Tea", "k-2-cost": "2.50"},
        [{"item": "Hall", "cost": 4000, "note": ""}, {"item": "Tea", "cost": 250, "note": ""}],
        "Hall; £40\nTea; £2.50", [("k-0-item", "Enter at least 1 row for ‘Your k’")],
        {"k-rows": "1", "k-0-item": "a b c", "k-0-cost": "lots"}, [{"item": "a b c", "cost": "lots", "note": ""}],
        [("k-0-item", "Row 1, what it is: answer must be 2 words or fewer. You have 1 word too many"),
         ("k-0-cost", "Row 1, cost: enter an amount in pounds, like 5,000 or 250.50")], blank=[],
        more={"columns": COLUMNS, "totals": ["cost"]},
        shown=Shown("table", head=("What it is", "Cost", "Note"), body=(("Hall", "£40", ""), ("Tea", "£2.50", "")),
                    foot=("", "£42.50", ""), numeric=(1,)),
    ),
    Row(
        "statements", {"k": ["may", "true", "else"]}, ["true", "may"], "It is true. I may send it.",
        [("k", "Agree to every statement, or call us if you cannot")], blank=[],
        more={"statements": STATEMENTS}, shown=Shown("list", items=("It is true.", "I may send it.")),
    ),
    Row(
        "confirm_profile", {"k": "yes"}, "yes", "Yes, they are right",
        [("k", "Select yes if your organisation’s details are right")],
        {"k": "no"}, "no", [("k", "Change the details in your organisation’s page first, then select yes here")],
    ),
]  # fmt: skip


def _pairs(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.field, problem.message) for problem in problems]


def _ids(row: Row) -> str:
    return row.kind


def test_every_type_has_a_row() -> None:
    in_files = {"file", "document_checklist"}  # these need a host that stores files: see below
    assert sorted({row.kind for row in ROWS} | in_files) == sorted(TYPES)


@pytest.mark.parametrize("row", ROWS, ids=_ids)
def test_a_right_answer_is_cleaned_and_shown(row: Row) -> None:
    asked, kind = row.question(), TYPES[row.kind]
    value = kind.read(asked, source(row.sent), "k")
    assert value == row.value
    assert not kind.is_blank(asked, value)
    assert submit_problems(asked, {"k": value}) == []
    assert kind.plain(asked, value) == row.plain
    assert kind.show(asked, value) == (row.shown or Shown("text", text=row.plain))
    assert kind.same(value, kind.read(asked, source(row.sent), "k"))


@pytest.mark.parametrize("row", [row for row in ROWS if row.wrong], ids=_ids)
def test_a_wrong_answer_is_kept_as_it_was_typed_and_told_at_both_strengths(row: Row) -> None:
    asked, kind = row.question(), TYPES[row.kind]
    value = kind.read(asked, source(row.wrong), "k")
    assert value == row.kept
    assert _pairs(save_problems(asked, value)) == row.problems
    assert _pairs(submit_problems(asked, {"k": value}))[: len(row.problems)] == row.problems
    assert kind.show(asked, value).kind != "blank"
    assert not kind.same(value, row.value)


@pytest.mark.parametrize("row", ROWS, ids=_ids)
def test_a_blank_answer_may_be_saved_and_not_sent(row: Row) -> None:
    asked, kind = row.question(), TYPES[row.kind]
    value = kind.read(asked, source({}), "k")
    assert value == row.blank
    assert kind.is_blank(asked, value)
    assert kind.is_blank(asked, None)
    assert save_problems(asked, value) == []
    assert _pairs(submit_problems(asked, {"k": value})) == row.missing
    assert kind.plain(asked, value) == ""
    assert kind.show(asked, value) == BLANK
    assert kind.same(value, None)


@pytest.mark.parametrize("row", ROWS, ids=_ids)
def test_what_may_be_left_out_may_be_left_out(row: Row) -> None:
    asked = form(question("k", row.kind, required=False, **row.more)).by_key["k"]
    assert asked.full_label == "Your k (optional)"
    assert submit_problems(asked, {"k": row.blank}) == []


@pytest.mark.parametrize("kind", ["integer", "percent", "money"])
def test_zero_is_an_answer(kind: str) -> None:
    asked = form(question("k", kind)).by_key["k"]
    assert TYPES[kind].read(asked, source({"k": "0"}), "k") == 0
    assert submit_problems(asked, {"k": 0}) == []


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("integer", {"k": "9" * 5000}),
        ("percent", {"k": "9" * 5000}),
        ("money", {"k": "9" * 5000}),
        ("date", {"k-day": "1", "k-month": "1", "k-year": "9" * 20}),
        ("date", {"k-day": "1", "k-month": "9" * 20, "k-year": "2027"}),
        ("table", {"k-rows": "9" * 5000}),
    ],
)
def test_numbers_of_any_length_are_read_without_failing(kind: str, sent: dict[str, str]) -> None:
    asked = form(question("k", kind, **({"columns": COLUMNS} if kind == "table" else {}))).by_key["k"]
    value = TYPES[kind].read(asked, source(sent), "k")
    assert (value == [] if kind == "table" else bool(save_problems(asked, value))) is True


def test_amounts_have_limits() -> None:
    asked = form(question("k", "money", min=100_000, max=500_000)).by_key["k"]
    assert _pairs(save_problems(asked, 99_999)) == [("k", "Answer must be £1,000 or more")]
    assert _pairs(save_problems(asked, 500_001)) == [("k", "Answer must be £5,000 or less")]
    assert save_problems(asked, 100_000) == save_problems(asked, 500_000) == []


def test_choices_have_a_limit() -> None:
    asked = form(question("k", "checkboxes", max_choices=1, **FRUITS)).by_key["k"]
    assert _pairs(save_problems(asked, ["apple", "pear"])) == [("k", "Select 1 or fewer")]


def test_the_order_of_choices_says_nothing() -> None:
    assert TYPES["checkboxes"].same(["pear", "apple"], ["apple", "pear"])
    assert not TYPES["checkboxes"].same(["pear"], ["apple", "pear"])


def test_a_line_has_a_limit_of_characters() -> None:
    asked = form(question("k"), question("m", max_chars=3)).by_key
    assert _pairs(save_problems(asked["k"], "x" * 501)) == [("k", "Answer must be 500 characters or fewer")]
    assert _pairs(save_problems(asked["m"], "four")) == [("m", "Answer must be 3 characters or fewer")]


@pytest.mark.parametrize(
    "typed", ["example.org", "https://example.org", "HTTP://x.example.org:8080/a?b=c#d", "café.example"]
)
def test_web_addresses_that_people_give(typed: str) -> None:
    assert save_problems(form(question("k", "url")).by_key["k"], typed) == []


@pytest.mark.parametrize(
    "typed", [".", "..", "example", "ftp://example.org", "a@example.org", "two words.org", "data:x.y"]
)
def test_what_is_no_web_address(typed: str) -> None:
    assert len(save_problems(form(question("k", "url")).by_key["k"], typed)) == 1


def test_a_row_of_a_table_is_asked_for_what_it_lacks() -> None:
    columns = [
        *COLUMNS,
        {"id": "when", "label": "By when", "type": "date"},
        {"id": "ok", "label": "Agreed?", "type": "yes_no"},
    ]
    asked = form(question("k", "table", columns=columns, min_rows=1, max_rows=1)).by_key["k"]
    assert _pairs(submit_problems(asked, {"k": [{"item": "Hall"}]})) == [
        ("k-0-cost", "Row 1: enter cost"),
        ("k-0-when-day", "Row 1: enter by when"),
        ("k-0-ok", "Row 1: select yes or no for ‘Agreed’"),
    ]
    full = {"item": "Hall", "cost": 0, "when": "2027-01-01", "ok": "no"}
    assert _pairs(submit_problems(asked, {"k": [full, full]})) == [("k-1-item", "Use 1 row or fewer")]


def test_a_row_is_removed_and_the_others_stay() -> None:
    asked = form(question("k", "table", columns=COLUMNS)).by_key["k"]
    sent = {"k-rows": "2", "k-0-item": "Hall", "k-1-item": "Tea", "action": "remove-row:k:0"}
    assert TYPES["table"].read(asked, source(sent), "k") == [{"item": "Tea", "cost": "", "note": ""}]


def test_what_may_be_left_out_must_be_whole_once_it_is_begun() -> None:
    asked = form(question("k", "contact", fields=["name", "email"], required=False)).by_key["k"]
    assert _pairs(submit_problems(asked, {"k": {"name": "Amina", "email": ""}})) == [("k-email", "Enter email address")]


def _stored(_upload: Any, asked: Question) -> dict[str, Any]:
    return FILE


def _refused(_upload: Any, asked: Question) -> dict[str, Any]:
    raise FileRefused("The file is larger than 10MB. Choose a smaller one")


class Upload:
    """What the browser sends for a file field."""

    def __init__(self, filename: str) -> None:
        self.filename = filename


def test_a_file_is_kept_replaced_and_removed() -> None:
    asked, kind = form(question("k", "file")).by_key["k"], TYPES["file"]
    sent = {"files": {"k": Upload("rules.pdf")}}
    assert kind.read(asked, source({}, store=_stored, **sent), "k") == FILE
    assert kind.read(asked, source({}, before={"k": FILE}, files={"k": Upload("")}, store=_stored), "k") == FILE
    assert kind.read(asked, source({"action": "remove-file:k"}, before={"k": FILE}), "k") is None
    assert kind.show(asked, FILE) == Shown("files", files=(FILE,))
    assert kind.plain(asked, FILE) == "rules.pdf"
    assert _pairs(submit_problems(asked, {})) == [("k", "Choose a file for ‘Your k’")]
    refused = source({}, before={"k": FILE}, store=_refused, **sent)
    assert kind.read(asked, refused, "k") == FILE
    assert refused.refused == {"k": "The file is larger than 10MB. Choose a smaller one"}


def test_a_list_of_documents_takes_a_file_or_the_words_instead() -> None:
    wanted = [
        {"value": "rules"},
        {"value": "accounts", "show_if": {"equals": ["has", "yes"]}},
        {"value": "quote", "required": False},
    ]
    more = {"options_from": "reference.papers", "instead": "You have it", "documents": wanted}
    asked = form(question("has", "yes_no"), question("k", "document_checklist", **more)).by_key["k"]
    kind = TYPES["document_checklist"]
    sent = source({"k-accounts-instead": "yes"}, files={"k-rules": Upload("rules.pdf")}, store=_stored)
    value = kind.read(asked, sent, "k")
    assert value == {"rules": {"file": FILE}, "accounts": {"instead": True}}
    assert kind.show(asked, value).rows == (("Rules", "rules.pdf"), ("Accounts", "You have it"))
    assert kind.plain(asked, value) == "Rules: rules.pdf; Accounts: You have it"
    assert submit_problems(asked, {"has": "yes", "k": value}) == []
    assert _pairs(submit_problems(asked, {"has": "yes"})) == [
        ("k-rules", "Upload your rules"),
        ("k-accounts", "Upload your accounts"),
    ]
    assert _pairs(submit_problems(asked, {"has": "no"})) == [("k-rules", "Upload your rules")]
    gone = source({"action": "remove-file:k-rules"}, before={"k": value})
    assert kind.read(asked, gone, "k") is None
