"""Who may read the audit trail."""

from portal.access.permission import Permission
from portal.access.roles import Role

READ_AUDIT = Permission("audit:read", frozenset({Role.ADMINISTRATOR}))
