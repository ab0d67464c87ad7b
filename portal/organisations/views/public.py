"""What the Funding Network is: for everyone, before any account."""

from flask.typing import ResponseReturnValue

from portal.access.permission import PUBLIC
from portal.organisations.rules import WORKING_DAYS_TO_REPLY, kinds
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("network", __name__)


@bp.page("/network", needs=PUBLIC)
def network() -> ResponseReturnValue:
    """What membership gives, what it asks, how long the check takes."""
    return page("organisations/network.html", kinds=kinds(), days=WORKING_DAYS_TO_REPLY)
