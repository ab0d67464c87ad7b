"""Permissions: one object each, declared in a domain's policy.py, asked by routes, operations and templates alike."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.core.refusal import Forbidden


@dataclass(frozen=True)
class Permission:
    """A right named `resource:action`: the roles that may have it, and how they must relate to the object.

    `everyone` opens it to people who are not signed in; `any_account` to whoever is signed in, whatever their role;
    `delegates` also to staff to whom it was delegated in some round (the relation asks in which).
    """

    name: str
    roles: frozenset[Role] = frozenset()
    relation: Callable[[Actor, Any], bool] | None = field(default=None, compare=False)
    everyone: bool = False
    any_account: bool = False
    delegates: bool = False

    def role_fits(self, actor: Actor) -> bool:
        """Whether the actor's roles alone could carry this right."""
        if self.everyone:
            return True
        if self.any_account:
            return actor.account_id is not None
        return bool(actor.roles & self.roles) or (self.delegates and bool(actor.delegated))

    def allows(self, actor: Actor, target: Any = None) -> bool:
        """Whether the actor has the right over `target`."""
        return self.role_fits(actor) and (self.relation is None or self.relation(actor, target))

    def describe(self) -> str:
        """The rule in a few words, for the list of routes."""
        if self.everyone:
            return "everyone"
        who = "anyone signed in" if self.any_account else ", ".join(sorted(self.roles))
        who += ", delegates" if self.delegates else ""
        return f"{who} (by relation to the object)" if self.relation else who


PUBLIC = Permission("public", everyone=True)
SIGNED_IN = Permission("signed-in", any_account=True)


def can(actor: Actor, permission: Permission, target: Any = None) -> bool:
    """Whether the actor may."""
    return permission.allows(actor, target)


def require(actor: Actor, permission: Permission, target: Any = None) -> None:
    """Raise Forbidden unless the actor may; hidden when only the relation is missing."""
    if not permission.role_fits(actor):
        raise Forbidden(permission.name)
    if not permission.allows(actor, target):
        raise Forbidden(permission.name, hidden=True)
