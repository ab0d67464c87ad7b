"""Who sees the members of the Network as a whole: officers."""

from portal.access.permission import Permission
from portal.access.roles import Role

READ_NETWORK = Permission("network:read", frozenset({Role.OFFICER}))
EXPORT_NETWORK = Permission("network:export", frozenset({Role.OFFICER}))
NOTE_MEMBER = Permission("network:note", frozenset({Role.OFFICER}))
