"""The whole form of a round, blank, to be filled in away from the portal."""

from portal.formkit.paper.contents import Origin, Paper
from portal.formkit.paper.plain import write_plain
from portal.formkit.paper.word import write_word
from portal.formkit.queries import form_of
from portal.funds.models import Round

PLANNING = "For planning. Do not send this by email or post. Apply online or by phone."
_MOST_KEPT = 16
# A published form and its round's name make the same document for ever, and everybody may ask for it.
_made: dict[tuple[str, str, str], bytes] = {}


def blank_paper(round_: Round, phone: str) -> Paper:
    """The blank form with what stands at its head."""
    notes = (PLANNING, f"You can upload it when you have started your application, or call us on {phone}.")
    form = form_of(round_.form_version)
    return Paper(form, f"{round_.name}: all the questions", notes, Origin(form.key))


def blank_word(round_: Round, phone: str) -> bytes:
    """The same as a Word document, made once in a process."""
    key = (round_.form_version.sha256, round_.name, phone)
    if key not in _made:
        if len(_made) >= _MOST_KEPT:
            _made.clear()
        _made[key] = write_word(blank_paper(round_, phone))
    return _made[key]


def blank_plain(round_: Round, phone: str) -> bytes:
    """The same as plain text."""
    return write_plain(blank_paper(round_, phone)).encode()
