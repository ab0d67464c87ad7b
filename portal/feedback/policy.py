"""Who may write, release and read feedback."""

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application, Partner
from portal.applications.states import PartnerState
from portal.feedback.models import Feedback, FeedbackTask
from portal.feedback.states import FeedbackState


def _no_part_in_it(actor: Actor, application: Application) -> bool:
    return not actor.in_team(application.organisation_id)


def _own_and_released(actor: Actor, feedback: Feedback) -> bool:
    return feedback.state == FeedbackState.RELEASED and actor.in_team(feedback.application.organisation_id)


def _partner_and_released(actor: Actor, feedback: Feedback) -> bool:
    return feedback.state == FeedbackState.RELEASED and own_part(actor, feedback) is not None


def own_part(actor: Actor, feedback: Feedback) -> Partner | None:
    """The partner for which the actor works, of those that joined and agreed; whatever their role there."""
    for one in feedback.application.partners:
        agreed = one.state == PartnerState.ACCEPTED and one.agreed_at is not None
        if agreed and one.organisation_id is not None and actor.in_team(one.organisation_id):
            return one
    return None


def _no_part_in_task(actor: Actor, task: FeedbackTask) -> bool:
    return _no_part_in_it(actor, task.feedback.application)


OVERSEE = Permission("feedback:oversee", frozenset({Role.OFFICER}))
WRITE = Permission("feedback:write", frozenset({Role.OFFICER}), _no_part_in_it)
RELEASE = Permission("feedback:release", frozenset({Role.OFFICER}))
READ = Permission("feedback:read", frozenset({Role.APPLICANT}), _own_and_released)
READ_PART = Permission("feedback:read-part", frozenset({Role.APPLICANT}), _partner_and_released)
HELP = Permission("feedback:help", frozenset({Role.OFFICER}), _no_part_in_task)
