"""Officers see what members look for and offer, suggest two to each other, and settle what was reported."""

from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.clock import now, today
from portal.core.paging import page_number
from portal.partnering import queries
from portal.partnering.forms import MOST_WORDS_OF_A_MESSAGE, MessageForm
from portal.partnering.models import Conversation, Entry
from portal.partnering.operations import introduce, introduce_asked, settle
from portal.partnering.policy import INTRODUCE, READ_WHAT_WAITS
from portal.partnering.rules import KIND_LABELS_OF_OTHERS, Wanted, fits
from portal.partnering.views.showing import cards
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("partnering_office", __name__)
MOST_SUGGESTED = 3


@dataclass(frozen=True)
class Pair:
    """Two entries that an officer may suggest to each other."""

    entry: Entry
    other: Entry


def pair_of(session: Session, reference: str, other: str) -> Pair | None:
    """Both entries by their references."""
    one, two = queries.entry_by_reference(session, reference), queries.entry_by_reference(session, other)
    return Pair(one, two) if one and two else None


@bp.page("/manage/partnering", needs=INTRODUCE)
def listing() -> ResponseReturnValue:
    """What waits for the office, then every entry with the others that go with it best."""
    session, day = current_session(), today()
    paging = page_number(request.args.get("page"), queries.count_shown(session, Wanted(), now(), day))
    found = queries.shown(session, Wanted(), now(), day, paging)
    everything = queries.all_shown(session, now(), day)
    return page(
        "partnering/office.html",
        rows=[(card, fits(card.entry, everything)[:MOST_SUGGESTED]) for card in cards(found)],
        paging=paging,
        waiting=queries.waiting_for_office(session),
        kinds=KIND_LABELS_OF_OTHERS,
    )


@bp.page("/manage/partnering/introduce/<reference>/<other>", needs=INTRODUCE, load=pair_of, methods=("GET", "POST"))
def introducing(pair: Pair) -> ResponseReturnValue:
    """Write to both sides of two entries."""
    form = MessageForm()
    if request.method == "POST" and form.validate():
        introduce(current_session(), entry=pair.entry, other=pair.other, words=form.words.data, actor=current_actor())
        flash("Both groups have your message, here and by email.", "success")
        return redirect("/manage/partnering", code=303)
    return page(
        "partnering/introduce.html",
        cards=cards([pair.entry, pair.other]),
        kinds=KIND_LABELS_OF_OTHERS,
        form=form,
        most=MOST_WORDS_OF_A_MESSAGE,
        errors=form.summary,
    )


@bp.page("/manage/partnering/conversations/<reference>", needs=READ_WHAT_WAITS, load=queries.conversation_by_reference)
def conversation(found: Conversation) -> ResponseReturnValue:
    """Read what was reported, or where an introduction was asked for."""
    return _page(found, MessageForm())


@bp.page(
    "/manage/partnering/conversations/<reference>/introduce",
    methods=("POST",),
    needs=READ_WHAT_WAITS,
    load=queries.conversation_by_reference,
)
def introducing_asked(found: Conversation) -> ResponseReturnValue:
    """Write to both sides of a conversation."""
    form = MessageForm()
    if not form.validate():
        return _page(found, form)
    introduce_asked(current_session(), conversation=found, words=form.words.data, actor=current_actor())
    flash("Both groups have your message, here and by email.", "success")
    return redirect("/manage/partnering", code=303)


@bp.page(
    "/manage/partnering/conversations/<reference>/settle",
    methods=("POST",),
    needs=READ_WHAT_WAITS,
    load=queries.conversation_by_reference,
)
def settling(found: Conversation) -> ResponseReturnValue:
    """Note that a report was dealt with."""
    settle(
        current_session(),
        conversation=found,
        close=request.form.get("action") == "close",
        actor=current_actor(),
    )
    flash("Settled. You no longer see this conversation.", "success")
    return redirect("/manage/partnering", code=303)


def _page(found: Conversation, form: MessageForm) -> ResponseReturnValue:
    session = current_session()
    paging = page_number(request.args.get("page"), queries.count_lines(session, found))
    return page(
        "partnering/office_conversation.html",
        conversation=found,
        lines=queries.lines(session, found, paging),
        paging=paging,
        reported=found.reported_at is not None and found.settled_at is None,
        form=form,
        most=MOST_WORDS_OF_A_MESSAGE,
        errors=form.summary,
    )
