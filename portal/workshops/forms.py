"""Forms of officers who plan workshops, and of people who book."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from wtforms import Field, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import FileField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from portal.accounts.forms import EmailLike, lower_line
from portal.core.clock import from_london, london, now, today
from portal.core.dates import parse_day, parse_time
from portal.organisations.models import Organisation
from portal.organisations.rules import kinds
from portal.web.forms import AtMost, AtMostWords, BaseForm, Needed, OneOf, tidy, tidy_line
from portal.web.kept import posted
from portal.workshops.models import Workshop
from portal.workshops.rules.standing import MOST_PLACES, MOST_PLACES_EACH, WorkshopFacts
from portal.workshops.rules.topics import ACCESS, topics

ONLINE, PLACE = "online", "place"
YES, NO = "yes", "no"
MOST_LEARN_WORDS = 200
MOST_NEEDS_WORDS = 100
PARTS = ("day", "month", "year")


def _boxes(label: str, choices: Sequence[tuple[str, str]], **options: Any) -> SelectMultipleField:
    """Boxes to tick; what is not among them is dropped by `chosen_of`."""
    return SelectMultipleField(
        label,
        choices=[SelectChoice(value, words) for value, words in choices],
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        **options,
    )


def chosen_of(field: SelectMultipleField) -> tuple[str, ...]:
    """What was ticked, in the order of the boxes."""
    ticked = set(field.data or ())
    return tuple(choice.value for choice in field.choices if choice.value in ticked)


class Between:
    """A whole number within limits, both included."""

    def __init__(self, least: int, most: int, label: str) -> None:
        self.least, self.most, self.label = least, most, label

    def __call__(self, form: BaseForm, field: Field) -> None:
        """Raise unless it is one."""
        typed = (field.data or "").strip()
        if not (typed.isascii() and typed.isdecimal() and len(typed) < 6 and self.least <= int(typed) <= self.most):
            raise ValidationError(f"{self.label} must be a number from {self.least} to {self.most}")


def time_of_day(_form: BaseForm, field: Field) -> None:
    """A time that can be read."""
    try:
        parse_time(field.data or "")
    except ValueError as error:
        raise ValidationError("Enter a time, like 6pm or 18:30") from error


def web_address(_form: BaseForm, field: Field) -> None:
    """An address that a browser opens, or nothing."""
    typed = field.data or ""
    if typed and (not typed.startswith(("https://", "http://")) or " " in typed or "." not in typed):
        raise ValidationError("Enter a link that starts with https://")


class WorkshopForm(BaseForm):
    """Everything about a workshop. Its days are in three boxes each; `day_errors` says what is wrong with them."""

    title = StringField(
        "What is the workshop called?", [Needed("Enter what it is called"), AtMost(120, "Title")], filters=[tidy_line]
    )
    learn = TextAreaField(
        "What will people learn?",
        [Needed("Enter what people will learn"), AtMostWords(MOST_LEARN_WORDS, "Text")],
        filters=[tidy],
        description="Plain words. What will they be able to do afterwards that they could not do before?",
    )
    topics = _boxes(
        "What is it about?",
        [(topic.value, topic.label) for topic in topics()],
        description="We suggest the workshop to groups whose feedback was weak on a principle that you tick",
    )
    starts = StringField(
        "When does it start?",
        [Needed("Enter when it starts"), time_of_day],
        filters=[tidy_line],
        description="For example, 6pm or 18:30",
    )
    ends = StringField("When does it end?", [Needed("Enter when it ends"), time_of_day], filters=[tidy_line])
    how = RadioField(
        "How is it held?",
        [OneOf("Select how it is held")],
        choices=[SelectChoice(ONLINE, "Online"), SelectChoice(PLACE, "In a place")],
        validate_choice=False,
    )
    link = StringField(
        "Link to join",
        [AtMost(500, "Link"), web_address],
        filters=[tidy_line],
        description="We show it only to people who have a place. You can add it later",
    )
    address = TextAreaField("Address", [AtMost(400, "Address")], filters=[tidy])
    access = _boxes("What does it have?", list(ACCESS.items()))
    access_more = TextAreaField(
        "What else should people know about access? (optional)", [AtMost(600, "Text")], filters=[tidy]
    )
    places = StringField("How many places are there?", [Between(1, MOST_PLACES, "Places")], filters=[tidy_line])
    places_each = StringField(
        "How many of them can one organisation have?",
        [Between(1, MOST_PLACES_EACH, "Places of one organisation")],
        filters=[tidy_line],
    )
    first = RadioField(
        "Do members of the Funding Network get places first?",
        [OneOf("Select whether members get places first")],
        choices=[SelectChoice(NO, "No, everyone at the same time"), SelectChoice(YES, "Yes, until the end of a day")],
        validate_choice=False,
    )
    kinds = _boxes(
        "Is it only for some kinds of group? (optional)",
        [(kind.value, kind.label) for kind in kinds() if kind.may_join],
        description="Leave all empty if it is for everyone",
    )

    DAYS = ("day", "books_from", "books_until", "members_until")

    def __init__(self, workshop: Workshop | None = None, *, topic: str = "") -> None:
        self.workshop = workshop
        self.day_errors: dict[str, str] = {}
        values = (
            _values_of(workshop) if workshop else {"first": NO, "places_each": "2", "topics": [topic], "places": "12"}
        )
        super().__init__(data=None if posted() else values)

    def typed_day(self, name: str) -> dict[str, str]:
        """What stands in the three boxes of a day."""
        from_form: Mapping[str, str] = posted() or {}
        if from_form:
            return {part: from_form.get(f"{name}-{part}", "") for part in PARTS}
        new = {"books_from": today()}
        day = _days_of(self.workshop)[name] if self.workshop else new.get(name)
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)} if day else {}

    def read_day(self, name: str) -> date | None:
        """A day that was typed; None when there is none."""
        typed = self.typed_day(name)
        try:
            return parse_day(*(typed.get(part, "") for part in PARTS))
        except ValueError:
            return None

    def validate(self, *args: Any, **options: Any) -> bool:
        """The fields, then the days, and how they fit together."""
        sound = super().validate(*args, **options)
        self._check_days()
        self._check_place()
        return sound and not self.day_errors and not self.address.errors and not self.ends.errors

    def _check_days(self) -> None:
        day, opens, closes = (self.read_day(name) for name in self.DAYS[:3])
        words = {
            "day": "Enter the day of the workshop",
            "books_from": "Enter the day on which booking opens",
            "books_until": "Enter the last day to book",
        }
        for name, found in zip(self.DAYS, (day, opens, closes), strict=False):
            if found is None:
                self.day_errors[name] = f"{words[name]}, like 27 3 2027"
        if day and not self.starts.errors and from_london(day, self._time(self.starts)) <= now():
            self.day_errors["day"] = "The workshop must start in the future"
        if day and closes and closes > day:
            self.day_errors["books_until"] = "The last day to book cannot be after the workshop"
        if opens and closes and closes < opens:
            self.day_errors["books_until"] = "The last day to book cannot be before booking opens"
        if not self.starts.errors and not self.ends.errors and self._time(self.ends) <= self._time(self.starts):
            self.ends.errors = ("It must end after it starts",)
        if self.first.data == YES:
            self._check_members_until(opens, closes)

    def _check_members_until(self, opens: date | None, closes: date | None) -> None:
        until = self.read_day("members_until")
        if until is None:
            self.day_errors["members_until"] = "Enter the last day on which only members get places, like 27 3 2027"
        elif opens and closes and not opens <= until < closes:
            self.day_errors["members_until"] = (
                "It must be from the day booking opens to the day before the last day to book"
            )

    def _check_place(self) -> None:
        if self.how.data == PLACE and not self.address.data:
            self.address.errors = ("Enter the address",)

    @staticmethod
    def _time(field: Field) -> time:
        return parse_time(field.data)

    @property
    def summary(self) -> list[tuple[str, str]]:
        """The problems of fields and days in the order of the page."""
        order = (
            "title",
            "learn",
            "topics",
            "day",
            "starts",
            "ends",
            "how",
            "link",
            "address",
            "access",
            "access_more",
            "places",
            "places_each",
            "books_from",
            "books_until",
            "first",
            "members_until",
            "kinds",
        )
        fields = dict(super().summary)
        found = fields | {f"{name}-day": message for name, message in self.day_errors.items()}
        return [(key, found[key]) for name in order for key in (name, f"{name}-day") if key in found]

    def facts(self) -> WorkshopFacts:
        """What was typed, once it is sound."""
        day, opens, closes = (self.read_day(name) for name in self.DAYS[:3])
        assert day and opens and closes
        online = self.how.data == ONLINE
        return WorkshopFacts(
            title=self.title.data,
            learn=self.learn.data,
            starts_at=from_london(day, self._time(self.starts)),
            ends_at=from_london(day, self._time(self.ends)),
            online=online,
            link=self.link.data if online else "",
            address="" if online else self.address.data,
            access=chosen_of(self.access),
            access_more=self.access_more.data,
            places=int(self.places.data),
            places_each=int(self.places_each.data),
            books_from=opens,
            books_until=closes,
            members_first_until=self.read_day("members_until") if self.first.data == YES else None,
            kinds=chosen_of(self.kinds),
            topics=chosen_of(self.topics),
        )


def _values_of(workshop: Workshop) -> dict[str, Any]:
    starts, ends = london(workshop.starts_at), london(workshop.ends_at)
    return {
        "title": workshop.title,
        "learn": workshop.learn,
        "topics": [topic.topic for topic in workshop.topics],
        "starts": f"{starts:%H:%M}",
        "ends": f"{ends:%H:%M}",
        "how": ONLINE if workshop.online else PLACE,
        "link": workshop.link,
        "address": workshop.address,
        "access": workshop.access,
        "access_more": workshop.access_more,
        "places": str(workshop.places),
        "places_each": str(workshop.places_each),
        "first": YES if workshop.members_first_until else NO,
        "kinds": workshop.kinds,
    }


def _days_of(workshop: Workshop) -> dict[str, date | None]:
    return {
        "day": london(workshop.starts_at).date(),
        "books_from": workshop.books_from,
        "books_until": workshop.books_until,
        "members_until": workshop.members_first_until,
    }


class BookForm(BaseForm):
    """Who comes, for which organisation, and what they need."""

    organisation = RadioField(
        "Which organisation is it for?", [OneOf("Select which organisation it is for")], validate_choice=False
    )
    name = StringField(
        "Name of the person who will come",
        [Needed("Enter the name of the person who will come"), AtMost(120, "Name")],
        filters=[tidy_line],
    )
    email = StringField(
        "Their email address",
        [Needed("Enter their email address"), EmailLike(), AtMost(320, "Email address")],
        filters=[lower_line],
        description="We send the reminder, and the link if it is online, to this address",
    )
    access_needs = TextAreaField(
        "Do they need anything to take part? (optional)",
        [AtMostWords(MOST_NEEDS_WORDS, "Text")],
        filters=[tidy],
        description="For example large print, a sign language interpreter, breaks, or a seat near the door. "
        "Only the officers who run the workshop see this, and we delete it a month afterwards",
    )

    def __init__(self, organisations: Sequence[Organisation], **values: Any) -> None:
        first = organisations[0].reference if len(organisations) == 1 else None
        super().__init__(data=None if posted() else values)
        self.organisation.choices = [SelectChoice(one.reference, one.name) for one in organisations]
        if first and not self.organisation.data:
            self.organisation.data = first


class CancelForm(BaseForm):
    """Why a workshop is called off."""

    reason = TextAreaField(
        "Why is it cancelled?",
        [Needed("Enter why it is cancelled"), AtMost(600, "Text")],
        filters=[tidy],
        description="Everyone who booked reads this",
    )


class MaterialForm(BaseForm):
    """A link or a file, what it is called, and who may have it."""

    title = StringField(
        "What is it called?", [Needed("Enter what it is called"), AtMost(120, "Name")], filters=[tidy_line]
    )
    url = StringField("Link", [AtMost(500, "Link"), web_address], filters=[tidy_line])
    file = FileField("Or a file")
    who = RadioField(
        "Who can see it?",
        [OneOf("Select who can see it")],
        choices=[
            SelectChoice("booked", "Organisations that had a place"),
            SelectChoice("everyone", "Everyone, without signing in"),
        ],
        validate_choice=False,
    )
