"""Who may say, ask and answer what after the feedback."""

from portal.access.permission import Permission
from portal.access.roles import Role
from portal.feedback.policy import READ

SAY_USEFUL = READ
READ_USEFUL = Permission("aftercare:useful", frozenset({Role.OFFICER}))
