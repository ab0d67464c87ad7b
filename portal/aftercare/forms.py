"""Forms of groups and of officers after the feedback."""

from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField

from portal.aftercare.rules.asking import MOST_ANSWER_WORDS, MOST_QUESTION_WORDS
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
