"""Forms of organisations and of the office that checks them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.access.roles import TEAM_ROLE_LABELS, TeamRole
from portal.accounts.forms import EmailForm
from portal.core.clock import today
from portal.core.dates import date_words, parse_day
from portal.organisations.models import Organisation
from portal.organisations.rules import CheckKind, decline_reasons, kinds, latest_end, why_not_until
from portal.organisations.states import OUTCOME_LABELS, Outcome
from portal.web.forms import AtMost, BaseForm, Needed, OneOf, tidy, tidy_line
from portal.web.kept import posted


def one_of(label: str, message: str, choices: list[SelectChoice], **options: Any) -> RadioField:
    return RadioField(label, [OneOf(message)], choices=choices, validate_choice=False, **options)


class NewOrganisationForm(BaseForm):
    """The kind of group first, then its name."""

    kind = RadioField(
        "What type of organisation are you?",
        [OneOf("Select what type of organisation you are")],
        validate_choice=False,
    )
    name = StringField(
        "What is your organisation called?",
        [Needed("Enter the name of your organisation"), AtMost(150, "Name")],
        filters=[tidy_line],
    )

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.kind.choices = [SelectChoice(kind.value, kind.label) for kind in kinds()]


class InviteForm(EmailForm):
    """Whom to invite, and as what."""

    role = one_of(
        "What will they do?",
        "Select what they will do",
        [SelectChoice(role.value, TEAM_ROLE_LABELS[role]) for role in TeamRole],
    )


class TeamRoleForm(BaseForm):
    """Another role for someone of the team."""

    role = one_of(
        "What do they do?",
        "Select what they do",
        [SelectChoice(role.value, TEAM_ROLE_LABELS[role]) for role in TeamRole],
    )


class DateForm(BaseForm):
    """A form with one date in three boxes, named `day_field`; `typed_day` gives back what was typed."""

    day_field = "day"

    def typed_day(self, default: date | None = None) -> dict[str, str]:
        """What stands in the three boxes."""
        from_form: Mapping[str, str] = self.posted_fields or {}
        if from_form:
            return {part: from_form.get(f"{self.day_field}-{part}", "") for part in ("day", "month", "year")}
        return {"day": str(default.day), "month": str(default.month), "year": str(default.year)} if default else {}

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.posted_fields = posted()

    def read_day(self) -> date | None:
        """The date that was typed; None when there is none."""
        typed = self.typed_day()
        try:
            return parse_day(typed.get("day", ""), typed.get("month", ""), typed.get("year", ""))
        except ValueError:
            return None


class AskForm(DateForm):
    """What more is needed, and by when."""

    day_field = "reply_by"
    request = TextAreaField(
        "What do you need from them?", [Needed("Enter what you need from them"), AtMost(3000, "Text")], filters=[tidy]
    )

    def problem(self) -> str | None:
        """What is wrong with the date."""
        day = self.read_day()
        if day is None:
            return "Enter the day by which they should reply, like 27 3 2027"
        return "Enter a day from today on" if day < today() else None


class ApproveForm(DateForm):
    """Until when, and what to put in place."""

    day_field = "until"
    conditions = TextAreaField("What must they put in place? (optional)", [AtMost(3000, "Text")], filters=[tidy])
    despite = BooleanField("I approve although some checks are not in order")

    def __init__(self, *, checks_left: int = 0, **values: Any) -> None:
        super().__init__(**values)
        self.checks_left = checks_left

    def validate_despite(self, field: BooleanField) -> None:
        """Approving over checks that are open or a problem is said once more."""
        if self.checks_left and not field.data:
            raise ValidationError("Tick the box if you approve although some checks are not in order")

    def problem(self) -> str | None:
        """What is wrong with the date."""
        day, last = self.read_day(), latest_end(today())
        if day is None:
            return "Enter the last day of the membership, like 27 3 2027"
        return None if today() < day <= last else f"Enter a day after today, until {date_words(last)}"


class DeclineForm(BaseForm):
    """The reason, and what the group can do."""

    reason = one_of(
        "Why can you not approve them?", "Select a reason", [SelectChoice(one, one) for one in decline_reasons()]
    )
    next_steps = TextAreaField(
        "What can they do next?", [Needed("Enter what they can do next"), AtMost(3000, "Text")], filters=[tidy]
    )


class CheckForm(DateForm):
    """What was found, why, and until when it counts."""

    day_field = "expires_on"
    outcome = one_of(
        "What did you find?", "Select what you found", [SelectChoice(one, OUTCOME_LABELS[one]) for one in Outcome]
    )
    note = TextAreaField("Note", [AtMost(3000, "Note")], filters=[tidy])

    def __init__(self, kind: CheckKind, **values: Any) -> None:
        super().__init__(**values)
        self.kind = kind

    def validate_note(self, field: TextAreaField) -> None:
        """Whatever is not simply in order has a reason."""
        if self.outcome.data in (Outcome.CONDITION, Outcome.PROBLEM, Outcome.NOT_NEEDED) and not field.data:
            raise ValidationError("Enter a note that says why")

    def problem(self) -> str | None:
        """What is wrong with the date; nothing typed means for ever, where that can be."""
        typed = self.read_day()
        if typed is None and any(part.strip() for part in self.typed_day().values()):
            return "Enter a real date, like 27 3 2027"
        return why_not_until(self.kind, self.outcome.data or "", typed, today()) or None

    def seen_id(self) -> int | None:
        """The outcome that the officer had before them."""
        typed: Mapping[str, str] = self.posted_fields or {}
        seen = typed.get("seen", "")
        return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None


class SuspendForm(BaseForm):
    """Why a membership is put on hold."""

    reason = TextAreaField(
        "Why, and what should they do?",
        [Needed("Enter why, and what they should do"), AtMost(3000, "Text")],
        filters=[tidy],
    )


class RestoreForm(DateForm):
    """Until when it goes on, and a word to the group."""

    day_field = "until"
    words = TextAreaField("What do you want to tell them? (optional)", [AtMost(3000, "Text")], filters=[tidy])

    def __init__(self, *, latest: date, **values: Any) -> None:
        super().__init__(**values)
        self.latest = latest

    def problem(self) -> str | None:
        """What is wrong with the date."""
        day = self.read_day()
        if day is None:
            return "Enter the last day of the membership, like 27 3 2027"
        return None if today() < day <= self.latest else f"Enter a day after today, until {date_words(self.latest)}"


class ApartForm(BaseForm):
    """Why two organisations that look alike are two groups."""

    reason = TextAreaField(
        "How do you know that they are two groups?",
        [Needed("Enter how you know"), AtMost(1000, "Text")],
        filters=[tidy],
    )


class MergeForm(BaseForm):
    """Which of two stays, why they are one group, and that it cannot be taken back."""

    stays = RadioField("Which one stays?", [OneOf("Select which one stays")], validate_choice=False)
    reason = TextAreaField(
        "How do you know that they are one group?",
        [Needed("Enter how you know"), AtMost(1000, "Text")],
        filters=[tidy],
    )
    sure = BooleanField("I understand that this cannot be taken back")

    def __init__(self, *, places: tuple[Organisation, Organisation], **values: Any) -> None:
        super().__init__(**values)
        self.stays.choices = [SelectChoice(one.reference, f"{one.name} ({one.reference})") for one in places]

    def validate_sure(self, field: BooleanField) -> None:
        """Said once more, because nothing brings the other entry back."""
        if not field.data:
            raise ValidationError("Tick the box if you are sure")


class RenewalAnswerForm(BaseForm):
    """The office's answer to a renewal."""

    answer = one_of(
        "What do you decide?",
        "Select what you decide",
        [
            SelectChoice("renew", "Renew for another year"),
            SelectChoice("back", "Ask them for something more first"),
            SelectChoice("decline", "Do not renew"),
        ],
    )
    words = TextAreaField("What do you want to tell them?", [AtMost(3000, "Text")], filters=[tidy])

    def validate_words(self, field: TextAreaField) -> None:
        """Anything but a yes is explained."""
        if self.answer.data in ("back", "decline") and not field.data:
            raise ValidationError("Enter what they should do, or why you do not renew")
