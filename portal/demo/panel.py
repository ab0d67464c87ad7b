"""A panel meeting about the round that is being assessed: planned for next week, with one member kept from an item."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.assessment.queries import assignments_of
from portal.assessment.states import AssignmentState
from portal.demo.people import staff, staff_account
from portal.demo.rounds import ASSESSORS, midday
from portal.funds.models import Round
from portal.moderation.operations.arranging import MeetingFacts, set_up_meeting
from portal.moderation.queries import scored_applications

MOST_ITEMS = 7


def add_panel_meeting(session: Session, at: datetime, round_: Round) -> None:
    """What is scored and not yet recommended, and what one member has a link to."""
    linked = {
        one.application_id
        for one in assignments_of(session, staff_account(session, "assessor3").id)
        if one.state == AssignmentState.CONFLICTED and one.application.round_id == round_.id
    }
    scored = scored_applications(session, round_.id)
    wanted = [one for one in scored if one.id in linked] + [one for one in scored if one.state == "moderation"]
    members = [staff_account(session, key) for key in ASSESSORS]
    facts = MeetingFacts(
        starts_at=midday(at, 6),
        place="St George's Chambers, Winchester, room 2",
        quorum=3,
        chair=members[0],
        deputy=members[1],
        members=members,
    )
    officer = staff(session, "officer")
    set_up_meeting(session, round_=round_, facts=facts, applications=wanted[:MOST_ITEMS], actor=officer)
