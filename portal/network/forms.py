"""The form of a note."""

from wtforms import TextAreaField

from portal.web.forms import AtMost, BaseForm, Needed, tidy

LONGEST_NOTE = 2_000


class NoteForm(BaseForm):
    """A few words about a member."""

    words = TextAreaField(
        "Your note",
        [Needed("Enter your note"), AtMost(LONGEST_NOTE, "Your note")],
        filters=[tidy],
        description="Officers read it, and the organisation can ask to see what we hold about it",
    )
