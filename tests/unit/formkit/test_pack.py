"""Every form of the content pack can be published, and says what its questions are for."""

import json
from collections.abc import Iterator

import pytest

from portal.formkit.definition import Form, Question
from portal.formkit.journey import Status, effort_of, missing, status_of
from portal.formkit.operations import canonical
from portal.formkit.parsing import parse_form
from portal.formkit.types import TYPES
from portal.formkit.wording import condition_words, limits_of
from portal.funds.pack import form_document
from tests.unit.formkit.making import source

FACTS: dict[str, str | int] = {
    "grant_start": "1 October 2027",
    "grant_end": "31 March 2029",
    "grant_start_iso": "2027-10-01",
    "grant_end_iso": "2029-03-31",
    "min_amount": "£3,001",
    "max_amount": "£75,000",
    "min_pence": 300_100,
    "max_pence": 7_500_000,
    "year1": "2027 to 2028",
    "year2": "2028 to 2029",
    "this_year": 2027,
}
FILES = {
    "03_form_safer_communities_fund.yaml": ("safer_communities_fund", 10, 53),
    "03b_form_small_grants.yaml": ("small_grants", 3, 19),
    "03c_form_safer_together_fund.yaml": ("safer_together_fund", 1, 13),
    "05_funding_network_registration.yaml": ("funding_network_registration", 6, 40),
}


def _form(name: str) -> Form:
    return parse_form(form_document(name, FACTS))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", FILES)
def test_form_compiles_and_keeps_its_size(name: str) -> None:
    form = _form(name)
    assert (form.key, len(form.sections), len(form.by_key)) == FILES[name]


@pytest.mark.parametrize("name", FILES)
def test_the_document_is_plain_and_nothing_is_left_to_fill_in(name: str) -> None:
    document = form_document(name, FACTS)
    assert json.loads(canonical(document)) == document
    assert [text for text in _texts(document) if "((" in text] == []


@pytest.mark.parametrize("name", FILES)
def test_words_of_the_form_are_ours(name: str) -> None:
    words = " ".join(_texts(form_document(name, FACTS))).lower()
    assert [word for word in ("please", "sorry", "invalid", "rejected", "2025") if word in words] == []


@pytest.mark.parametrize("name", FILES)
def test_every_question_can_be_asked_left_blank_and_told_about(name: str) -> None:
    form = _form(name)
    for question in form.by_key.values():
        _check(form, question)


def _check(form: Form, question: Question) -> None:
    kind = TYPES[question.type]
    blank = kind.read(question, source({}), question.key)
    assert kind.is_blank(question, blank), question.key
    assert kind.problems(question, blank, question.key) == [], question.key
    assert kind.show(question, blank).kind == "blank", question.key
    told = [problem.message for problem in kind.missing(question, blank, question.key)]
    assert all(message[0].isupper() and not message.endswith(".") for message in told), told
    assert [text for text in limits_of(question) if "None" in text] == [], question.key
    assert condition_words(form, question.show_if).startswith("Only if you" if question.show_if else ""), question.key


@pytest.mark.parametrize("name", FILES)
def test_an_empty_form_is_not_begun_and_lacks_what_is_asked(name: str) -> None:
    form = _form(name)
    assert {status_of(form, section, {}) for section in form.sections} == {Status.NOT_STARTED}
    lacking = {one.question.key for one in missing(form, {})}
    always = {q.key for q in form.by_key.values() if q.required and q.show_if is None}
    assert lacking == always
    assert effort_of(form).hours >= 1


def test_every_principle_is_asked_about_in_the_application() -> None:
    form = _form("03_form_safer_communities_fund.yaml")
    assert {one for question in form.by_key.values() for one in question.assessed} == {f"p{i}" for i in range(1, 9)}


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("registered_charity", ["charity_number"]),
        ("charitable_company", ["charity_number", "company_number"]),
        ("cic", ["company_number"]),
        ("unincorporated", []),
        ("faith_group", []),
        ("school", []),
    ],
)
def test_no_group_is_asked_for_a_number_that_it_does_not_have(kind: str, asked: list[str]) -> None:
    form = _form("05_funding_network_registration.yaml")
    lacking = [one.question.key for one in missing(form, {"org_type": kind})]
    assert [key for key in lacking if key in ("charity_number", "company_number")] == asked


def test_conditions_and_limits_in_words() -> None:
    asked = _form("03_form_safer_communities_fund.yaml")
    by_key = asked.by_key
    assert condition_words(asked, by_key["partner_organisations"].show_if) == (
        "Only if you answer ‘Yes’ to ‘Are you applying with other organisations?’."
    )
    assert condition_words(asked, by_key["safeguarding_lead"].show_if) == (
        "Only if you answer ‘Children and young people under 18’ or ‘Adults who may be at risk’ to"
        " ‘Who will you work with?’."
    )
    assert condition_words(asked, {"not": by_key["partner_organisations"].show_if}) == (
        "Only if you do not answer ‘Yes’ to ‘Are you applying with other organisations?’."
    )
    assert limits_of(by_key["amount_requested"]) == ["£3,001 to £75,000."]
    assert limits_of(by_key["outcomes"]) == ["2 to 4 rows."]
    assert limits_of(by_key["other_funding"]) == ["Up to 8 rows.", "You can leave this out."]
    assert limits_of(by_key["people_helped"]) == ["1 to 200,000."]
