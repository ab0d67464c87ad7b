"""The pages of decisions: the officer's, and the Commissioner's."""

from portal.decisions.views.commissioner import bp as commissioner
from portal.decisions.views.officer import bp as officer

__all__ = ["commissioner", "officer"]
