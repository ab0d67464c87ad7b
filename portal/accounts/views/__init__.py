"""Pages of accounts: coming in, the links that come by mail, the second factor, one's own account."""

from portal.accounts.views.account import bp as account
from portal.accounts.views.links import bp as links
from portal.accounts.views.register import bp as register
from portal.accounts.views.second_factor import bp as second_factor
from portal.accounts.views.sign_in import bp as sign_in

__all__ = ["account", "links", "register", "second_factor", "sign_in"]
