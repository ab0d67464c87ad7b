"""Whose browser it is, as far as a limit needs to know."""

import hmac
from hashlib import sha256
from ipaddress import ip_address, ip_network

from flask import current_app, request

from portal.web.context import current_actor

IPV6_HOME = 64  # a household or an office is given this much of an address


def visitor_mark() -> str:
    """A keyed hash of the account, or else of the network address, that nobody can turn back without our secret."""
    account = current_actor().account_id
    told = f"account {account}" if account is not None else _network(request.remote_addr or "")
    return hmac.new(str(current_app.secret_key).encode(), f"visitor {told}".encode(), sha256).hexdigest()


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, IPV6_HOME), strict=False)) if found.version == 6 else str(found)
