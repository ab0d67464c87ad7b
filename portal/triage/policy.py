"""Only grants officers see or change what the office keeps beside an application."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application

_OFFICER = frozenset({Role.OFFICER})


def _sent(_actor: Actor, target: Any) -> bool:
    """Never a draft: staff see what was sent to them."""
    application = target if isinstance(target, Application) else target.application
    return application.submitted_at is not None


SEE_BOARD = Permission("triage:board", _OFFICER)
TRIAGE = Permission("triage:work", _OFFICER, _sent)
