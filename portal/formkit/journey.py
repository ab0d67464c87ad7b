"""The way through a form, worked out from the definition and the answers alone. No route knows the order."""

from dataclasses import dataclass
from enum import StrEnum

from portal.formkit.checking import form_problems, save_problems, submit_problems
from portal.formkit.conditions import Answers, is_visible, visible_answers
from portal.formkit.definition import Form, Question, Section, Step
from portal.formkit.types import TYPES

MINUTES_PER_QUESTION = 4
WORDS_PER_MINUTE = 15
MINUTES_PER_DOCUMENT = 20


class Status(StrEnum):
    """How far a section is, in the words of the task list."""

    NOT_STARTED = "Not yet started"
    IN_PROGRESS = "In progress"
    PROBLEM = "There is a problem"
    COMPLETED = "Completed"


@dataclass(frozen=True)
class Missing:
    """One thing to do before sending, and where."""

    section: Section
    step: Step
    question: Question
    message: str


@dataclass(frozen=True)
class Effort:
    """How much a form asks: `questions` that everyone is asked, `words` at most, `documents`, and `minutes` in all."""

    questions: int
    words: int
    documents: int

    @property
    def minutes(self) -> int:
        """Four minutes a question, a minute for 15 words, 20 minutes a document."""
        return (
            self.questions * MINUTES_PER_QUESTION
            + self.words // WORDS_PER_MINUTE
            + self.documents * MINUTES_PER_DOCUMENT
        )

    @property
    def hours(self) -> int:
        """Rounded to whole hours, one at the least."""
        return max(1, round(self.minutes / 60))


def visible_steps(form: Form, answers: Answers) -> list[tuple[Section, Step]]:
    """The pages that these answers call for, in order."""
    return [(section, step) for section in form.sections for step in _steps_of(form, answers, section)]


def _steps_of(form: Form, answers: Answers, section: Section) -> list[Step]:
    return [step for step in section.steps if any(is_visible(form, q, answers) for q in step.questions)]


def next_step(form: Form, answers: Answers, section: Section, step: Step) -> tuple[Section, Step] | None:
    """The next page of the same section; None at its end, where the task list follows."""
    return _neighbour(form, answers, section, step, 1)


def previous_step(form: Form, answers: Answers, section: Section, step: Step) -> tuple[Section, Step] | None:
    """The page before it in the same section; None at its start."""
    return _neighbour(form, answers, section, step, -1)


def _neighbour(form: Form, answers: Answers, section: Section, step: Step, by: int) -> tuple[Section, Step] | None:
    steps = _steps_of(form, answers, section)
    keys = [found.key for found in steps]
    place = keys.index(step.key) + by if step.key in keys else -1
    return (section, steps[place]) if 0 <= place < len(steps) else None


def first_step(form: Form, answers: Answers, section: Section) -> Step:
    """Where a section begins for these answers."""
    steps = _steps_of(form, answers, section)
    return steps[0] if steps else section.steps[0]


def status_of(form: Form, section: Section, answers: Answers) -> Status:
    """How far a section is, honestly: completed only when nothing in it would stop sending."""
    visible = visible_answers(form, answers)
    asked = [question for question in section.questions if question.key in visible]
    if any(save_problems(question, visible[question.key]) for question in asked):
        return Status.PROBLEM
    started = any(not TYPES[q.type].is_blank(q, visible[q.key]) for q in asked)
    touched = any(question.key in answers for question in section.questions)
    if not started and not touched:
        return Status.NOT_STARTED
    if any(submit_problems(question, visible) for question in asked):
        return Status.IN_PROGRESS if started else Status.NOT_STARTED
    return Status.COMPLETED


def missing(form: Form, answers: Answers) -> list[Missing]:
    """Everything that stands between these answers and sending, in order; one entry a message."""
    return [
        Missing(*form.place_of[key], form.by_key[key], problem.message)
        for key, problems in form_problems(form, answers).items()
        for problem in problems
    ]


def may_be_left_out(section: Section) -> bool:
    """Whether nothing in a section is required."""
    return not any(question.required and not question.parent for question in section.questions)


def effort_of(form: Form) -> Effort:
    """What a form asks of someone who is asked everything that has no condition."""
    asked = [question for question in form.by_key.values() if question.show_if is None]
    documents = sum(len(q.details["documents"]) for q in asked if q.type == "document_checklist")
    words = sum((q.max_words or 0) + sum(c.max_words or 0 for c in q.columns) for q in asked)
    return Effort(len(asked), words, documents + sum(q.type == "file" for q in asked))
