"""The forms of partners: an entry, a message, a report, the choice of a draft."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.core.text import count_words
from portal.organisations.models import ReachKind
from portal.organisations.rules import Reaches
from portal.partnering.rules import (
    KIND_LABELS,
    LONGEST_TITLE,
    MOST_WORDS,
    SIZES,
    SKILL,
    address_in,
    choices,
)
from portal.web.forms import AtMost, BaseForm, Needed, tidy, tidy_line

MOST_WORDS_OF_A_MESSAGE = 500


def _listed(labels: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in labels.items()]


class _Short:
    """So many words or fewer."""

    def __init__(self, words: int, label: str) -> None:
        self.words, self.label = words, label

    def __call__(self, _form: BaseForm, field: Any) -> None:
        """Raise when there are more."""
        text = field.data or ""
        if count_words(text) > self.words or len(text) > self.words * 20:
            raise ValidationError(f"{self.label} must be {self.words} words or fewer")


def _no_address(_form: BaseForm, field: Any) -> None:
    """All members read it, so it holds no way around the portal."""
    found = address_in(field.data or "")
    if found:
        raise ValidationError(f"Take out {found}. Others write to you here")


class EntryForm(BaseForm):
    """What a group looks for or offers."""

    kind = RadioField(
        "What is this?",
        choices=_listed({kind.value: label for kind, label in KIND_LABELS.items()}),
        validate_choice=False,
    )
    title = StringField(
        "Say it in a few words", [Needed("Enter a few words"), AtMost(LONGEST_TITLE, "The few words"), _no_address],
        filters=[tidy_line],
    )  # fmt: skip
    words = TextAreaField(
        "Tell others more",
        [Needed("Enter what others should know"), _Short(MOST_WORDS, "Your words"), _no_address],
        filters=[tidy],
    )
    skills = SelectMultipleField(
        "What is it about?", choices=lambda: _listed(choices()["skill"]), validate_choice=False
    )
    districts = SelectMultipleField("Where?", choices=lambda: _listed(choices()["district"]), validate_choice=False)
    themes = SelectMultipleField("Which themes?", choices=lambda: _listed(choices()["theme"]), validate_choice=False)
    size = RadioField(
        "What size of group do you want to work with?", choices=_listed({"": "Any size"} | SIZES), validate_choice=False
    )

    def validate_kind(self, field: Any) -> None:
        """One of the two."""
        if field.data not in KIND_LABELS:
            raise ValidationError("Select if you look for something or offer it")

    def validate_skills(self, field: Any) -> None:
        """One at least, so that others find it."""
        if not set(field.data or []) & set(choices()["skill"]):
            raise ValidationError("Select at least one")

    def validate_size(self, field: Any) -> None:
        """One of the list, or any."""
        if (field.data or "") not in {"", *SIZES}:
            raise ValidationError("Select a size, or any size")

    def reach(self) -> Reaches:
        """What was ticked; what is in no list is left out."""
        ticked = {SKILL: self.skills, ReachKind.DISTRICT.value: self.districts, ReachKind.THEME.value: self.themes}
        return frozenset(
            (kind, value) for kind, field in ticked.items() for value in field.data or [] if value in choices()[kind]
        )


class MessageForm(BaseForm):
    """A message to another group, or the office's words to two."""

    organisation = RadioField("Which of your organisations is writing?", validate_choice=False)
    words = TextAreaField(
        "Your message", [Needed("Enter your message"), _Short(MOST_WORDS_OF_A_MESSAGE, "Your message")], filters=[tidy]
    )


class ReportForm(BaseForm):
    """What is wrong with a conversation."""

    words = TextAreaField(
        "What is wrong?", [Needed("Enter what is wrong"), _Short(MOST_WORDS, "Your words")], filters=[tidy]
    )


class CloseForm(BaseForm):
    """Whether the other side may write about other entries."""

    block = BooleanField("They cannot write to us about anything else either")


class BidForm(BaseForm):
    """One of one's own drafts."""

    application = RadioField("Which application?", validate_choice=False)

    def validate_application(self, field: Any) -> None:
        """One of those on the page."""
        if field.data not in {value for value, *_rest in self.application.iter_choices()}:
            raise ValidationError("Select an application")
