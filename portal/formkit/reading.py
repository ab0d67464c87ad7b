"""A form with its answers, to read: check your answers, the copy that is kept, what staff and assessors see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.formkit.checking import submit_problems
from portal.formkit.conditions import visible_answers
from portal.formkit.definition import Form, Question, Section, Step
from portal.formkit.faults import Problem
from portal.formkit.types import TYPES
from portal.formkit.types.base import Shown


@dataclass(frozen=True)
class AnsweredQuestion:
    """One question as it was asked, with its answer to look at, and what stands against it."""

    section: Section
    step: Step
    question: Question
    shown: Shown
    problems: tuple[Problem, ...] = field(default=())


@dataclass(frozen=True)
class AnsweredSection:
    """A section and the questions in it that were asked."""

    section: Section
    questions: tuple[AnsweredQuestion, ...]


def answered(form: Form, answers: Mapping[str, Any], *, check: bool = False) -> list[AnsweredSection]:
    """Every question that these answers call for, section by section; with `check`, with what is missing."""
    asked = visible_answers(form, answers)
    sections = []
    for section in form.sections:
        questions = tuple(
            _answered(section, step, question, asked, check)
            for step in section.steps
            for question in step.questions
            if question.key in asked
        )
        if questions:
            sections.append(AnsweredSection(section, questions))
    return sections


def answered_questions(form: Form, answers: Mapping[str, Any], keys: list[str]) -> list[AnsweredQuestion]:
    """The questions of these keys that were asked, in the order of the form (a principle's `look_at`)."""
    asked = visible_answers(form, answers)
    wanted = set(keys)
    return [_answered(*form.place_of[key], form.by_key[key], asked, False) for key in asked if key in wanted]


def _answered(
    section: Section, step: Step, question: Question, answers: Mapping[str, Any], check: bool
) -> AnsweredQuestion:
    shown = TYPES[question.type].show(question, answers.get(question.key))
    problems = tuple(submit_problems(question, answers)) if check else ()
    return AnsweredQuestion(section, step, question, shown, problems)
