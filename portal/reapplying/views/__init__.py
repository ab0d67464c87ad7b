"""The page of last time's feedback, and what it puts into pages of other rooms."""

from portal.reapplying.views.page import bp

__all__ = ["bp"]
