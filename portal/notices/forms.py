"""The forms of notices, and of what people want to hear."""

from wtforms import HiddenField, RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField

from portal.notices.rules import LONGEST_TITLE, MOST_WORDS, OFTEN_LABELS, Reaches
from portal.organisations.models import ReachKind
from portal.organisations.rules import named
from portal.web.forms import AtMost, AtMostWords, BaseForm, Needed, OneOf, tidy, tidy_line


def _choices(list_name: str) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in named(list_name).items()]


class Reach(BaseForm):
    """Areas and themes, both optional."""

    districts = SelectMultipleField("Which areas?", choices=lambda: _choices("districts"), validate_choice=False)
    themes = SelectMultipleField("Which themes?", choices=lambda: _choices("themes"), validate_choice=False)


class ChoiceForm(Reach):
    """What a person wants to hear."""

    often = RadioField(
        "How often do you want emails?",
        [OneOf("Select how often you want emails")],
        choices=[SelectChoice(value=often.value, label=label) for often, label in OFTEN_LABELS.items()],
        validate_choice=False,
    )


class NoticeForm(Reach):
    """What members should know."""

    title = StringField("Title", [Needed("Enter a title"), AtMost(LONGEST_TITLE, "The title")], filters=[tidy_line])
    words = TextAreaField(
        "Message", [Needed("Enter a message"), AtMostWords(MOST_WORDS, "The message")], filters=[tidy]
    )
    round = HiddenField()


def reach_in(form: Reach) -> Reaches:
    """The areas and themes that were ticked; what is not in the lists is left out."""
    ticked = {ReachKind.DISTRICT: (form.districts, "districts"), ReachKind.THEME: (form.themes, "themes")}
    return frozenset(
        (kind.value, value)
        for kind, (field, list_name) in ticked.items()
        for value in field.data or []
        if value in named(list_name)
    )


def values_of(reach: Reaches) -> dict[str, list[str]]:
    """Areas and themes as the fields' values."""
    return {
        "districts": [value for kind, value in reach if kind == ReachKind.DISTRICT],
        "themes": [value for kind, value in reach if kind == ReachKind.THEME],
    }
