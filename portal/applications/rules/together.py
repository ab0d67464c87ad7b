"""What a comment is about, when its mail goes, and how long somebody counts as here."""

from datetime import datetime, timedelta

from portal.formkit.definition import Form

PRESENT_FOR = timedelta(seconds=60)


def about_of(form: Form, about: str) -> tuple[str, str]:
    """(section key, question key) of what a comment is about; both empty for the whole, and for what is not there."""
    if about in form.place_of:
        return form.place_of[about][0].key, about
    return (about, "") if form.section(about) else ("", "")


def end_of_hour(at: datetime) -> datetime:
    """The next full hour."""
    return at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def topics(form: Form) -> list[tuple[str, str]]:
    """(value, words) of everything that a comment may be about, in the order of the form."""
    found = [("", "The whole application")]
    for section in form.sections:
        found.append((section.key, f"All of ‘{section.title}’"))
        found += [(question.key, f"{section.title}: {question.label}") for question in section.questions]
    return found
