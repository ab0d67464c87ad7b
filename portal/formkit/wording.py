"""What a question asks for, in words: for the blank form, which shows every limit and every condition."""

from typing import Any

from portal.core.text import plural
from portal.formkit.definition import Condition, Form, Question
from portal.formkit.types import TYPES


def limits_of(question: Question) -> list[str]:
    """The limits of a question as short sentences: words, characters, rows, choices, amounts."""
    found = []
    if question.max_words:
        found.append(f"Up to {plural(question.max_words, 'word')}.")
    if question.max_chars:
        found.append(f"Up to {question.max_chars} characters.")
    if question.details.get("max_choices"):
        found.append(f"Choose up to {question.details['max_choices']}.")
    rows = _between(question.details.get("min_rows"), question.details.get("max_rows"))
    found += [f"{rows} rows."] if rows else []
    kind = TYPES[question.type]
    amount = _between(*(None if end is None else kind.plain(question, end) for end in (question.least, question.most)))
    found += [f"{amount}."] if amount else []
    if not question.required:
        found.append("You can leave this out.")
    return found


def _between(least: Any, most: Any) -> str:
    """`2 to 4`, `Up to 4`, `At least 2`, or nothing when there is no limit; a least of zero says nothing."""
    if least and most:
        return f"{least} to {most}"
    return f"Up to {most}" if most else f"At least {least}" if least else ""


def condition_words(form: Form, condition: Condition | None) -> str:
    """`Only if you answer ‘Yes’ to ‘Are you applying with other organisations?’`; empty without a condition."""
    return f"Only if {_words(form, condition)}." if condition else ""


def _words(form: Form, condition: Condition) -> str:
    kind, of = next(iter(condition.items()))
    if kind in ("all", "any"):
        return (" and " if kind == "all" else " or ").join(_words(form, one) for one in of)
    if kind == "not":
        return _words(form, of).replace("you answer ", "you do not answer ")
    if kind == "answered":
        return f"you answer ‘{form.by_key[of].label}’"
    question = form.by_key[of[0]]
    values = of[1] if isinstance(of[1], list) else [of[1]]
    labels = [f"‘{TYPES['yes_no' if question.type == 'yes_no' else 'radios'].plain(question, v)}’" for v in values]
    return f"you answer {' or '.join(labels)} to ‘{question.label}’"
