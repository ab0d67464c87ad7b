"""Who keeps the directory, asks, reads advice, and replies to it. Consultees have a link and no account."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role, TeamRole
from portal.applications.models import Application
from portal.applications.rules.signing import standing_partners

_OFFICER, _APPLICANT = frozenset({Role.OFFICER}), frozenset({Role.APPLICANT})


def no_part_in_it(actor: Actor, application: Application) -> bool:
    """Whether somebody is neither in the group's team nor in that of a partner in its bid."""
    places = [application.organisation_id, *(one.organisation_id for one in standing_partners(application.partners))]
    return not any(place is not None and actor.in_team(place) for place in places)


def _sent_and_no_part(actor: Actor, target: Any) -> bool:
    return target.submitted_at is not None and no_part_in_it(actor, target)


def _in_team(actor: Actor, target: Any) -> bool:
    return target.submitted_at is not None and actor.in_team(target.organisation_id)


def _writes(actor: Actor, target: Any) -> bool:
    return _in_team(actor, target) and actor.in_team(target.organisation_id, TeamRole.LEAD, TeamRole.EDITOR)


KEEP_CONSULTEES = Permission("consultee:keep", _OFFICER)
CONSULT = Permission("consultation:manage", _OFFICER)
READ_ADVICE = Permission("advice:read", _OFFICER, _sent_and_no_part)
READ_SUMMARY = Permission("summary:read", _APPLICANT, _in_team)
REPLY_TO_SUMMARY = Permission("summary:reply", _APPLICANT, _writes)
GIVE_ADVICE = Permission("advice:give", everyone=True)  # the key in the address is what opens it
