"""The minutes: to read, to print, to put into the chair's words, to sign."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import shown_title
from portal.core.clash import Stale, clashes
from portal.moderation.forms import MOST_MINUTE_WORDS, WordsForm
from portal.moderation.operations.agreeing import sign_minutes, write_minutes
from portal.moderation.policy import ATTEND, CORRECT, SIGN
from portal.moderation.queries import words_of
from portal.moderation.queries.minutes import minutes_for
from portal.moderation.queries.seats import Seat, item_seat, seat_of
from portal.moderation.states import MeetingState
from portal.web.clash import CHOOSE, SAVED, clash_page, read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("panel_minutes", __name__)


@bp.page("/panel/<reference>/minutes", needs=ATTEND, load=seat_of, tells_itself=True)
def minutes(seat: Seat) -> ResponseReturnValue:
    """The minutes as far as I may read them."""
    return _page("moderation/minutes.html", seat)


@bp.page("/panel/<reference>/minutes/print", needs=ATTEND, load=seat_of, tells_itself=True)
def print_minutes(seat: Seat) -> ResponseReturnValue:
    """The same on paper."""
    return _page("moderation/minutes_print.html", seat)


@bp.page("/panel/<reference>/minutes/sign", methods=("POST",), needs=ATTEND, load=seat_of, tells_itself=True)
def sign(seat: Seat) -> ResponseReturnValue:
    """Sign what I chaired."""
    sign_minutes(current_session(), meeting=seat.meeting, actor=current_actor())
    flash("The minutes are signed.", "success")
    return redirect(f"/panel/{seat.meeting.reference}/minutes", code=303)


@bp.page(
    "/panel/<reference>/minutes/<application>",
    methods=("GET", "POST"),
    needs=CORRECT,
    load=item_seat,
    tells_itself=True,
)
def words(seat: Seat) -> ResponseReturnValue:
    """The chair's words on one item."""
    session, item = current_session(), seat.item
    assert item is not None  # the permission sees to it
    earlier = words_of(session, [item.id]).get(item.id, [])
    saved = earlier[-1].words if earlier else ""
    form = WordsForm(data=None if posted() else {"words": saved})
    if request.form.get(f"{CHOOSE}words") == SAVED:
        form.words.data = saved
    if request.method == "POST" and form.validate():
        revision = read_revision(request.form)
        try:
            write_minutes(session, item=item, words=form.words.data, revision=revision, actor=current_actor())
        except Stale:
            return _clash(seat, item.application.reference, saved, form.words.data, earlier[-1].id, earlier[-1].by_name)
        flash("Your words are in the minutes.", "success")
        return redirect(f"/panel/{seat.meeting.reference}/minutes", code=303)
    typed = posted()
    return page(
        "moderation/words.html",
        meeting=seat.meeting,
        application=item.application,
        form=form,
        earlier=list(reversed(earlier[:-1])),
        revision=(earlier[-1].id if earlier else 0) if typed is None else read_revision(typed),
        most_words=MOST_MINUTE_WORDS,
        shown_name=shown_name,
        shown_title=shown_title,
        errors=form.summary,
    )


def _clash(seat: Seat, reference: str, saved: str, typed: str, revision: int, who: str) -> ResponseReturnValue:
    address = f"/panel/{seat.meeting.reference}/minutes/{reference}"
    return clash_page(
        clashes({"words": "What the panel advised"}, {"words": saved}, {"words": typed}),
        typed={"words": typed},
        revision=revision,
        action=address,
        back=address,
        who=who,
    )


def _page(template: str, seat: Seat) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    mine = {
        item.application.reference
        for item in seat.heard_by(actor.account_id)
        if seat.chair_of(item) == actor.account_id and not seat.is_signed(item)
    }
    names = {member.account_id: member.account.name for member in seat.meeting.members}
    return page(
        template,
        meeting=seat.meeting,
        minutes=minutes_for(session, seat, actor.account_id),
        chair=names.get(seat.meeting.chair_id, ""),
        may_sign=SIGN.allows(actor, seat),
        mine=mine,
        over=seat.meeting.state == MeetingState.CLOSED,
    )
