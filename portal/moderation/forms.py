"""The forms of a meeting: setting it up, what the panel agreed, the chair's words."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import shown_title
from portal.core.clock import from_london, now
from portal.core.dates import parse_day, parse_time
from portal.core.text import normalise
from portal.moderation.operations.arranging import MeetingFacts
from portal.moderation.rules.scores import HALVES, MOST_MINUTE_WORDS, Agreed, points_words
from portal.web.forms import AtMost, AtMostWords, BaseForm, Needed, tidy, tidy_line
from portal.web.kept import posted

PARTS = ("day", "month", "year")
POINTS = [("", "Not settled"), *((str(halves), points_words(halves)) for halves in HALVES)]


def _boxes(label: str, description: str) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        description=description,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class MeetingForm(BaseForm):
    """When and where, who sits in it, who chairs, and what about. Its day is in three boxes."""

    starts = StringField(
        "When does it start?",
        [Needed("Enter when it starts")],
        filters=[tidy_line],
        description="For example, 10am or 14:30",
    )
    place = StringField(
        "Where is it?",
        [Needed("Enter where it is, or the link to join"), AtMost(300, "Place")],
        filters=[tidy_line],
        description="An address and a room, or the link to join",
    )
    members = _boxes("Who sits on the panel?", "Choose at least two people")
    chair = SelectField("Who chairs?", validate_choice=False)
    deputy = SelectField(
        "Who is the deputy chair?",
        validate_choice=False,
        description="Chairs the items that the chair must not hear",
    )
    quorum = StringField(
        "How many must be in the room to decide?", filters=[tidy_line], description="The quorum, as a number of people"
    )
    applications = _boxes(
        "What will the panel talk about?", "The portal puts them in order. You can change it afterwards"
    )

    def __init__(self, people: Sequence[Account], applications: Sequence[Application], scoring: set[int]) -> None:
        self.people = {person.email: person for person in people}
        self.by_reference = {one.reference: one for one in applications}
        self.day_error = ""
        ticked = [person.email for person in people if person.id in scoring]
        super().__init__(
            data=None if posted() else {"members": ticked, "applications": list(self.by_reference), "quorum": "3"}
        )
        self.members.choices = [SelectChoice(person.email, person.name) for person in people]
        names = [SelectChoice("", "Choose a person"), *self.members.choices]
        self.chair.choices = self.deputy.choices = names
        self.applications.choices = [
            SelectChoice(one.reference, f"{shown_title(one)}, {shown_name(one)}") for one in applications
        ]

    @property
    def day(self) -> dict[str, str]:
        """What stands in the three boxes."""
        sent: Mapping[str, str] = posted() or {}
        return {part: sent.get(f"day-{part}", "") for part in PARTS}

    def validate(self, *args: Any, **options: Any) -> bool:
        """The fields, then the day."""
        sound = super().validate(*args, **options)
        day = self._day()
        if day is None:
            self.day_error = "Enter the day of the meeting, like 27 3 2027"
        elif not self.starts.errors and from_london(day, parse_time(self.starts.data)) <= now():
            self.day_error = "The meeting must start in the future"
        return sound and not self.day_error

    def validate_starts(self, field: Any) -> None:
        """A time that can be read."""
        try:
            parse_time(field.data or "")
        except ValueError as error:
            raise ValidationError("Enter a time, like 10am or 14:30") from error

    def validate_members(self, _field: Any) -> None:
        """Two at least, so that somebody is left to chair."""
        if len(self._members()) < 2:
            raise ValidationError("Select at least two people")

    def validate_chair(self, field: Any) -> None:
        """One of the members."""
        if field.data not in [one.email for one in self._members()]:
            raise ValidationError("Choose a chair from the people on the panel")

    def validate_deputy(self, field: Any) -> None:
        """Another of the members."""
        if field.data not in [one.email for one in self._members()] or field.data == self.chair.data:
            raise ValidationError("Choose a deputy chair from the people on the panel, not the chair")

    def validate_quorum(self, field: Any) -> None:
        """No more than there are."""
        typed, most = field.data or "", len(self._members())
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 4 and 1 <= int(typed) <= max(most, 1)):
            raise ValidationError(f"The quorum must be a number from 1 to {max(most, 1)}, the people on the panel")

    def validate_applications(self, _field: Any) -> None:
        """One at least."""
        if not self.chosen():
            raise ValidationError("Select at least one application")

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The problems, the day first: it stands first on the page."""
        first = [("day-day", self.day_error)] if self.day_error else []
        return first + super().summary

    def chosen(self) -> list[Application]:
        """The applications that were ticked, in the order of the page."""
        ticked = set(self.applications.data or [])
        return [one for reference, one in self.by_reference.items() if reference in ticked]

    def facts(self) -> MeetingFacts:
        """What was typed, once it is sound."""
        day = self._day()
        assert day is not None
        starts_at = from_london(day, parse_time(self.starts.data))
        chair, deputy = self.people[self.chair.data], self.people[self.deputy.data]
        return MeetingFacts(starts_at, self.place.data, int(self.quorum.data), chair, deputy, self._members())

    def _members(self) -> list[Account]:
        ticked = set(self.members.data or [])
        return [person for email, person in self.people.items() if email in ticked]

    def _day(self) -> date | None:
        try:
            return parse_day(*(self.day[part] for part in PARTS))
        except ValueError:
            return None


class WordsForm(BaseForm):
    """What the minutes say of an item."""

    words = TextAreaField(
        "What did the panel advise?",
        [AtMostWords(MOST_MINUTE_WORDS, "Your words")],
        filters=[tidy],
        description="These words stand in the minutes, under the scores",
    )


def read_agreed(sent: Mapping[str, str], numbers: Sequence[int]) -> dict[int, Agreed]:
    """What was typed for each principle; a score that is none of the list counts as not chosen."""
    return {
        number: Agreed(_halves(sent.get(f"points-{number}", "")), normalise(sent.get(f"reason-{number}", "")))
        for number in numbers
    }


def fields_of(agreed: Mapping[int, Agreed]) -> dict[str, str]:
    """The fields that would send it."""
    found: dict[str, str] = {}
    for number, one in agreed.items():
        found[f"points-{number}"] = "" if one.halves is None else str(one.halves)
        found[f"reason-{number}"] = one.reason
    return found


def _halves(typed: str) -> int | None:
    return int(typed) if typed in {str(halves) for halves in HALVES} else None
