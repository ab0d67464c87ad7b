"""The forms of consultation: a consultee, whom to ask, a consultee's answers, the summary and the reply."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, SelectChoice, SelectMultipleField, StringField, TextAreaField

from portal.accounts.forms import EmailLike, lower_line
from portal.consultation.operations.directory import Entry
from portal.consultation.rules import (
    DAYS_TO_REPLY,
    DISTRICT,
    KINDS,
    MOST_REASON_WORDS,
    MOST_REPLY_WORDS,
    MOST_SUMMARY_WORDS,
    NOTHING_SAID,
    THEME,
)
from portal.core.clock import today
from portal.core.text import normalise
from portal.organisations.forms import DateForm
from portal.organisations.rules import named
from portal.web.forms import AtMost, AtMostWords, BaseForm, Needed, OneOf, tidy, tidy_line

FIELDS = {
    "need": "Is there a real need for this?",
    "duplicate": "Does anyone else already do this here?",
    "duplicate_who": "Who does it?",
    "concerns": "What we should check",
    "anything": "Anything else",
}


def _listed(labels: Mapping[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(value=str(value), label=label) for value, label in labels.items()]


class ConsulteeForm(BaseForm):
    """One entry of the directory."""

    kind = RadioField("What are they?", [OneOf("Select what they are")], choices=_listed(KINDS), validate_choice=False)
    body = StringField(
        "Name of the partnership, team or body",
        [Needed("Enter the name of the partnership, team or body"), AtMost(150, "Name")],
        filters=[tidy_line],
    )
    person = StringField(
        "Who answers for them?", [Needed("Enter who answers for them"), AtMost(150, "Name")], filters=[tidy_line]
    )
    email = StringField("Their email address", [Needed("Enter their email address"), EmailLike()], filters=[lower_line])
    districts = SelectMultipleField("Which areas?", choices=lambda: _listed(named("districts")), validate_choice=False)
    themes = SelectMultipleField("Which themes?", choices=lambda: _listed(named("themes")), validate_choice=False)

    def entry(self) -> Entry:
        """What was typed; areas and themes that are in no list are left out."""
        lists = ((DISTRICT, self.districts, "districts"), (THEME, self.themes, "themes"))
        reach = frozenset(
            (kind, value) for kind, field, labels in lists for value in field.data or [] if value in named(labels)
        )
        return Entry(self.kind.data, self.body.data, self.person.data, self.email.data, reach)


class AskForm(DateForm):
    """Whom to ask about what, and until when; each of `ask` is a consultee and an application, by their references."""

    day_field = "until"
    ask = SelectMultipleField("Whom to ask about what", validate_choice=False)

    def pairs(self) -> list[tuple[str, str]]:
        """(consultee, application) of every tick."""
        parts = [one.partition(":") for one in self.ask.data or []]
        return [(who, what) for who, _colon, what in parts]

    def problems(self) -> list[tuple[str, str]]:
        """(field, message) of what is wrong."""
        found = [] if self.ask.data else [("ask", "Tick at least one project for somebody")]
        day = self.read_day()
        if day is None:
            return [*found, ("until", "Enter the day by which they should answer, like 27 3 2027")]
        return [*found, ("until", "Enter a day from today on")] if day < today() else found


class DeclineForm(BaseForm):
    """Why somebody gives no advice."""

    reason = TextAreaField(
        "Why can you not help this time?",
        [Needed("Enter why you cannot help"), AtMostWords(MOST_REASON_WORDS, "Your reason")],
        filters=[tidy],
    )


class SummaryForm(DateForm):
    """What the applicant reads of the advice, and until when they reply."""

    day_field = "due"
    words = TextAreaField(
        "What partners said, in our words",
        [Needed("Enter a summary"), AtMostWords(MOST_SUMMARY_WORDS, "The summary")],
        filters=[tidy],
    )

    def problem(self) -> str | None:
        """What is wrong with the day."""
        day = self.read_day()
        if day is None:
            return "Enter the day by which they can reply, like 27 3 2027"
        return "Enter a day from today on" if day < today() else None

    def usual_day(self) -> dict[str, str]:
        """What stands in the boxes before anybody typed."""
        return self.typed_day(today() + timedelta(days=DAYS_TO_REPLY))


class ReplyForm(BaseForm):
    """The applicant's reply."""

    words = TextAreaField(
        "Your reply",
        [Needed("Enter your reply"), AtMostWords(MOST_REPLY_WORDS, "Your reply")],
        filters=[tidy],
    )


def read_said(posted: MultiDict[str, str]) -> dict[str, str]:
    """The answers of a POST to the four questions, texts in their normal form."""
    return {field: normalise(posted.get(field, "")) for field in NOTHING_SAID}


def read_numbers(posted: MultiDict[str, str], field: str) -> set[int]:
    """The numbers of a field that may come several times; what is no number is none."""
    return {int(one) for one in posted.getlist(field) if one.isascii() and one.isdecimal() and len(one) < 10}
