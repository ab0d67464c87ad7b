"""Who may say, ask and answer what after the feedback."""

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role, TeamRole
from portal.aftercare.models import FeedbackQuestion
from portal.feedback.models import Feedback
from portal.feedback.policy import READ
from portal.feedback.states import FeedbackState


def _writes_of_released(actor: Actor, feedback: Feedback) -> bool:
    writes = actor.in_team(feedback.application.organisation_id, TeamRole.LEAD, TeamRole.EDITOR)
    return feedback.state == FeedbackState.RELEASED and writes


def _not_of_the_team(actor: Actor, question: FeedbackQuestion) -> bool:
    return not actor.in_team(question.application.organisation_id)


SAY_USEFUL = READ
ASK = Permission("aftercare:ask", frozenset({Role.APPLICANT}), _writes_of_released)
READ_USEFUL = Permission("aftercare:useful", frozenset({Role.OFFICER}))
READ_QUESTIONS = Permission("aftercare:questions", frozenset({Role.OFFICER}))
KEEP_CALLS = Permission("aftercare:calls", frozenset({Role.OFFICER}))
ANSWER = Permission("aftercare:answer", frozenset({Role.OFFICER}), _not_of_the_team)
