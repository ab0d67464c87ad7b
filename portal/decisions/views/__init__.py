"""The pages of decisions: the officer's, and the Commissioner's."""

from portal.decisions.views.commissioner import bp as commissioner
from portal.decisions.views.delegating import bp as delegating
from portal.decisions.views.line import bp as line
from portal.decisions.views.notices import bp as notices
from portal.decisions.views.officer import bp as officer
from portal.decisions.views.promoting import bp as promoting
from portal.decisions.views.promotions import bp as promotions
from portal.decisions.views.reserve import bp as reserve
from portal.decisions.views.scenarios import bp as scenarios

__all__ = [
    "commissioner",
    "delegating",
    "line",
    "notices",
    "officer",
    "promoting",
    "promotions",
    "reserve",
    "scenarios",
]
