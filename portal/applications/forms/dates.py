"""Forms of the office for dates that move, and for what it asks about after sending."""

from datetime import datetime

from wtforms import SelectMultipleField, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.core.clock import from_london, today
from portal.core.dates import parse_time
from portal.organisations.forms import DateForm
from portal.web.forms import AtMost, BaseForm, Needed, tidy, tidy_line


def real_time(_form: BaseForm, field: StringField) -> None:
    """A time of day that can be read."""
    try:
        parse_time(field.data)
    except ValueError as error:
        raise ValidationError("Enter a time, like 12:00 or 5pm") from error


class ClosingForm(DateForm):
    """A new closing time: a day in three boxes and a time of day, both London's."""

    day_field = "closes"
    time = StringField("At what time?", [Needed("Enter a time, like 12:00 or 5pm"), real_time], filters=[tidy_line])

    def closing(self) -> datetime | None:
        """The instant in UTC; None while day or time cannot be read."""
        day = self.read_day()
        return from_london(day, parse_time(self.time.data)) if day and not self.time.errors else None

    def problem(self) -> str | None:
        """What is wrong with the day."""
        return None if self.read_day() else "Enter a day, like 27 3 2027"


class OutageForm(ClosingForm):
    """More time for everyone, and why."""

    words = TextAreaField("What happened?", [Needed("Enter what happened"), AtMost(1000, "Text")], filters=[tidy])


class ExtensionForm(ClosingForm):
    """More time for one organisation."""

    organisation = StringField(
        "Reference of the organisation, or of its application",
        [Needed("Enter a reference, like ORG-7QJ4 or SCF27-7QJ4")],
        filters=[tidy_line],
    )
    reason = TextAreaField("Why?", [Needed("Enter why"), AtMost(1000, "Text")], filters=[tidy])


class RequestForm(DateForm):
    """Which answers to open again, why, and by when."""

    day_field = "due"
    questions = SelectMultipleField(
        "Which questions should they answer again?", [Needed("Select at least one question")], validate_choice=False
    )
    words = TextAreaField(
        "What do you need from them?", [Needed("Enter what you need from them"), AtMost(2000, "Text")], filters=[tidy]
    )

    def problem(self) -> str | None:
        """What is wrong with the day."""
        day = self.read_day()
        if day is None:
            return "Enter the day by which they should reply, like 27 3 2027"
        return "Enter a day from today on" if day < today() else None


class DecisionDayForm(DateForm):
    """Another day for the decision."""

    day_field = "decision"
    reason = TextAreaField("Why is it late?", [Needed("Enter why it is late"), AtMost(1000, "Text")], filters=[tidy])

    def problem(self) -> str | None:
        """What is wrong with the day."""
        return None if self.read_day() else "Enter a day, like 27 3 2027"
