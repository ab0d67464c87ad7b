"""Who may answer, and who may see the totals. Nobody sees answers: there are none."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role


def _sent_by_my_team(actor: Actor, application: Any) -> bool:
    return application.submitted_at is not None and actor.in_team(application.organisation_id)


ANSWER_EQUALITY = Permission("equality:answer", frozenset({Role.APPLICANT}), _sent_by_my_team)
READ_EQUALITY = Permission("equality:read-totals", frozenset({Role.OFFICER}))
