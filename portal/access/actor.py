"""Whoever acts: a person who is signed in, the portal itself, or nobody known."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from portal.access.roles import STAFF_ROLES, Role, TeamRole


@dataclass(frozen=True)
class Actor:
    """An account with its roles and teams at this moment; made anew for each request.

    `memberships` maps organisation ids to the person's role there. `session_id` is the sign-in that acts,
    last in use at `seen_at`; `confirmed_at` is when the person last proved who they are (password or code).
    `delegated` are the ids of rounds in which they may sign for the Commissioner; looked up only for routes that ask.
    """

    account_id: int | None
    name: str
    email: str = ""
    roles: frozenset[Role] = frozenset()
    memberships: Mapping[int, TeamRole] = field(default_factory=dict)
    session_id: int | None = None
    seen_at: datetime | None = None
    confirmed_at: datetime | None = None
    delegated: frozenset[int] = frozenset()

    @property
    def is_staff(self) -> bool:
        """Whether they hold any role that is not an applicant's."""
        return bool(self.roles & STAFF_ROLES)

    def in_team(self, organisation_id: int, *allowed: TeamRole) -> bool:
        """Whether they belong to that organisation in one of the roles given (in any, when none is)."""
        role = self.memberships.get(organisation_id)
        return role is not None and (not allowed or role in allowed)


ANONYMOUS = Actor(None, "Someone who is not signed in")
SYSTEM = Actor(None, "The portal", roles=frozenset({Role.ADMINISTRATOR, Role.OFFICER}))
