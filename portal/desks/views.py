"""Each role's home page: what to do next."""

from flask.typing import ResponseReturnValue

from portal.access.roles import Role
from portal.aftercare.queries.questions import count_questions as questions_about_feedback
from portal.applications import rules
from portal.applications.queries import open_requests_of, unread_replies
from portal.applications.rules import applicant_label
from portal.consultation.queries import overdue_by_round
from portal.consultation.queries import unread_replies as advice_replies
from portal.core.clock import now, today
from portal.decisions.queries.delegations import with_delegations
from portal.desks import queries
from portal.desks.policy import OPEN_DESK
from portal.desks.rules import (
    ToDo,
    assessor_todos,
    commissioner_todos,
    consultation_todos,
    delegate_todos,
    feedback_question_todos,
    interests_todos,
    network_todos,
    officer_todos,
    panel_todos,
    question_todos,
    renewal_todos,
    triage_todos,
)
from portal.funds.queries import count_questions
from portal.funds.rules import closing_words, is_open
from portal.interests.queries import declaration_of
from portal.interests.rules import due
from portal.moderation.queries import coming_meetings
from portal.organisations.queries import count_waiting
from portal.organisations.queries.leading import count_lead_requests
from portal.organisations.states import MEMBERSHIP
from portal.partnering.queries import count_waiting_for_office
from portal.triage.queries import waiting
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.queries.bookings import workshops_of

bp = Guarded("desks", __name__)


@bp.page("/desk", needs=OPEN_DESK)
def desk() -> ResponseReturnValue:
    """The home of whoever is signed in."""
    return _applicant() if Role.APPLICANT in current_actor().roles else _staff()


def _applicant() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    mine = list(actor.memberships)
    applications = queries.applications_of(session, mine)
    open_ones = [one for one in queries.open_rounds(session) if is_open(one, now())]
    return page(
        "desks/applicant.html",
        organisations=queries.organisations_of(session, mine),
        applications=applications,
        requests=open_requests_of(session, mine),
        rounds=open_ones,
        label=applicant_label,
        membership_labels=MEMBERSHIP.labels,
        closing_words=closing_words,
        closes_for_us=rules.closing_words,
        workshops=workshops_of(session, mine),
    )


def _staff() -> ResponseReturnValue:
    session, actor = current_session(), current_actor()
    applications = queries.applications_by_state(session)
    todos: list[ToDo] = []
    if Role.ASSESSOR in actor.roles and actor.account_id:
        todos += assessor_todos(queries.assignments_by_state(session, actor.account_id))
        todos += panel_todos((one.starts_at, one.reference) for one in coming_meetings(session, actor.account_id))
    if Role.OFFICER in actor.roles:
        memberships = queries.memberships_by_state(session)
        todos += officer_todos(
            applications,
            memberships,
            queries.feedback_by_state(session),
            queries.failed_messages(session),
            unread_replies(session),
        )
        todos += renewal_todos(count_waiting(session))
        todos += network_todos(count_lead_requests(session), count_waiting_for_office(session))
        replies = [one.reference for one in advice_replies(session, actor.memberships)]
        todos += consultation_todos(replies, overdue_by_round(session, now()))
        todos += triage_todos(waiting(session, actor.account_id or 0, today()))
        todos += question_todos(count_questions(session, waiting=True))
        todos += delegate_todos(len(with_delegations(session, actor).delegated))
        todos += feedback_question_todos(questions_about_feedback(session, waiting=True))
    if Role.COMMISSIONER in actor.roles:
        todos += commissioner_todos(applications)
    declared = declaration_of(session, actor.account_id)
    todos += interests_todos(due(declared.declared_at if declared else None, today()))
    return page("desks/staff.html", todos=todos, roles=[role for role in Role if role in actor.roles])
