"""From a YAML file of the content pack to a canonical document that can be published.

The document holds everything that the form needs (options, facts of the round), so that a published form means the
same for ever, whatever happens to the pack.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from portal.formkit.conditions import keys_in, shape_fault
from portal.formkit.faults import FormFault
from portal.formkit.proofing import faults_in
from portal.formkit.types import TYPES

_FACT = re.compile(r"\(\((\w+)\)\)")
_WHOLE_FACT = re.compile(r"\(\((\w+)\)\)$")
# What a question may say in YAML, beside what is for staff and other rooms to read.
_PLAIN = ("label", "type", "hint", "required", "show_if", "rules", "assessed", "sensitive")
_NUMBERS = {"max_words": "max_words", "max_chars": "max_chars", "min": "least", "max": "most"}
_FOR_OTHERS = {"publish", "never_publish", "map_to", "legal_basis", "restricted_view", "becomes", "if_no_map_to"}
_FOR_THE_LOADER = {
    "id", "options", "options_from", "exclude", "add_option", "extra_options", "select_all_option", "follow_up",
    "follow_up_if_yes", "step", "columns", "documents",
}  # fmt: skip


def load_yaml(path: Path) -> dict[str, Any]:
    """A YAML file as data; FormFault when it is not even YAML."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise FormFault(path.name, f"line {mark.line + 1}" if mark else "file", "this is not YAML") from error
    if not isinstance(data, dict):
        raise FormFault(path.name, "file", "a form must be a mapping")
    return data


def compile_form(
    source: Mapping[str, Any],
    *,
    name: str,
    lists: Mapping[str, list[dict[str, Any]]],
    facts: Mapping[str, str | int],
    criteria: frozenset[str] = frozenset(),
) -> dict[str, Any]:
    """The canonical document of a form. Raises FormFault with the path of the first fault.

    `lists` are the named lists of `options_from` (`reference.themes`: [{value, label}]); `facts` fill ((placeholders));
    `criteria` are the ids that `assessed` may name.
    """
    compiler = _Compiler(name, lists, facts, criteria)
    document = compiler.form(source)
    for key, place, words in faults_in(document):
        raise compiler.fault(f"{compiler.places[key]}.{place}", words)
    return document


