"""A broken definition names its file, the path in it, and the fault."""

from pathlib import Path
from typing import Any

import pytest

from portal.formkit.faults import FormFault
from portal.formkit.loader import load_yaml
from portal.formkit.parsing import parse_form
from tests.unit.formkit.making import document, form, question

Q0, Q1 = "sections[0].questions[0]", "sections[0].questions[1]"
ASKED = question("a", "radios", options=["Red", "Blue"])
TABLE = {"columns": [{"id": "c", "label": "C", "type": "text"}]}
KINDS = "a condition is one of equals, in, includes, answered, all, any, not"
LATER = "it asks about {}, which does not come before it"
PAPERS = {"options_from": "reference.papers", "instead": "Later"}


def _hidden(condition: Any) -> list[dict[str, Any]]:
    return [ASKED, question("b", show_if=condition)]


@pytest.mark.parametrize(
    ("questions", "path", "fault"),
    [
        ([{"label": "L", "type": "text"}], Q0, "id is missing"),
        ([{"id": "a", "type": "text"}], Q0, "label is missing"),
        ([{"id": "a", "label": "L"}], Q0, "type is missing"),
        (["a"], Q0, "id is missing"),
        ([question("a", "essay")], f"{Q0}.type", "there is no question type essay"),
        ([question("a", max_word=9)], f"{Q0}.max_word", "a question of type text has no max_word"),
        ([question("a", max_words="many")], f"{Q0}.max_words", "this must be a whole number"),
        ([question("a", "money", min="((least))")], f"{Q0}.min", "there is no fact ((least))"),
        ([question("a", hint="By ((end))")], f"{Q0}.hint", "there is no fact ((end))"),
        ([question("a"), question("a")], Q1, "the key a is there twice"),
        ([question("a", assessed=["p1", "p9"])], f"{Q0}.assessed", "there is no criterion p9"),
        ([question("a", "radios")], Q0, "options is missing"),
        ([question("a", "radios", options_from="no.list")], f"{Q0}.options_from", "there is no list no.list"),
        ([question("a", "radios", options=["Red", "Red"])], f"{Q0}.options[1]", "the option Red is there twice"),
        (
            [question("a", "radios", options=[{"value": "x"}])],
            f"{Q0}.options[0]",
            "an option needs a value and a label",
        ),
        ([question("a", "contact")], Q0, "fields is missing"),
        ([question("a", "statements")], Q0, "statements is missing"),
        ([question("a", "table")], Q0, "columns is missing"),
        (
            [question("a", "table", columns=[{"id": "c", "label": "C", "type": "text"}, question("d", "file")])],
            f"{Q0}.columns[1].type",
            "a column cannot be of type file",
        ),
        ([question("a", "table", columns=TABLE["columns"] * 2)], f"{Q0}.columns[1]", "the column c is there twice"),
        ([question("a", "table", totals=["d"], **TABLE)], f"{Q0}.totals", "there is no d"),
        ([question("a", "document_checklist", options_from="reference.papers")], Q0, "documents is missing"),
        (
            [question("a", "document_checklist", documents=[{"value": "map"}], **PAPERS)],
            f"{Q0}.documents[0]",
            "there is no document map",
        ),
        (
            [
                ASKED,
                question(
                    "b",
                    "document_checklist",
                    documents=[{"value": "rules", "show_if": {"equals": ["a", "Green"]}}],
                    **PAPERS,
                ),
            ],
            f"{Q1}.documents[0].show_if",
            "a has no answer Green",
        ),
        (
            [question("a", "yes_no", follow_up_if_yes=question("a"))],
            f"{Q0}.follow_up_if_yes",
            "the key a is there twice",
        ),
        ([question("a", "yes_no", follow_up_if_yes={"label": "L"})], f"{Q0}.follow_up_if_yes", "id is missing"),
        (
            [ASKED, question("b", "yes_no", follow_up_if_yes=question("c", show_if={"answered": "a"}))],
            f"{Q1}.follow_up_if_yes.show_if",
            "a follow-up is shown by the answer that it follows",
        ),
        (
            [question("a", "radios", options=[{"value": "x", "label": "X", "follow_up": question("b", "essay")}])],
            f"{Q0}.options[0].follow_up.type",
            "there is no question type essay",
        ),
        (_hidden("a"), f"{Q1}.show_if", KINDS),
        (_hidden({"is": ["a", "x"]}), f"{Q1}.show_if", KINDS),
        (_hidden({"all": []}), f"{Q1}.show_if", KINDS),
        (_hidden({"equals": "a"}), f"{Q1}.show_if", "equals is [question, value]"),
        (_hidden({"equals": ["a", True]}), f"{Q1}.show_if", "equals is [question, value]"),
        (_hidden({"not": {"in": ["a", "Red"]}}), f"{Q1}.show_if", "in is [question, list of values]"),
        (_hidden({"answered": ["a"]}), f"{Q1}.show_if", "answered names one question"),
        (_hidden({"equals": ["a", "Green"]}), f"{Q1}.show_if", "a has no answer Green"),
        (_hidden({"any": [{"equals": ["a", "Red"]}, {"in": ["z", ["x"]]}]}), f"{Q1}.show_if", LATER.format("z")),
        ([question("a", show_if={"answered": "b"}), question("b")], f"{Q0}.show_if", LATER.format("b")),
        ([question("a", show_if={"answered": "a"})], f"{Q0}.show_if", LATER.format("a")),
        (
            [question("a", "yes_no", step="p"), question("b", step="p", show_if={"equals": ["a", "yes"]})],
            f"{Q1}.show_if",
            "it stands on the page of a, so it must be a follow-up of it",
        ),
        (
            [question("a", step="p"), question("b"), question("c", step="p")],
            "sections[0].questions[2]",
            "questions of the step p do not stand together",
        ),
        ([question("q", step="about"), question("about")], Q1, "questions of the step about do not stand together"),
        ([question("a", rules=["no_web_links"])], f"{Q0}.rules[0]", "there is no rule None"),
        ([question("a", rules=[{"kind": "kind"}])], f"{Q0}.rules[0]", "there is no rule kind"),
        (
            [question("a", rules=[{"kind": "pattern", "pattern": "x"}])],
            f"{Q0}.rules[0]",
            "a rule pattern needs message",
        ),
        (
            [question("a", rules=[{"kind": "pattern", "pattern": "(", "message": "M"}])],
            f"{Q0}.rules[0]",
            "it cannot be read",
        ),
        (
            [question("a", "date_range", rules=[{"kind": "inside", "from": "1 April", "to": "2028-03-31"}])],
            f"{Q0}.rules[0]",
            "it cannot be read",
        ),
        (
            [question("a", "money", rules=[{"kind": "sum_of_columns", "table": "b", "columns": ["c"]}])],
            f"{Q0}.rules[0]",
            "there is no question b",
        ),
        (
            [
                question("a", "money", rules=[{"kind": "sum_of_columns", "table": "b", "columns": ["d"]}]),
                question("b", "table", **TABLE),
            ],
            f"{Q0}.rules[0]",
            "there is no d",
        ),
        (
            [
                question(
                    "a", "table", rules=[{"kind": "row_covers", "column": "c", "parts": ["d"], "message": "M"}], **TABLE
                )
            ],
            f"{Q0}.rules[0]",
            "there is no d",
        ),
        (
            [
                question("a", "contact", fields=["name"]),
                question(
                    "b",
                    "contact",
                    fields=["email"],
                    rules=[{"kind": "differs", "part": "email", "from": "a", "message": "M"}],
                ),
            ],
            f"{Q1}.rules[0]",
            "there is no email",
        ),
    ],
)
def test_a_fault_is_named_with_its_path(questions: list[Any], path: str, fault: str) -> None:
    with pytest.raises(FormFault) as caught:
        document(*questions)
    assert (caught.value.source, caught.value.path, caught.value.fault) == ("small.yaml", path, fault)
    assert str(caught.value) == f"small.yaml: {path}: {fault}"


