"""The office's pages of the Network: the list and its export, one member's history, the map, who is reached."""

from portal.network.views.history import bp as history
from portal.network.views.listing import bp as listing
from portal.network.views.reaching import bp as reaching

__all__ = ["history", "listing", "reaching"]
