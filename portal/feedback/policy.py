"""Who may write, release and read feedback."""

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application
from portal.feedback.models import Feedback
from portal.feedback.states import FeedbackState


def _no_part_in_it(actor: Actor, application: Application) -> bool:
    return not actor.in_team(application.organisation_id)


def _own_and_released(actor: Actor, feedback: Feedback) -> bool:
    return feedback.state == FeedbackState.RELEASED and actor.in_team(feedback.application.organisation_id)


OVERSEE = Permission("feedback:oversee", frozenset({Role.OFFICER}))
WRITE = Permission("feedback:write", frozenset({Role.OFFICER}), _no_part_in_it)
RELEASE = Permission("feedback:release", frozenset({Role.OFFICER}))
READ = Permission("feedback:read", frozenset({Role.APPLICANT}), _own_and_released)