@pytest.mark.parametrize(
    ("text", "path", "fault"),
    [
        ("sections: [", "line 2", "this is not YAML"),
        ("- one\n- two\n", "file", "a form must be a mapping"),
        ("", "file", "a form must be a mapping"),
    ],
)
def test_what_is_no_form_at_all(tmp_path: Path, text: str, path: str, fault: str) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(text + "\n" if text else "")
    with pytest.raises(FormFault) as caught:
        load_yaml(broken)
    assert (caught.value.source, caught.value.path, caught.value.fault) == ("broken.yaml", path, fault)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"title: caf\xe9\n")
    with pytest.raises(FormFault, match=r"broken\.yaml: file: this is not YAML"):
        load_yaml(broken)


def test_yaml_makes_no_objects(tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("a: !!python/object/apply:os.getcwd []\n")
    with pytest.raises(FormFault, match=r"broken\.yaml: line 1: this is not YAML"):
        load_yaml(broken)


def test_facts_are_filled_in_and_numbers_stay_numbers() -> None:
    made = document(
        question("a", "money", hint="Up to ((most)) in ((year))", min=0, max="((pence))"),
        question("b", "radios", options=[{"value": "x", "label": "In ((year))"}]),
        facts={"most": "£5,000", "year": 2027, "pence": 500_000},
    )
    asked = parse_form(made).by_key
    assert (asked["a"].hint, asked["a"].least, asked["a"].most) == ("Up to £5,000 in 2027", 0, 500_000)
    assert asked["b"].options[0].label == "In 2027"


def test_options_come_from_a_list_without_some_and_with_others() -> None:
    asked = form(
        question(
            "a",
            "checkboxes",
            options_from="reference.fruits",
            exclude=["pear"],
            extra_options=[{"value": "plum", "label": "Plum"}],
            add_option={"value": "other", "label": "Another"},
            select_all_option="Every fruit",
        )
    ).by_key["a"]
    assert [(one.value, one.label, one.exclusive) for one in asked.options] == [
        ("all", "Every fruit", True),
        ("apple", "Apple", False),
        ("plum", "Plum", False),
        ("other", "Another", False),
    ]


def test_what_any_answer_calls_for_has_a_page_of_its_own() -> None:
    made = form(question("a", "file", follow_up=question("b", "yes_no", follow_up_if_yes=question("c"))), question("d"))
    assert [[q.key for q in step.questions] for step in made.sections[0].steps] == [["a"], ["b", "c"], ["d"]]
    assert made.by_key["b"].show_if == {"answered": "a"}
