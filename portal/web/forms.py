"""WTForms for the screens that are not data-driven: filled from the POST or from kept text, errors as a summary."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, RadioField
from wtforms.validators import ValidationError

from portal.core.text import count_words, normalise, one_line
from portal.web.kept import posted

LONGEST_WORD = 20  # characters of a word, on average: what is longer is no prose


class BaseForm(FlaskForm):
    """The parent of every form. CSRF is checked for the whole portal, so a form carries no token field of its own."""

    class Meta(FlaskForm.Meta):
        """Flask-WTF's protection covers every POST already."""

        csrf = False

    def __init__(self, **values: Any) -> None:
        super().__init__(formdata=posted(), **values)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(field id, message) of each problem, in the order of the fields: the error summary's links."""
        return [(field.id, str(message)) for field in self for message in field.errors[:1]]


class Needed:
    """The field must be answered; the message starts with what to do ("Enter your name")."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise unless there is something other than space."""
        value = field.data
        if value is None or value == [] or (isinstance(value, str) and not value.strip()):
            raise ValidationError(self.message)


class AtMost:
    """No more than so many characters, in the words of the label."""

    def __init__(self, characters: int, label: str) -> None:
        self.characters = characters
        self.label = label

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise when the text is too long."""
        over = len(field.data or "") - self.characters
        if over > 0:
            raise ValidationError(f"{self.label} must be {self.characters:,} characters or fewer")


class AtMostWords:
    """No more than so many words, in the words of the label."""

    def __init__(self, words: int, label: str) -> None:
        self.words = words
        self.label = label

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise when the text is too long."""
        text = field.data or ""
        if count_words(text) > self.words or len(text) > self.words * LONGEST_WORD:
            raise ValidationError(f"{self.label} must be {self.words} words or fewer")


class OneOf:
    """One of the choices must be taken; says so in the given words."""

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise unless the value is one of the choices."""
        assert isinstance(field, RadioField)
        if field.data not in [choice.value for choice in field.choices]:
            raise ValidationError(self.message)


def tidy(value: str | None) -> str:
    """WTForms filter: several lines of text in their normal form."""
    return normalise(value or "")


def tidy_line(value: str | None) -> str:
    """WTForms filter: one line of text in its normal form."""
    return one_line(value or "")
