"""Forms of the board and of what is kept beside an application."""

from typing import Any

from wtforms import RadioField, SelectChoice, SelectField, TextAreaField

from portal.organisations.forms import DateForm
from portal.triage.rules import KINDS, TEAMS
from portal.web.forms import AtMost, BaseForm, Needed, OneOf, tidy

LONGEST = 2000


def _listed(labels: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in labels.items()]


class OwnerForm(DateForm):
    """An owner (blank: nobody) and a day (blank: none)."""

    day_field = "due"
    owner = SelectField("Owner", validate_choice=False)

    def __init__(self, people: dict[str, str], **values: Any) -> None:
        super().__init__(**values)
        self.owner.choices = _listed({"": "Nobody"} | people)

    def problem(self) -> str | None:
        """What is wrong with the day: only one that is no day; no day at all is fine, and so is one that has passed."""
        empty = not any(part.strip() for part in self.typed_day().values())
        return None if empty or self.read_day() else "Enter a day, like 27 3 2027, or leave all three boxes empty"


class FlagForm(BaseForm):
    """What worries an officer, and who should look."""

    kind = RadioField(
        "What is it about?",
        choices=_listed(KINDS),
        validators=[OneOf("Select what it is about")],
        validate_choice=False,
    )
    team = RadioField(
        "Which team should look at it?",
        choices=_listed(TEAMS),
        validators=[OneOf("Select a team")],
        validate_choice=False,
    )
    reason = TextAreaField("Why?", [Needed("Enter why"), AtMost(LONGEST, "Text")], filters=[tidy])


class CloseFlagForm(BaseForm):
    """How a flag ends."""

    outcome = RadioField(
        "How does it end?",
        choices=_listed(
            {"resolve": "Resolved: it was looked at and is fine now", "stop": "Stopped: no longer followed"}
        ),
        validators=[OneOf("Select how it ends")],
        validate_choice=False,
    )
    reason = TextAreaField(
        "What came of it?", [Needed("Enter what came of it"), AtMost(LONGEST, "Text")], filters=[tidy]
    )


class NoteForm(BaseForm):
    """A private note."""

    words = TextAreaField(
        "Write a note for colleagues", [Needed("Enter a note"), AtMost(LONGEST, "Note")], filters=[tidy]
    )


class WhyForm(BaseForm):
    """A reason, and nothing else."""

    reason = TextAreaField("Why?", [Needed("Enter why"), AtMost(LONGEST, "Text")], filters=[tidy])
