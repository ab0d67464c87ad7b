"""Who may read what was sent."""

from portal.access.permission import Permission
from portal.access.roles import Role

READ_MESSAGES = Permission("message:read", frozenset({Role.OFFICER}))
