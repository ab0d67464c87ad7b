"""Can we apply? The pack's questions, frozen with the round, and a verdict for each answer. No answer is kept.

A verdict is pass, warn (you can apply, but must do something), or stop (not this fund). It says why, and what else
could help: another fund, a workshop, a partner, a date.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.core.money import format_pounds, parse_pounds
from portal.core.text import one_line
from portal.funds.pack import named_lists, read

YES_NO = [{"value": "yes", "label": "Yes"}, {"value": "no", "label": "No"}]


@dataclass(frozen=True)
class Verdict:
    """What one answer means: `result` is pass, warn or stop; `helps` are {text, href} of what to do instead."""

    result: str
    message: str = ""
    helps: tuple[Mapping[str, str], ...] = ()


PASS = Verdict("pass")


def eligibility_questions(form_key: str) -> list[dict[str, Any]]:
    """The check's questions for a fund as plain data, follow-ups after the question that leads to them."""
    found: list[dict[str, Any]] = []
    for source in read("04_eligibility.yaml")["questions"]:
        if form_key in source.get("funds", [form_key]):
            found.append(_question(source))
            follow = (source.get("yes") or {}).get("follow_up")
            if follow:
                found.append(_question(follow) | {"after": [source["id"], "yes"]})
    return found


def questions_of(content: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The questions of a round's check, from its frozen content; none where the round came without a check."""
    found: list[dict[str, Any]] = content.get("eligibility") or []
    return found


def eligibility_outcomes() -> dict[str, dict[str, Any]]:
    """What the result says for pass, warn and stop: {title, body, helps}."""
    outcomes = read("04_eligibility.yaml")["outcomes"]
    return {
        result: {"title": words["title"], "body": words["body"], "helps": named_helps(words.get("helps", []))}
        for result, words in outcomes.items()
    }


def _question(source: Mapping[str, Any]) -> dict[str, Any]:
    options = named_lists()[source["options_from"]] if "options_from" in source else source.get("options")
    kind = "radios" if source["type"] == "yes_no" else source["type"]
    return {
        "key": source["id"],
        "label": source["label"],
        "hint": source.get("hint", ""),
        "type": kind,
        "options": [
            {"value": o["value"], "label": o["label"], "exclusive": bool(o.get("exclusive"))} for o in options or YES_NO
        ]
        if kind != "money"
        else [],
        "verdicts": _verdicts(source),
    }


def _verdicts(source: Mapping[str, Any]) -> dict[str, Any]:
    """Answer -> {result, message, helps}; the special keys `any_but_none`, `below`, `above`."""
    found = {o["value"]: o for o in source.get("options", []) if "result" in o}
    found |= source.get("results", {})
    found |= {
        value: source[value]
        for value in ("yes", "no", "none", "below", "above")
        if "result" in (source.get(value) or {})
    }
    if "any_except_none" in source:
        found["any_but_none"] = source["any_except_none"]
    return {
        key: {"result": v["result"], "message": v.get("message", ""), "helps": named_helps(v.get("helps", []))}
        for key, v in found.items()
        if key != "default"
    }


def named_helps(names: Sequence[str]) -> list[dict[str, str]]:
    """The pack's helps of these names; KeyError for a name that is not there."""
    return [dict(read("04_eligibility.yaml")["helps"][name]) for name in names]


def all_helps() -> dict[str, str]:
    """Every help of the pack in words, by its name, in the pack's order."""
    return {name: str(one["text"]) for name, one in read("04_eligibility.yaml")["helps"].items()}


def tidied(typed: Sequence[str]) -> list[str]:
    """What was chosen or typed for a question: not too much of it, short, and on one line each."""
    return [one_line(value)[:100] for value in typed[:20]]


def asked(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, list[str]]) -> list[Mapping[str, Any]]:
    """The questions that these answers lead to, in order."""
    return [
        question
        for question in questions
        if "after" not in question or answers.get(question["after"][0]) == [question["after"][1]]
    ]


def problem_with(question: Mapping[str, Any], answer: list[str]) -> str | None:
    """Why an answer cannot be taken; None when it can."""
    if question["type"] == "money":
        try:
            parse_pounds(answer[0] if answer else "")
        except ValueError:
            return "Enter an amount in pounds, like 5,000"
        return None
    known = {option["value"] for option in question["options"]}
    chosen = [value for value in answer if value in known]
    if not chosen or len(chosen) != len(answer):
        return "Select an answer to continue"
    alone = [o for o in question["options"] if o.get("exclusive") and o["value"] in chosen]
    return f"Select ‘{alone[0]['label']}’ or the others, not both" if alone and len(chosen) > 1 else None


def verdict(question: Mapping[str, Any], answer: list[str], least: int, most: int) -> Verdict:
    """What an answer means for a round that gives from `least` to `most` pence."""
    verdicts = question["verdicts"]
    if question["type"] == "money":
        return _amount(verdicts, parse_pounds(answer[0]), least, most)
    if "any_but_none" in verdicts:
        return PASS if answer == ["none"] else _read(verdicts["any_but_none"])
    found = next((verdicts[value] for value in answer if value in verdicts), None)
    return _read(found) if found else PASS


def _read(kept: Mapping[str, Any]) -> Verdict:
    """A verdict as a round keeps it; rounds that were published before there were helps have none."""
    return Verdict(kept["result"], kept["message"], tuple(kept.get("helps", ())))


def _amount(verdicts: Mapping[str, Any], pence: int, least: int, most: int) -> Verdict:
    limits = f"You can ask for {format_pounds(least)} to {format_pounds(most)}."
    if least <= pence <= most:
        return PASS
    found = _read(verdicts["below" if pence < least else "above"])
    return Verdict("stop", f"{found.message} {limits}", found.helps)


def placed(helps: Sequence[Mapping[str, str]], slug: str) -> list[dict[str, str]]:
    """Helps with the addresses of the round that was checked."""
    return [{"text": one["text"], "href": one["href"].replace("((slug))", slug)} for one in helps]


def outcome(verdicts: Sequence[Verdict]) -> str:
    """The worst of them: stop, warn or pass."""
    results = {one.result for one in verdicts}
    return "stop" if "stop" in results else "warn" if "warn" in results else "pass"
