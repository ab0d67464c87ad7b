"""Forms of groups and of officers after the feedback."""

from collections.abc import Sequence
from datetime import time

from wtforms import BooleanField, Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.aftercare.models import CallSlot
from portal.aftercare.rules.asking import MOST_ANSWER_WORDS, MOST_QUESTION_WORDS
from portal.aftercare.rules.calls import LONGEST_PHONE, MOST_AT_ONCE, phone_problem
from portal.core.dates import deadline_words, parse_time
from portal.organisations.forms import DateForm
from portal.web.forms import AtMost, AtMostWords, BaseForm, Needed, OneOf, tidy, tidy_line

LONGEST_LINE = 300


class UsefulForm(BaseForm):
    """Yes or no, and a line for those who want to say more."""

    useful = RadioField(
        "Was this feedback useful?",
        [OneOf("Choose yes or no")],
        choices=[SelectChoice(value="yes", label="Yes"), SelectChoice(value="no", label="No")],
        validate_choice=False,
    )
    line = StringField(
        "What would have made it better? (optional)",
        [AtMost(LONGEST_LINE, "What you write")],
        filters=[tidy_line],
        description="One line. Our team reads it without your name",
    )


class AskForm(BaseForm):
    """The one question of a group."""

    question = TextAreaField(
        "Your question",
        [Needed("Enter your question"), AtMostWords(MOST_QUESTION_WORDS, "Your question")],
        filters=[tidy],
        description="Tell us which part of the feedback is not clear, or what you want to know for next time",
    )


class AnswerForm(BaseForm):
    """The office's answer."""

    answer = TextAreaField(
        "Your answer",
        [Needed("Enter your answer"), AtMostWords(MOST_ANSWER_WORDS, "Your answer")],
        filters=[tidy],
        description="The group gets it by email. You cannot change it later",
    )


class PublicForm(BaseForm):
    """The words that everyone reads."""

    shown = TextAreaField(
        "The question, as everyone reads it",
        [Needed("Enter the question"), AtMostWords(MOST_QUESTION_WORDS, "The question")],
        filters=[tidy],
        description="No names, no places and no sums by which somebody could tell who asked",
    )
    answer = TextAreaField(
        "The answer, as everyone reads it",
        [Needed("Enter the answer"), AtMostWords(MOST_ANSWER_WORDS, "The answer")],
        filters=[tidy],
    )
    looked = BooleanField("I have looked at each point. Nobody can be recognised")


class CallForm(BaseForm):
    """Which call, and on which number."""

    slot = RadioField("When should we call?", [OneOf("Choose when we should call")], validate_choice=False)
    phone = StringField(
        "On which number?",
        [Needed("Enter the phone number that we should call"), AtMost(LONGEST_PHONE, "The phone number")],
        filters=[tidy_line],
    )

    def __init__(self, free: Sequence[CallSlot], *, phone: str) -> None:
        super().__init__(data={"phone": phone})
        self.slot.choices = [
            SelectChoice(value=one.reference, label=f"{deadline_words(one.starts_at)}, with {one.officer.name}")
            for one in free
        ]

    def validate_phone(self, field: Field) -> None:
        """A number with enough digits."""
        problem = phone_problem(field.data or "")
        if problem:
            raise ValidationError(problem)


class PutUpForm(DateForm):
    """Calls of one day, one after the other. The day is judged by the room's own rules."""

    starts = StringField(
        "When does the first start?",
        [Needed("Enter when the first call starts")],
        filters=[tidy_line],
        description="For example, 10am or 14:30",
    )
    count = StringField("How many, one after the other?", [Needed("Enter how many")], filters=[tidy_line])

    def validate_starts(self, field: Field) -> None:
        """A time that can be read."""
        try:
            parse_time(field.data or "")
        except ValueError as error:
            raise ValidationError("Enter a time, like 10am or 14:30") from error

    def validate_count(self, field: Field) -> None:
        """A number of calls that one day can hold."""
        typed = field.data or ""
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= MOST_AT_ONCE):
            raise ValidationError(f"Enter a number from 1 to {MOST_AT_ONCE}")

    def first(self) -> time:
        """When the first starts; read after validating."""
        return parse_time(self.starts.data or "")

    def number(self) -> int:
        """How many; read after validating."""
        return int(self.count.data or "1")
