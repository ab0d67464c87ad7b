"""Who may do what with people."""

from portal.access.permission import Permission
from portal.access.roles import Role

MANAGE_PEOPLE = Permission("people:manage", frozenset({Role.ADMINISTRATOR}))
