"""Only grants officers see or change what the office keeps beside an application."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application

_OFFICER = frozenset({Role.OFFICER})


def _sent_and_no_part(actor: Actor, target: Any) -> bool:
    """Never a draft, and never one of a group that the officer belongs to."""
    application = target if isinstance(target, Application) else target.application
    return application.submitted_at is not None and not actor.in_team(application.organisation_id)


SEE_BOARD = Permission("triage:board", _OFFICER)
TRIAGE = Permission("triage:work", _OFFICER, _sent_and_no_part)
