"""Pages of organisations: the group's own, those behind an invitation, the office's, and the public one."""

from portal.organisations.views.checks import bp as checks
from portal.organisations.views.doubles import bp as doubles
from portal.organisations.views.holding import bp as holding
from portal.organisations.views.invitations import bp as invitations
from portal.organisations.views.leading import bp as leading
from portal.organisations.views.membership import bp as membership
from portal.organisations.views.organisation import bp as organisation
from portal.organisations.views.people import bp as people
from portal.organisations.views.public import bp as public
from portal.organisations.views.renewal import bp as renewal
from portal.organisations.views.staff import bp as staff

__all__ = [
    "checks",
    "doubles",
    "holding",
    "invitations",
    "leading",
    "membership",
    "organisation",
    "people",
    "public",
    "renewal",
    "staff",
]
