"""Who declares, and who looks after the register."""

from portal.access.permission import PUBLIC, Permission
from portal.access.roles import STAFF_ROLES, Role

DECLARE_INTERESTS = Permission("interests:declare", STAFF_ROLES)
KEEP_REGISTER = Permission("interests:keep", frozenset({Role.OFFICER, Role.ADMINISTRATOR}))
READ_REGISTER = PUBLIC
