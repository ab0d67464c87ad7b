"""Who may arrange a meeting, sit in it, lead it and sign its minutes. A relation takes a seat (`queries.seats`)."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role

_PANEL = frozenset({Role.ASSESSOR, Role.OFFICER})
_OFFICER = frozenset({Role.OFFICER})


def _sits(actor: Actor, seat: Any) -> bool:
    return Role.OFFICER in actor.roles or actor.account_id in seat.member_ids


def _hears(actor: Actor, seat: Any) -> bool:
    """May hear of the item that the seat looks at; whoever may not gets the answer for an item that is not there."""
    return _sits(actor, seat) and seat.item is not None and actor.account_id not in seat.kept


def _leads(actor: Actor, seat: Any) -> bool:
    """An officer or whoever chairs now, unless they must not hear what is talked about now."""
    if actor.account_id in seat.kept:
        return False
    return Role.OFFICER in actor.roles or actor.account_id in seat.leaders


def _records(actor: Actor, seat: Any) -> bool:
    return _hears(actor, seat) and _leads(actor, seat)


def _chairs(actor: Actor, seat: Any) -> bool:
    return _hears(actor, seat) and actor.account_id in seat.leaders


def _signs(actor: Actor, seat: Any) -> bool:
    return actor.account_id in seat.signers


ARRANGE = Permission("panel:arrange", _OFFICER)
ATTEND = Permission("panel:attend", _PANEL, _sits)
HEAR = Permission("panel:hear", _PANEL, _hears)
LEAD = Permission("panel:lead", _PANEL, _leads)
RECORD = Permission("panel:record", _PANEL, _records)
CORRECT = Permission("panel:correct", _PANEL, _chairs)
SIGN = Permission("panel:sign", _PANEL, _signs)
