"""From a published document to the parts of a form. What was published has been checked, so nothing is checked here."""

from collections.abc import Mapping
from typing import Any

from portal.formkit.definition import Form, Option, Question, Section, Step


def parse_form(document: Mapping[str, Any]) -> Form:
    """The form of a canonical document."""
    return Form(
        key=document["key"],
        title=document["title"],
        intro=tuple(document["intro"]),
        sections=tuple(_section(section) for section in document["sections"]),
    )


def _section(source: Mapping[str, Any]) -> Section:
    steps = tuple(
        Step(step["key"], step["title"], tuple(_question(q) for q in step["questions"])) for step in source["steps"]
    )
    return Section(source["key"], source["title"], source["intro"], steps)


def _question(source: Mapping[str, Any]) -> Question:
    plain = (
        "key",
        "label",
        "type",
        "hint",
        "required",
        "show_if",
        "max_words",
        "max_chars",
        "least",
        "most",
        "sensitive",
    )
    return Question(
        **{name: source[name] for name in plain if name in source},
        options=tuple(Option(**option) for option in source.get("options", [])),
        rules=tuple(source.get("rules", [])),
        assessed=tuple(source.get("assessed", [])),
        parent=tuple(source["parent"]) if source.get("parent") else None,
        columns=tuple(_question(column) for column in source.get("columns", [])),
        details=source.get("details", {}),
    )
