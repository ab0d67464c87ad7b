"""Forms of handing over, and of asking to lead an organisation whose lead is gone."""

from typing import Any

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.accounts.forms import EmailLike, lower_line
from portal.organisations.forms import one_of
from portal.web.forms import AtMost, BaseForm, Needed, tidy, tidy_line

NEW = "new"


class HandOverForm(BaseForm):
    """Who takes over: somebody of the team, or somebody new by their address."""

    successor = one_of("Who takes over from you?", "Select who takes over from you", [])
    email = StringField("Their email address", filters=[lower_line])

    def __init__(self, people: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.successor.choices = [*(SelectChoice(*one) for one in people), SelectChoice(NEW, "Someone new")]

    def validate_email(self, field: StringField) -> None:
        """An address is needed for somebody new alone."""
        if self.successor.data == NEW:
            EmailLike()(self, field)


class AskToLeadForm(BaseForm):
    """Why somebody asks the office to be made lead."""

    reason = TextAreaField(
        "What has happened, and how can we check it?",
        [Needed("Enter what has happened"), AtMost(2000, "What you tell us")],
        filters=[tidy],
    )


class NameOrganisationForm(AskToLeadForm):
    """The same, by somebody who is not in the team."""

    name = StringField(
        "Which organisation?",
        [Needed("Enter the name or reference of the organisation"), AtMost(200, "Name")],
        filters=[tidy_line],
    )


class DecideLeadForm(BaseForm):
    """The office's answer. `people` are the leads of now, as (reference, name): one of them may have gone."""

    organisation = StringField("Reference of the organisation", filters=[tidy_line])
    verdict = one_of(
        "What do you decide?",
        "Select what you decide",
        [SelectChoice("grant", "Make them lead"), SelectChoice("decline", "Do not make them lead")],
    )
    gone = RadioField("Has a lead of now left for good?", default="", validate_choice=False)
    reason = TextAreaField(
        "How did you check, and why?", [Needed("Enter how you checked, and why"), AtMost(2000, "Text")], filters=[tidy]
    )

    def __init__(self, people: list[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.gone.choices = [SelectChoice("", "No, all leads stay"), *(SelectChoice(*one) for one in people)]
