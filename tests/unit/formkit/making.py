"""Small forms and answers for the tests of the engine."""

from typing import Any

from werkzeug.datastructures import MultiDict

from portal.formkit.definition import Form
from portal.formkit.loader import compile_form
from portal.formkit.parsing import parse_form
from portal.formkit.types.base import Source

LISTS: dict[str, list[dict[str, Any]]] = {
    "reference.fruits": [{"value": "apple", "label": "Apple"}, {"value": "pear", "label": "Pear"}],
    "reference.papers": [
        {"value": "rules", "label": "Rules", "help": "Signed and dated"},
        {"value": "accounts", "label": "Accounts"},
        {"value": "quote", "label": "A quote"},
    ],
}


def document(*questions: dict[str, Any], facts: dict[str, str | int] | None = None, **section: Any) -> dict[str, Any]:
    """The compiled document of a form of one section with these questions."""
    source = {"form_id": "small", "sections": [{"id": "s1", "title": "One", "questions": list(questions)} | section]}
    return compile_form(source, name="small.yaml", lists=LISTS, facts=facts or {}, criteria=frozenset({"p1"}))


def form(*questions: dict[str, Any], **section: Any) -> Form:
    """A form of one section with these questions."""
    return parse_form(document(*questions, **section))


def source(sent: dict[str, Any], **more: Any) -> Source:
    """What a browser sent; a list sends a field more than once."""
    return Source(MultiDict(sent), **more)


def question(key: str, kind: str = "text", **more: Any) -> dict[str, Any]:
    """A question as YAML says it."""
    return {"id": key, "label": f"Your {key}", "type": kind} | more
