"""Forms of accounts."""

from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError

from portal.accounts.rules import canonical_password, password_problem
from portal.web.forms import AtMost, BaseForm, Needed, tidy, tidy_line

LONGEST_EMAIL = 320


def lower_line(value: str | None) -> str:
    """WTForms filter: an email address as accounts keep it."""
    return tidy_line(value).lower()


class EmailLike:
    """The text is an email address that mail can be sent to, as far as its form tells."""

    def __call__(self, form: FlaskForm, field: Field) -> None:
        """Raise unless it is one."""
        try:
            validate_email(field.data or "", check_deliverability=False, test_environment=True)
        except EmailNotValidError as error:
            raise StopValidation("Enter an email address in the form name@example.org") from error
        if len(field.data) > LONGEST_EMAIL or "\x00" in field.data:
            raise ValidationError("Enter an email address in the form name@example.org")


class EmailForm(BaseForm):
    """One email address: to ask for a link, to invite."""

    email = StringField("Email address", [Needed("Enter your email address"), EmailLike()], filters=[lower_line])


class SignInForm(EmailForm):
    """Email and password."""

    password = PasswordField("Password", [Needed("Enter your password")])


class NewPasswordForm(BaseForm):
    """A new password, judged by `password_problem`; `about` says whose it is when the form itself does not."""

    password = PasswordField("Password", [Needed("Enter a password")])

    def __init__(self, *, about: tuple[str, str] = ("", ""), **values: Any) -> None:
        super().__init__(**values)
        self.about = about

    def validate_password(self, field: Field) -> None:
        """Long enough, not common, not their own name."""
        problem = password_problem(canonical_password(field.data or ""), name=self.about[0], email=self.about[1])
        if problem:
            raise ValidationError(problem)


class NamedPasswordForm(NewPasswordForm):
    """Name and password: for someone who was invited by mail."""

    name = StringField("Full name", [Needed("Enter your full name"), AtMost(200, "Full name")], filters=[tidy_line])

    def validate_password(self, field: Field) -> None:
        """As above, for the name that was typed."""
        self.about = (self.name.data or "", self.about[1])
        super().validate_password(field)


class RegisterForm(NamedPasswordForm):
    """Create an account."""

    email = StringField("Email address", [Needed("Enter your email address"), EmailLike()], filters=[lower_line])

    def validate_password(self, field: Field) -> None:
        """As above, for the address that was typed."""
        self.about = (self.about[0], self.email.data or "")
        super().validate_password(field)


class ChangePasswordForm(NewPasswordForm):
    """The present password and a new one."""

    current_password = PasswordField("Password you have now", [Needed("Enter the password you have now")])
    password = PasswordField("New password", [Needed("Enter a new password")])


class ConfirmPasswordForm(BaseForm):
    """The password again."""

    password = PasswordField("Password", [Needed("Enter your password")])


class CodeForm(BaseForm):
    """A security code or a recovery code."""

    code = StringField("Security code", [Needed("Enter the code")], filters=[tidy_line])


WAYS = [
    SelectChoice("", "I do not mind"),
    SelectChoice("email", "Email"),
    SelectChoice("phone", "Phone call"),
    SelectChoice("text", "Text message"),
    SelectChoice("post", "Post"),
]
LANGUAGES = [
    SelectChoice(value, value or "English, or I do not mind")
    for value in (
        "", "Arabic", "Bengali", "British Sign Language", "Dari", "Farsi", "Kurdish", "Nepali", "Pashto", "Polish",
        "Portuguese", "Punjabi", "Romanian", "Somali", "Ukrainian", "Urdu", "Easy read English", "Another language",
    )
]  # fmt: skip


class DetailsForm(BaseForm):
    """What people tell about themselves."""

    name = StringField("Full name", [Needed("Enter your full name"), AtMost(200, "Full name")], filters=[tidy_line])
    phone = StringField("Phone number (optional)", [AtMost(40, "Phone number")], filters=[tidy_line])
    contact_way = RadioField("How should we contact you?", choices=WAYS, validate_choice=False)
    language = SelectField("Which language do you prefer?", choices=LANGUAGES, validate_choice=False)
    contact_needs = TextAreaField(
        "Do you need us to contact you in a certain way? (optional)",
        [AtMost(500, "What you tell us")],
        filters=[tidy],
    )

    def validate_contact_way(self, field: Field) -> None:
        """One of the ways; none is "I do not mind"."""
        if (field.data or "") not in [one.value for one in WAYS]:
            raise ValidationError("Select how we should contact you")

    def validate_language(self, field: Field) -> None:
        """One of the list; none is English."""
        if (field.data or "") not in [one.value for one in LANGUAGES]:
            raise ValidationError("Select a language from the list")

    def validate_phone(self, field: Field) -> None:
        """A number is needed by whoever wants to be called or sent a text."""
        if self.contact_way.data in ("phone", "text") and not field.data:
            raise ValidationError("Enter your phone number, so that we can contact you that way")
