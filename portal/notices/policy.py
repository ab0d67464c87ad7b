"""Who reads notices, chooses what to hear, and sends them."""

from portal.access.permission import PUBLIC, Permission
from portal.access.roles import Role

READ_NOTICES = Permission("notice:read", frozenset({Role.APPLICANT}))
CHOOSE_NOTICES = Permission("notice:choose", frozenset({Role.APPLICANT}))
SEND_NOTICES = Permission("notice:send", frozenset({Role.OFFICER}))
STOP_NOTICES = PUBLIC  # the key in the link is what lets somebody in
