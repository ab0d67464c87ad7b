"""The pages of moderation: the officer's grid and agenda, the meeting itself, what it agreed, the minutes."""

from portal.moderation.views.agreeing import bp as agreeing
from portal.moderation.views.meeting import bp as meeting
from portal.moderation.views.minutes import bp as minutes
from portal.moderation.views.office import bp as office

__all__ = ["agreeing", "meeting", "minutes", "office"]
