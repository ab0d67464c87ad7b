"""The public pages of funds: find and follow one, read every question, check, ask; and the officers' side of it."""

from portal.funds.views.answering import bp as answering
from portal.funds.views.asking import bp as asking
from portal.funds.views.check import bp as check
from portal.funds.views.finding import bp as finding
from portal.funds.views.following import bp as following
from portal.funds.views.questions import bp as questions

__all__ = ["answering", "asking", "check", "finding", "following", "questions"]
