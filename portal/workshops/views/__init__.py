"""Pages of workshops: everyone's, those of people who book, and the office's."""

from portal.workshops.views.booking import bp as booking
from portal.workshops.views.need import bp as need
from portal.workshops.views.planning import bp as planning
from portal.workshops.views.public import bp as public
from portal.workshops.views.running import bp as running

__all__ = ["booking", "need", "planning", "public", "running"]
