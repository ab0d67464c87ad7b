"""Forms of the office's first check, of partners, and of help by phone."""

import re

from email_validator import EmailNotValidError, validate_email
from wtforms import BooleanField, RadioField, SelectChoice, StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.applications.rules.assisting import HOWS
from portal.web.forms import AtMost, BaseForm, Needed, OneOf, tidy, tidy_line

NOT_ELIGIBLE = "not_eligible"


class EligibilityForm(BaseForm):
    """Whether an application meets the rules of its fund, and why not."""

    verdict = RadioField(
        "Does it meet the rules of the fund?",
        choices=[
            SelectChoice(value="eligible", label="Yes: it can be scored"),
            SelectChoice(value=NOT_ELIGIBLE, label="No: it cannot go to the panel"),
        ],
        validators=[OneOf("Select whether it meets the rules")],
        validate_choice=False,
    )
    reason = TextAreaField("If not, say why, in words for the applicant", filters=[tidy])

    def validate(self, extra_validators: object = None) -> bool:
        """A no needs its reason."""
        fine = bool(super().validate())
        if self.verdict.data == NOT_ELIGIBLE and not self.reason.data:
            self.reason.errors = (*self.reason.errors, "Enter why it cannot go to the panel")
            return False
        return fine


class InvitePartnerForm(BaseForm):
    """Whom to ask into the bid: a reference of ours, or an email address."""

    whom = StringField(
        "Your partner’s reference or an email address",
        [Needed("Enter your partner’s reference or an email address")],
        filters=[tidy_line],
    )

    def validate_whom(self, field: StringField) -> None:
        """An address must be one; a reference has letters, a hyphen and four characters."""
        if "@" in field.data:
            try:
                validate_email(field.data, check_deliverability=False)
            except EmailNotValidError as error:
                raise ValidationError("Enter an email address in the correct format, like name@example.org") from error
        elif not re.fullmatch(r"ORG[ -]?\w{4}", field.data, re.IGNORECASE):
            raise ValidationError("Enter a reference like ORG-7QJ4, or an email address")


class AssistForm(BaseForm):
    """That somebody of a group said yes."""

    organisation = StringField(
        "Reference of the organisation",
        [Needed("Enter the reference of the organisation")],
        filters=[tidy_line],
    )
    consent_name = StringField(
        "Who said yes?",
        [Needed("Enter who said yes"), AtMost(150, "Name")],
        filters=[tidy_line],
    )
    consent_how = RadioField(
        "How did they say it?",
        choices=[SelectChoice(value, words) for value, words in HOWS.items()],
        validators=[OneOf("Select how they said yes")],
        validate_choice=False,
    )
    read_out = BooleanField("I read these words to them, and they said yes")

    def validate_read_out(self, field: BooleanField) -> None:
        """Nobody begins without it."""
        if not field.data:
            raise ValidationError("Read the words to them, and tick the box when they have said yes")


class ReadBackForm(BaseForm):
    """That every answer was read back."""

    to = StringField(
        "To whom did you read the answers back?",
        [Needed("Enter to whom you read the answers back"), AtMost(150, "Name")],
        filters=[tidy_line],
    )
