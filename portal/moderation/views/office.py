"""For officers: where scores differ, setting up a meeting, and its agenda."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.assessment.queries import assessors, counted_scores
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.rules import shown_name
from portal.assessment.rules.blind import shown_title
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.moderation import queries
from portal.moderation.forms import MeetingForm
from portal.moderation.models import Meeting
from portal.moderation.operations.arranging import add_item, move_item, set_up_meeting, take_item_off
from portal.moderation.policy import ARRANGE
from portal.moderation.rules.scores import cells, plain
from portal.moderation.states import MEETING
from portal.moderation.views.loading import application_heard, visible_applications
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("panel_office", __name__)


@bp.page("/manage/rounds/<slug>/moderation", needs=ARRANGE, load=round_by_slug)
def grid(round_: Round) -> ResponseReturnValue:
    """Applications by principle: median, lowest and highest, and who stands apart."""
    session = current_session()
    applications = visible_applications(session, round_.id)
    given = counted_scores(session, [one.id for one in applications])
    return page(
        "moderation/grid.html",
        round=round_,
        rows=[(one, cells(given.get(one.id, []))) for one in applications],
        waiting=queries.waiting_scores(session, round_.id),
        meetings=queries.meetings_of_round(session, round_.id),
        labels=MEETING.labels,
        plain=plain,
        shown_name=shown_name,
        shown_title=shown_title,
    )


@bp.page("/manage/rounds/<slug>/moderation/<reference>", needs=ARRANGE, load=application_heard)
def reasons(application: Application) -> ResponseReturnValue:
    """The scores and reasons behind one row of the grid, with the names of assessors."""
    session = current_session()
    given = counted_scores(session, [application.id]).get(application.id, [])
    return page(
        "moderation/reasons.html",
        application=application,
        given=given,
        cells=cells(given),
        names=queries.names_of_assessors(session, [application.id]),
        plain=plain,
        shown_name=shown_name,
        shown_title=shown_title,
    )


@bp.page("/manage/rounds/<slug>/meetings/new", methods=("GET", "POST"), needs=ARRANGE, load=round_by_slug)
def new_meeting(round_: Round) -> ResponseReturnValue:
    """Set up a meeting; the portal orders the agenda and invites the members."""
    session = current_session()
    form = MeetingForm(
        assessors(session), visible_applications(session, round_.id), queries.assessors_in(session, round_.id)
    )
    if not (form.is_submitted() and form.validate()):
        return page("moderation/new.html", round=round_, form=form, errors=form.summary)
    meeting = set_up_meeting(
        session, round_=round_, facts=form.facts(), applications=form.chosen(), actor=current_actor()
    )
    flash(f"The meeting is set up. We have invited {plural(len(meeting.members), 'person', 'people')}.", "success")
    return redirect(f"/manage/meetings/{meeting.reference}", code=303)


@bp.page(
    "/manage/meetings/<reference>",
    methods=("GET", "POST"),
    needs=ARRANGE,
    load=queries.meeting_to_arrange,
    tells_itself=True,
)
def arrange(meeting: Meeting) -> ResponseReturnValue:
    """The agenda: up, down, off, and one more."""
    if request.method == "POST":
        return _change(meeting)
    session = current_session()
    mine, kept = current_actor().account_id, kept_from(session, meeting.round_id)
    names = {member.account_id: member.account.name for member in meeting.members}
    on_it = {one.application_id for one in meeting.items}
    heard = [one for one in meeting.items if mine not in kept.get(one.application_id, ())]
    return page(
        "moderation/arrange.html",
        meeting=meeting,
        names=names,
        items=heard,
        leavers={one.id: [names[who] for who in names if who in kept.get(one.application_id, ())] for one in heard},
        free=[one for one in visible_applications(session, meeting.round_id) if one.id not in on_it],
        labels=MEETING.labels,
        shown_name=shown_name,
        shown_title=shown_title,
    )


def _change(meeting: Meeting) -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    action, reference = request.form.get("action", ""), request.form.get("application", "")
    if action in ("up", "down"):
        move_item(session, meeting=meeting, application=reference, up=action == "up", actor=actor)
    elif action == "off":
        take_item_off(session, meeting=meeting, application=reference, actor=actor)
    elif action == "add":
        free = {one.reference: one for one in visible_applications(session, meeting.round_id)}
        if reference in free:
            add_item(session, meeting=meeting, application=free[reference], actor=actor)
    return redirect(f"/manage/meetings/{meeting.reference}", code=303)
