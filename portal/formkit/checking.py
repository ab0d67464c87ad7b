"""The two strengths of checking: SAVE looks at what is there, SUBMIT also at what is not."""

from typing import Any

from portal.formkit.conditions import Answers, visible_answers
from portal.formkit.definition import Form, Question
from portal.formkit.faults import Problem
from portal.formkit.rules import cross_problems, own_problems
from portal.formkit.types import TYPES
from portal.formkit.types.files import DocumentChecklist


def save_problems(question: Question, value: Any) -> list[Problem]:
    """What is wrong with the answer that is there: its type, its length, its own rules."""
    return TYPES[question.type].problems(question, value, question.key) + own_problems(question, value, question.key)


def submit_problems(question: Question, answers: Answers) -> list[Problem]:
    """Everything that stands between this answer and sending: SAVE's problems, what is missing, what does not fit.

    `answers` are those that are asked for (`visible_answers`). What may be left out must be whole once it is begun.
    """
    kind, value, name = TYPES[question.type], answers.get(question.key), question.key
    found = save_problems(question, value)
    if question.required or not kind.is_blank(question, value):
        found += kind.missing(question, value, name)
    if isinstance(kind, DocumentChecklist):
        found += kind.missing_documents(question, value, name, answers)
    return found + cross_problems(question, value, name, answers)


def form_problems(form: Form, answers: Answers) -> dict[str, list[Problem]]:
    """SUBMIT strength over the whole form: question key -> problems; empty when it can be sent."""
    asked = visible_answers(form, answers)
    found = {key: submit_problems(form.by_key[key], asked) for key in asked if key in form.by_key}
    return {key: problems for key, problems in found.items() if problems}
