"""What two organisations write to each other."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from portal.access.roles import TeamRole
from portal.applications.models import Application
from portal.applications.rules import may_write_at
from portal.core.clock import now
from portal.core.paging import page_number
from portal.partnering import queries
from portal.partnering.forms import MOST_WORDS_OF_A_MESSAGE, BidForm, CloseForm, MessageForm, ReportForm
from portal.partnering.models import Conversation
from portal.partnering.operations import (
    ask_for_introduction,
    close,
    invite_into_bid,
    reopen,
    report,
    write,
)
from portal.partnering.policy import (
    FIND_PARTNERS,
    INVITE_FROM_CONVERSATION,
    READ_CONVERSATION,
    WRITE_CONVERSATION,
    side_of,
)
from portal.partnering.rules import KIND_LABELS_OF_OTHERS, MOST_WORDS, has_written, other_side
from portal.partnering.views.showing import faces
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("partner_conversations", __name__)


@bp.page("/partnering/conversations", needs=FIND_PARTNERS)
def listing() -> ResponseReturnValue:
    """The conversations of one's organisations, the one with the newest message first."""
    session, ids = current_session(), list(current_actor().memberships)
    paging = page_number(request.args.get("page"), queries.count_conversations(session, ids))
    found = queries.conversations(session, ids, paging)
    return page("partnering/conversations.html", conversations=found, faces=faces(found, ids), paging=paging)


@bp.page("/partnering/conversations/<reference>", needs=READ_CONVERSATION, load=queries.conversation_by_reference)
def conversation(found: Conversation) -> ResponseReturnValue:
    """Read it, the newest first, and write."""
    return _page(found, MessageForm())


@bp.page(
    "/partnering/conversations/<reference>",
    methods=("POST",),
    needs=WRITE_CONVERSATION,
    load=queries.conversation_by_reference,
)
def writing(found: Conversation) -> ResponseReturnValue:
    """Send one message."""
    form = MessageForm()
    if not form.validate():
        return _page(found, form)
    write(current_session(), conversation=found, words=form.words.data, actor=current_actor())
    flash("Your message is sent.", "success")
    return _back(found)


def _page(found: Conversation, form: MessageForm) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    mine = side_of(actor, found) or 0
    other = other_side(found, mine)
    paging = page_number(request.args.get("page"), queries.count_lines(session, found))
    return page(
        "partnering/conversation.html",
        conversation=found,
        mine=mine,
        face=faces([found], [mine])[found.id],
        lines=queries.lines(session, found, paging),
        paging=paging,
        kinds=KIND_LABELS_OF_OTHERS,
        may_invite=has_written(found, mine) and has_written(found, other.id),
        asked=found.introduction_asked_at is not None and found.introduction_given_at is None,
        reported_by_us=found.reported_by_id == mine and found.settled_at is None,
        form=form,
        most=MOST_WORDS_OF_A_MESSAGE,
        errors=form.summary,
    )


@bp.page(
    "/partnering/conversations/<reference>/introduction",
    methods=("POST",),
    needs=WRITE_CONVERSATION,
    load=queries.conversation_by_reference,
)
def asking(found: Conversation) -> ResponseReturnValue:
    """Ask the office to bring both sides together."""
    ask_for_introduction(current_session(), conversation=found, actor=current_actor())
    flash("We will write to both of you.", "success")
    return _back(found)


@bp.page(
    "/partnering/conversations/<reference>/close",
    methods=("GET", "POST"),
    needs=WRITE_CONVERSATION,
    load=queries.conversation_by_reference,
)
def closing(found: Conversation) -> ResponseReturnValue:
    """Close it, and block the other side if that is wanted."""
    form = CloseForm()
    if request.method == "POST":
        close(current_session(), conversation=found, block=bool(form.block.data), actor=current_actor())
        flash("The conversation is closed.", "success")
        return _back(found)
    return page("partnering/close.html", conversation=found, form=form, face=_face(found))


@bp.page(
    "/partnering/conversations/<reference>/open",
    methods=("POST",),
    needs=WRITE_CONVERSATION,
    load=queries.conversation_by_reference,
)
def opening(found: Conversation) -> ResponseReturnValue:
    """Let both write again."""
    reopen(current_session(), conversation=found, actor=current_actor())
    flash("You can both write again.", "success")
    return _back(found)


@bp.page(
    "/partnering/conversations/<reference>/report",
    methods=("GET", "POST"),
    needs=WRITE_CONVERSATION,
    load=queries.conversation_by_reference,
)
def reporting(found: Conversation) -> ResponseReturnValue:
    """Tell the office what is wrong, and let it read."""
    form = ReportForm()
    if request.method == "POST" and form.validate():
        report(current_session(), conversation=found, words=form.words.data, actor=current_actor())
        flash("Thank you. We will look at it. We do not tell the other group.", "success")
        return _back(found)
    return page(
        "partnering/report.html", conversation=found, form=form, face=_face(found), most=MOST_WORDS, errors=form.summary
    )


@bp.page(
    "/partnering/conversations/<reference>/bid",
    methods=("GET", "POST"),
    needs=INVITE_FROM_CONVERSATION,
    load=queries.conversation_by_reference,
)
def inviting(found: Conversation) -> ResponseReturnValue:
    """Choose a draft, and invite the other side into it as a partner."""
    session, form, drafts = current_session(), BidForm(), _drafts(found)
    form.application.choices = [
        SelectChoice(value=one.reference, label=f"{one.title or 'Without a name yet'}, for {one.round.name}")
        for one in drafts
    ]
    if request.method == "POST" and form.validate():
        chosen = next(one for one in drafts if one.reference == form.application.data)
        invite_into_bid(session, conversation=found, application=chosen, actor=current_actor())
        flash("They are invited. Their lead has an email with a link.", "success")
        return _back(found)
    return page(
        "partnering/bid.html", conversation=found, form=form, drafts=drafts, face=_face(found), errors=form.summary
    )


def _drafts(found: Conversation) -> list[Application]:
    """The drafts of the reader's side that can still be written."""
    side = side_of(current_actor(), found, TeamRole.LEAD) or 0
    drafts = queries.drafts_of(current_session(), side)
    return [one for one in drafts if may_write_at(one.round, one.extension, now())]


def _face(found: Conversation) -> object:
    return faces([found], [side_of(current_actor(), found) or 0])[found.id]


def _back(found: Conversation) -> ResponseReturnValue:
    return redirect(f"/partnering/conversations/{found.reference}", code=303)
