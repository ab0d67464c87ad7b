"""Notices: what people read and choose, and what the office sends."""

from portal.notices.views.office import bp as office
from portal.notices.views.reading import bp as reading

__all__ = ["office", "reading"]
