"""Members' people look through what others look for and offer, and answer."""

from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from portal.access.roles import TeamRole
from portal.core.clock import now, today
from portal.core.paging import page_number
from portal.core.text import one_line
from portal.organisations.models import Organisation
from portal.partnering import queries
from portal.partnering.forms import MOST_WORDS_OF_A_MESSAGE, MessageForm
from portal.partnering.models import Entry
from portal.partnering.operations import answer
from portal.partnering.policy import FIND_PARTNERS, READ_ENTRY, is_shown
from portal.partnering.rules import KIND_LABELS_OF_OTHERS, SIZES, choices, wanted_from
from portal.partnering.views.showing import cards, faces
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("partners_found", __name__)
LONGEST_SEARCH = 100


@bp.page("/partnering", needs=FIND_PARTNERS)
def listing() -> ResponseReturnValue:
    """What members look for and offer, the newest first; how to join, for those who are no members."""
    session, day = current_session(), today()
    if not queries.members_of(session, current_actor(), day):
        return page("partnering/not_a_member.html")
    typed = {**request.args, "search": one_line(request.args.get("search", ""))[:LONGEST_SEARCH]}
    wanted = wanted_from(typed)
    paging = page_number(request.args.get("page"), queries.count_shown(session, wanted, now(), day))
    return page(
        "partnering/listing.html",
        cards=cards(queries.shown(session, wanted, now(), day, paging)),
        paging=paging,
        wanted=wanted,
        choices=choices(),
        kinds=KIND_LABELS_OF_OTHERS,
        query=urlencode(wanted.filled()),
        places=_writing_for(),
    )


@bp.page("/partnering/entries/<reference>", needs=READ_ENTRY, load=queries.entry_by_reference)
def entry(found: Entry) -> ResponseReturnValue:
    """One entry, and a message to whoever put it up."""
    return _page(found, MessageForm())


@bp.page("/partnering/entries/<reference>/answer", methods=("POST",), needs=READ_ENTRY, load=queries.entry_by_reference)
def answering(found: Entry) -> ResponseReturnValue:
    """Write to whoever put it up, for one of one's organisations."""
    form, places = MessageForm(), _writing_for()
    place = _chosen(places, form.organisation.data)
    if not form.validate() or place is None:
        if place is None:
            form.organisation.errors = (*form.organisation.errors, "Select which of your organisations is writing")
        return _page(found, form)
    conversation = answer(
        current_session(),
        entry=found,
        organisation=place,
        words=form.words.data,
        introduce=request.form.get("action") == "introduce",
        actor=current_actor(),
    )
    flash("Your message is sent. We email you when they answer.", "success")
    return redirect(f"/partnering/conversations/{conversation.reference}", code=303)


def _page(found: Entry, form: MessageForm) -> ResponseReturnValue:
    session, actor, places = current_session(), current_actor(), _writing_for()
    if not queries.members_of(session, actor, today()):
        return page("partnering/not_a_member.html")
    own = actor.in_team(found.organisation_id)
    mine = list(queries.conversations_about(session, found, actor.memberships))
    form.organisation.choices = [SelectChoice(value=one.reference, label=one.name) for one in places]
    return page(
        "partnering/entry.html",
        card=cards([found])[0],
        kinds=KIND_LABELS_OF_OTHERS,
        sizes=SIZES,
        own=own,
        shown=is_shown(found),
        mine=mine,
        faces=faces(mine, actor.memberships),
        places=places,
        form=form,
        most=MOST_WORDS_OF_A_MESSAGE,
        errors=form.summary,
    )


def _writing_for() -> list[Organisation]:
    """The member organisations for which the reader may write."""
    found = queries.members_of(current_session(), current_actor(), today(), TeamRole.LEAD, TeamRole.EDITOR)
    return list(found)


def _chosen(places: list[Organisation], reference: str | None) -> Organisation | None:
    """The one that was ticked; the only one, where there is one."""
    if len(places) == 1:
        return places[0]
    return next((one for one in places if one.reference == reference), None)
