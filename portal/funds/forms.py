"""Forms of people who ask about a fund, and of officers who answer."""

from typing import Any

from wtforms import Field, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.accounts.forms import EmailLike, lower_line
from portal.web.forms import AtMostWords, BaseForm, Needed, tidy

LONGEST_QUESTION_WORDS = 150
LONGEST_ANSWER_WORDS = 400
ANSWER, DECLINE = "answer", "decline"


class AskForm(BaseForm):
    """A question, and where the answer goes; someone who is signed in has told their address already."""

    question = TextAreaField(
        "Your question",
        [Needed("Enter your question"), AtMostWords(LONGEST_QUESTION_WORDS, "Your question")],
        filters=[tidy],
        description="Do not give names or details of people. We may change your words so that nobody can be recognised",
    )
    email = StringField(
        "Your email address",
        [Needed("Enter your email address"), EmailLike()],
        filters=[lower_line],
        description="We send you the answer. We do not show who asked, and use the address for nothing else",
    )

    def __init__(self, *, signed_in: bool, **values: Any) -> None:
        super().__init__(**values)
        if signed_in:
            del self.email


class AnswerForm(BaseForm):
    """Once for all, or for the asker alone."""

    how = RadioField(
        "Who gets the answer?",
        choices=[
            SelectChoice(value=ANSWER, label="Everyone: show the question and the answer on the fund’s page"),
            SelectChoice(value=DECLINE, label="Only the person who asked: do not show the question"),
        ],
        validate_choice=False,
    )
    shown = TextAreaField(
        "The question as everyone reads it",
        [AtMostWords(LONGEST_QUESTION_WORDS, "The question")],
        filters=[tidy],
        description="Take out whatever could show who asked. Not used when only the asker gets the answer",
    )
    answer = TextAreaField(
        "Your answer",
        [Needed("Enter your answer"), AtMostWords(LONGEST_ANSWER_WORDS, "Your answer")],
        filters=[tidy],
        description="You cannot change it later, because people will have acted on it",
    )

    def validate_how(self, field: Field) -> None:
        """One of the two."""
        if field.data not in (ANSWER, DECLINE):
            raise ValidationError("Select who gets the answer")

    def validate_shown(self, field: Field) -> None:
        """Needed when everyone reads it."""
        if self.how.data == ANSWER and not field.data:
            raise ValidationError("Enter the question as everyone reads it")
