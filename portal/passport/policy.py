"""Who may see and keep the documents of an organisation."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role, TeamRole
from portal.passport.models import DocumentKind

_APPLICANT = frozenset({Role.APPLICANT})
_OFFICER = frozenset({Role.OFFICER})
_OF_FINANCE = (TeamRole.LEAD, TeamRole.FINANCE)


def _place(target: Any) -> int:
    return int(getattr(target, "organisation_id", None) or target.id)


def _in_team(actor: Actor, target: Any) -> bool:
    return actor.in_team(_place(target))


def opens(actor: Actor, organisation_id: int, kind: DocumentKind) -> bool:
    """Whether someone of the team may open documents of a kind."""
    return actor.in_team(organisation_id, *(_OF_FINANCE if kind.private else ()))


def keeps(actor: Actor, organisation_id: int, kind: DocumentKind) -> bool:
    """Whether someone of the team may add, replace and remove documents of a kind."""
    if kind.finance:
        return actor.in_team(organisation_id, *_OF_FINANCE)
    return actor.in_team(organisation_id, TeamRole.LEAD, TeamRole.EDITOR)


def _keeps_it(actor: Actor, target: Any) -> bool:
    return keeps(actor, target.organisation_id, target.kind)


def _opens_it(actor: Actor, target: Any) -> bool:
    return opens(actor, target.organisation_id, target.kind)


def _leads(actor: Actor, target: Any) -> bool:
    return actor.in_team(_place(target), TeamRole.LEAD)


READ_PASSPORT = Permission("passport:read", _APPLICANT, _in_team)
KEEP_DOCUMENT = Permission("passport:keep", _APPLICANT, _keeps_it)
OPEN_DOCUMENT = Permission("passport:open", _APPLICANT, _opens_it)
READ_READINGS = Permission("passport:readings", _APPLICANT, _leads)
CHECK_PASSPORT = Permission("passport:check", _OFFICER)
