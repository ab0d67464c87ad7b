"""The applicant's page in its shapes. Before the release none of them is there, whatever the outcome."""

import logging
from typing import Any

from flask import Response, flash, redirect
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.references import canonical_reference
from portal.core.refusal import Refused
from portal.core.typesetting import TypesettingFailed
from portal.feedback.models import Feedback
from portal.feedback.operations import mail_as_text
from portal.feedback.policy import READ
from portal.feedback.printing import letter_pdf
from portal.feedback.queries import feedback_on
from portal.feedback.queries.concerned import needs_of_reader
from portal.feedback.rules.needs import Needs
from portal.feedback.views.letter import Letter, letter_of
from portal.feedback.views.outline import as_data, as_text, changes_title, next_steps, outline_of, workshops_title
from portal.web.context import current_actor, current_portal, current_session, from_slot
from portal.web.downloads import PDF, download
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("feedback", __name__)
log = logging.getLogger("portal.feedback")


def own_feedback(session: Session, reference: str) -> Feedback | None:
    """The feedback on an application; the permission asks whether it is released and theirs."""
    return feedback_on(session, canonical_reference(reference))


@bp.page("/applications/<reference>/feedback", needs=READ, load=own_feedback)
def read(feedback: Feedback) -> ResponseReturnValue:
    """Outcome, the whole in short, what to change first, and each principle beside one's own answers."""
    account_id = current_actor().account_id
    assert account_id is not None  # the permission asks for a person of the team
    needs = needs_of_reader(current_session(), account_id, feedback)
    after = from_slot("feedback:afterwards", current_session(), feedback)
    return show(_letter(feedback), needs=needs, afterwards=after)


@bp.page("/applications/<reference>/feedback/large-print", needs=READ, load=own_feedback)
def read_in_large_print(feedback: Feedback) -> ResponseReturnValue:
    """The same in one column, in letters of 18 points and more, on the screen and on paper."""
    return show(_letter(feedback), large=True)


@bp.page("/applications/<reference>/feedback.pdf", needs=READ, load=own_feedback)
def read_as_pdf(feedback: Feedback) -> ResponseReturnValue:
    """The same as a PDF."""
    return _pdf(feedback, large=False)


@bp.page("/applications/<reference>/feedback/large-print.pdf", needs=READ, load=own_feedback)
def read_as_large_pdf(feedback: Feedback) -> ResponseReturnValue:
    """The same as a PDF in large print."""
    return _pdf(feedback, large=True)


@bp.page("/applications/<reference>/feedback/by-mail", methods=("POST",), needs=READ, load=own_feedback)
def ask_by_mail(feedback: Feedback) -> ResponseReturnValue:
    """The same as plain text, by mail to whoever asks."""
    actor = current_actor()
    text = as_text(outline_of(_letter(feedback), current_portal().settings.support))
    mail_as_text(current_session(), feedback=feedback, text=text, actor=actor)
    flash(f"The plain text is on its way to {actor.email}.", "success")
    return redirect(f"/applications/{feedback.application.reference}/feedback", code=303)


def show(
    letter: Letter, *, needs: Needs | None = None, preview: bool = False, large: bool = False, afterwards: Any = None
) -> Response:
    """The page of a letter: as the applicant reads it, in large print, or as the office's preview."""
    return page(
        "feedback/read_large.html" if large else "feedback/read.html",
        letter=letter,
        preview=preview,
        large=large,
        needs=needs or Needs(),
        afterwards=afterwards,
        changes_title=changes_title(letter),
        workshops_title=workshops_title(letter),
        steps=next_steps(letter, current_portal().settings.support),
    )


def _letter(feedback: Feedback) -> Letter:
    letter = letter_of(current_session(), feedback)
    assert letter is not None  # what is released is signed
    return letter


def _pdf(feedback: Feedback, *, large: bool) -> ResponseReturnValue:
    letter, reference = _letter(feedback), feedback.application.reference
    blocks = as_data(outline_of(letter, current_portal().settings.support))
    try:
        data = letter_pdf(blocks, title=f"{letter.title}: {reference}", reference=reference, large=large)
    except TypesettingFailed as error:
        log.error("no feedback was set for %s: %s", reference, error)
        raise Refused("We could not make the PDF just now. Try again later, or print the page.") from error
    return download(data, f"{reference}-feedback{'-large-print' if large else ''}.pdf", PDF)
