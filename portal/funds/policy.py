"""Who may do what with rounds, and with what people ask about them."""

from portal.access.permission import PUBLIC, Permission
from portal.access.roles import Role

READ_FUNDS = PUBLIC
MANAGE_ROUNDS = Permission("round:manage", frozenset({Role.OFFICER}))
FOLLOW_FUND = Permission("fund:follow", everyone=True)
ASK_QUESTION = Permission("question:ask", everyone=True)
CHECK_ELIGIBILITY = Permission("eligibility:check", everyone=True)
ANSWER_QUESTIONS = Permission("question:answer", frozenset({Role.OFFICER}))
READ_CHECKS = Permission("eligibility:counts", frozenset({Role.OFFICER}))
