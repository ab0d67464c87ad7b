"""Every question of a round's form before any sign-in: on the screen, on paper, in large print."""

from typing import Any

from flask.typing import ResponseReturnValue

from portal.formkit.journey import effort_of
from portal.formkit.paper.word import MEDIA_TYPE
from portal.formkit.queries import form_of
from portal.formkit.wording import condition_words, limits_of
from portal.funds.blank import blank_plain, blank_word
from portal.funds.models import Round
from portal.funds.policy import READ_FUNDS
from portal.funds.queries import public_round
from portal.web.context import current_portal
from portal.web.downloads import PLAIN_TEXT, download
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("form_questions", __name__)
# The same questions in other shapes: (what the link says, the end of its address under /funds/<slug>/).
FORMATS = (
    ("Print", "questions/print"),
    ("Large print", "questions/large-print"),
    ("Word document, to write in and upload back", "questions.docx"),
    ("Plain text, to write in and upload back", "questions.txt"),
)


@bp.page("/funds/<slug>/questions", needs=READ_FUNDS, load=public_round)
def questions(found: Round) -> ResponseReturnValue:
    """The whole form, blank."""
    return page("funds/questions.html", **_blank(found), formats=FORMATS)


@bp.page("/funds/<slug>/questions/print", needs=READ_FUNDS, load=public_round)
def questions_to_print(found: Round) -> ResponseReturnValue:
    """The same on paper."""
    return page("funds/questions_print.html", **_blank(found), large=False)


@bp.page("/funds/<slug>/questions/large-print", needs=READ_FUNDS, load=public_round)
def questions_in_large_print(found: Round) -> ResponseReturnValue:
    """The same in letters of 18 points and more."""
    return page("funds/questions_print.html", **_blank(found), large=True)


@bp.page("/funds/<slug>/questions.docx", needs=READ_FUNDS, load=public_round)
def questions_word(found: Round) -> ResponseReturnValue:
    """The whole form as a Word document to write in."""
    data = blank_word(found, current_portal().settings.support.phone)
    return download(data, f"{found.slug}-questions.docx", MEDIA_TYPE)


@bp.page("/funds/<slug>/questions.txt", needs=READ_FUNDS, load=public_round)
def questions_plain(found: Round) -> ResponseReturnValue:
    """The same as plain text."""
    data = blank_plain(found, current_portal().settings.support.phone)
    return download(data, f"{found.slug}-questions.txt", PLAIN_TEXT)


def _blank(found: Round) -> dict[str, Any]:
    form = form_of(found.form_version)
    asked = [question for section in form.sections for question in section.questions]
    return {
        "round": found,
        "form": form,
        "effort": effort_of(form),
        "scored": sum(bool(question.assessed) for question in asked),
        "longest": max((question.max_words or 0 for question in asked), default=0),
        "criteria": {criterion.key: f"{criterion.number} {criterion.short_name}" for criterion in found.criteria},
        "condition_words": condition_words,
        "limits_of": limits_of,
    }
