"""Grants officers keep the library together."""

from portal.access.permission import Permission
from portal.access.roles import Role

KEEP_PHRASES = Permission("phrase:keep", frozenset({Role.OFFICER}))
