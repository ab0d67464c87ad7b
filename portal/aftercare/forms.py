"""Forms of groups and of officers after the feedback."""

from wtforms import RadioField, SelectChoice, StringField

from portal.web.forms import AtMost, BaseForm, OneOf, tidy_line

LONGEST_LINE = 300


class UsefulForm(BaseForm):
    """Yes or no, and a line for those who want to say more."""

    useful = RadioField(
        "Was this feedback useful?",
        [OneOf("Choose yes or no")],
        choices=[SelectChoice(value="yes", label="Yes"), SelectChoice(value="no", label="No")],
        validate_choice=False,
    )
    line = StringField(
        "What would have made it better? (optional)",
        [AtMost(LONGEST_LINE, "What you write")],
        filters=[tidy_line],
        description="One line. Our team reads it without your name",
    )
