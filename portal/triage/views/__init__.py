"""The office's pages of triage."""

from portal.triage.views.board import bp as board
from portal.triage.views.case import bp as case

__all__ = ["board", "case"]
