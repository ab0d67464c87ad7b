"""Part of a form as a form: only some of its questions, to be answered again."""

from collections.abc import Collection
from dataclasses import replace

from portal.formkit.conditions import keys_in
from portal.formkit.definition import Form, Question, Section, Step


def with_dependents(form: Form, keys: Collection[str]) -> list[str]:
    """These questions and every one that is shown by an answer to them, in the order of the form."""
    wanted = set(keys)
    for key, question in form.by_key.items():  # conditions look back only, so one pass finds them all
        if wanted & set(keys_in(question.show_if)):
            wanted.add(key)
    return [key for key in form.by_key if key in wanted]


def only(form: Form, keys: Collection[str]) -> Form:
    """The form with only these questions; one that other answers would show is asked in any case."""
    sections = tuple(_section(section, keys) for section in form.sections)
    return Form(form.key, form.title, (), tuple(section for section in sections if section.steps))


def _section(section: Section, keys: Collection[str]) -> Section:
    steps = tuple(
        Step(step.key, step.title, tuple(_question(one, keys) for one in step.questions if one.key in keys))
        for step in section.steps
    )
    return Section(section.key, section.title, "", tuple(step for step in steps if step.questions))


def _question(question: Question, keys: Collection[str]) -> Question:
    if set(keys_in(question.show_if)) <= set(keys):
        return question
    return replace(question, show_if=None, parent=None)
