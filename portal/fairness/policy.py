"""Who reads the fairness report: officers and the Commissioner, because it names assessors."""

from portal.access.permission import Permission
from portal.access.roles import Role

READ_FAIRNESS = Permission("fairness:read", frozenset({Role.OFFICER, Role.COMMISSIONER}))
