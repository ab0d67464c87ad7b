"""Partners: what groups look for and offer, what they write to each other, and the office between them."""

from portal.partnering.views.conversations import bp as conversations
from portal.partnering.views.entries import bp as entries
from portal.partnering.views.finding import bp as finding
from portal.partnering.views.office import bp as office

__all__ = ["conversations", "entries", "finding", "office"]