class _Compiler:
    """Walks a definition from the top, so that every condition can only look back."""

    def __init__(
        self, name: str, lists: Mapping[str, list[dict[str, Any]]], facts: Mapping[str, Any], criteria: frozenset[str]
    ) -> None:
        self.name = name
        self.lists = lists
        self.facts = facts
        self.criteria = criteria
        self.places: dict[str, str] = {}  # each question key that was seen, and its path

    def fault(self, path: str, words: str) -> FormFault:
        return FormFault(self.name, path, words)

    def form(self, source: Mapping[str, Any]) -> dict[str, Any]:
        key = self.need(source, "form_id", "form")
        sections = self.need(source, "sections", "form")
        keys: set[str] = set()
        done = [self.section(section, f"sections[{i}]", keys) for i, section in enumerate(sections)]
        title = source.get("title") or source.get("fund", {}).get("title") or key
        intro = source.get("intro", [])
        return {"key": key, "title": title, "intro": intro if isinstance(intro, list) else [intro], "sections": done}

    def section(self, source: Mapping[str, Any], path: str, keys: set[str]) -> dict[str, Any]:
        key = self.need(source, "id", path)
        if key in keys:
            raise self.fault(path, f"the section {key} is there twice")
        keys.add(key)
        steps: list[dict[str, Any]] = []
        for i, question in enumerate(self.need(source, "questions", path)):
            place = f"{path}.questions[{i}]"
            questions = self.question(question, place)
            pages = self.pages(questions)
            self.place(steps, pages[0], question.get("step"), source.get("step_titles", {}), place)
            for page in pages[1:]:
                self.place(steps, page, None, {}, place)
        intro = self.filled(source.get("intro", ""), f"{path}.intro")
        return {"key": key, "title": self.need(source, "title", path), "intro": intro, "steps": steps}

    def pages(self, questions: Iterator[dict[str, Any]]) -> list[list[dict[str, Any]]]:
        """A question with what hangs on it, on one page; what stands alone begins another."""
        pages: list[list[dict[str, Any]]] = [[]]
        for question in questions:
            if question.pop("alone", False):
                pages.append([])
            pages[-1].append(question)
        return pages

    def place(
        self, steps: list[dict[str, Any]], questions: list[dict[str, Any]], wanted: str | None, titles: Any, path: str
    ) -> None:
        """Put questions on the page that they ask for, or on one of their own."""
        if wanted and steps and steps[-1]["key"] == wanted:
            steps[-1]["questions"] += questions
            return
        key = wanted or questions[0]["key"].replace("_", "-")
        if any(step["key"] == key for step in steps):
            raise self.fault(path, f"questions of the step {key} do not stand together")
        steps.append({"key": key, "title": titles.get(wanted, questions[0]["label"]), "questions": questions})

    def question(self, source: Mapping[str, Any], path: str, **given: Any) -> Iterator[dict[str, Any]]:
        """The question, the follow-ups that its options reveal, and the one that any answer to it calls for.

        The last stands on a page of its own (`alone`): nothing on the page of a file could reveal it.
        """
        key = self.need(source, "id", path)
        if key in self.places:
            raise self.fault(path, f"the key {key} is there twice")
        question = self.one(source, path, key)
        if given and "show_if" in question:
            raise self.fault(f"{path}.show_if", "a follow-up is shown by the answer that it follows")
        yield question | given
        self.places[key] = path
        for value, follow, place in self.follow_ups(source, path):
            yield from self.question(follow, place, show_if={"equals": [key, value]}, parent=[key, value])
        if "follow_up" in source:
            yield from self.question(source["follow_up"], f"{path}.follow_up", show_if={"answered": key}, alone=True)

    def one(self, source: Mapping[str, Any], path: str, key: str) -> dict[str, Any]:
        kind = self.need(source, "type", path)
        if kind not in TYPES:
            raise self.fault(f"{path}.type", f"there is no question type {kind}")
        known = set(_PLAIN) | set(_NUMBERS) | _FOR_OTHERS | _FOR_THE_LOADER | TYPES[kind].details
        unknown = sorted(set(source) - known)
        if unknown:
            raise self.fault(f"{path}.{unknown[0]}", f"a question of type {kind} has no {unknown[0]}")
        for name in ("label", *TYPES[kind].needs):
            if not (name == "options" and "options_from" in source):
                self.need(source, name, path)
        question = {name: self.filled(source[name], f"{path}.{name}") for name in _PLAIN if name in source}
        question |= {new: self.number(source[old], f"{path}.{old}") for old, new in _NUMBERS.items() if old in source}
        question["key"] = key
        question |= {"sensitive": True} if source.get("restricted_view") else {}
        self.check_condition(source.get("show_if"), f"{path}.show_if")
        self.check_assessed(source, path)
        if "options" in source or "options_from" in source:
            question["options"] = self.options(source, path)
        if kind == "table":
            question["columns"] = [self.column(c, f"{path}.columns[{i}]") for i, c in enumerate(source["columns"])]
        question["details"] = {name: self.filled(source[name], path) for name in TYPES[kind].details if name in source}
        if kind == "document_checklist":
            question["details"]["documents"] = list(self.documents(source, path))
            question.pop("options", None)
        return question

    def column(self, source: Mapping[str, Any], path: str) -> dict[str, Any]:
        kind = self.need(source, "type", path)
        if kind not in TYPES or not TYPES[kind].in_tables:
            raise self.fault(f"{path}.type", f"a column cannot be of type {kind}")
        return self.one(source, path, self.need(source, "id", path))

    def documents(self, source: Mapping[str, Any], path: str) -> Iterator[dict[str, Any]]:
        known = {item["value"]: item for item in self.listed(source, path)}
        for i, wanted in enumerate(self.need(source, "documents", path)):
            place = f"{path}.documents[{i}]"
            if wanted.get("value") not in known:
                raise self.fault(place, f"there is no document {wanted.get('value')}")
            self.check_condition(wanted.get("show_if"), f"{place}.show_if")
            item = known[wanted["value"]]
            yield {
                "value": item["value"],
                "label": item["label"],
                "hint": item.get("help", ""),
                "required": wanted.get("required", True),
                "show_if": wanted.get("show_if"),
            }

    def options(self, source: Mapping[str, Any], path: str) -> list[dict[str, Any]]:
        items = self.listed(source, path) if "options_from" in source else source["options"]
        items = [item if isinstance(item, dict) else {"value": str(item), "label": str(item)} for item in items]
        items = [item for item in items if item["value"] not in source.get("exclude", [])]
        items += source.get("extra_options", []) + ([source["add_option"]] if "add_option" in source else [])
        if "select_all_option" in source:
            items = [{"value": "all", "label": source["select_all_option"], "exclusive": True}, *items]
        done: list[dict[str, Any]] = []
        for i, item in enumerate(items):
            value = str(item.get("value", item.get("id", "")))
            label = item.get("label") or item.get("title") or item.get("text")
            if not value or not label:
                raise self.fault(f"{path}.options[{i}]", "an option needs a value and a label")
            if any(value == other["value"] for other in done):
                raise self.fault(f"{path}.options[{i}]", f"the option {value} is there twice")
            words = {"label": label, "hint": item.get("hint", item.get("help", ""))}
            filled = self.filled(words, f"{path}.options[{i}]")
            done.append({"value": value, **filled, "exclusive": bool(item.get("exclusive"))})
        return done

    def listed(self, source: Mapping[str, Any], path: str) -> list[dict[str, Any]]:
        name = self.need(source, "options_from", path)
        if name not in self.lists:
            raise self.fault(f"{path}.options_from", f"there is no list {name}")
        return [item | {"value": item.get("value", item.get("id"))} for item in self.lists[name]]

    def follow_ups(self, source: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        if "follow_up_if_yes" in source:
            yield "yes", source["follow_up_if_yes"], f"{path}.follow_up_if_yes"
        for i, option in enumerate(source.get("options", [])):
            if isinstance(option, dict) and "follow_up" in option:
                yield str(option["value"]), option["follow_up"], f"{path}.options[{i}].follow_up"

    def check_condition(self, condition: Any, path: str) -> None:
        """Conditions look back only: what they ask about has been seen. So there can be no circle."""
        if condition is None:
            return
        fault = shape_fault(condition)
        if fault:
            raise self.fault(path, fault)
        for key in keys_in(condition):
            if key not in self.places:
                raise self.fault(path, f"it asks about {key}, which does not come before it")

    def check_assessed(self, source: Mapping[str, Any], path: str) -> None:
        for criterion in source.get("assessed", []):
            if self.criteria and criterion not in self.criteria:
                raise self.fault(f"{path}.assessed", f"there is no criterion {criterion}")

    def need(self, source: Mapping[str, Any], name: str, path: str) -> Any:
        if not isinstance(source, Mapping) or source.get(name) in (None, "", []):
            raise self.fault(path, f"{name} is missing")
        return source[name]

    def number(self, value: Any, path: str) -> int:
        found = self.filled(value, path)
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.fault(path, "this must be a whole number")
        return found

    def filled(self, value: Any, path: str) -> Any:
        """The value with every ((fact)) filled in, deep down."""
        if isinstance(value, dict):
            return {name: self.filled(item, f"{path}.{name}") for name, item in value.items()}
        if isinstance(value, list):
            return [self.filled(item, f"{path}[{i}]") for i, item in enumerate(value)]
        if not isinstance(value, str):
            return value
        for name in _FACT.findall(value):
            if name not in self.facts:
                raise self.fault(path, f"there is no fact (({name}))")
        whole = _WHOLE_FACT.match(value)
        return self.facts[whole.group(1)] if whole else _FACT.sub(lambda m: str(self.facts[m.group(1)]), value)
