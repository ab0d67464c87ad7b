"""Who may recommend and who may sign. Nobody does either for a group that they belong to."""

from typing import Protocol

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application
from portal.funds.models import Round


def _no_part_in_it(actor: Actor, application: Application) -> bool:
    return not actor.in_team(application.organisation_id)


class InRound(Protocol):
    """An application, or a page about one: whose it is, and in which round."""

    @property
    def organisation_id(self) -> int:
        """Whose application it is."""

    @property
    def round_id(self) -> int:
        """The round that it was sent to."""


def _signs_in(actor: Actor, round_id: int) -> bool:
    return Role.COMMISSIONER in actor.roles or round_id in actor.delegated


def _may_sign_in_round(actor: Actor, round_: Round | None) -> bool:
    """Without a round it is the list of rounds, which holds no others than theirs."""
    return round_ is None or _signs_in(actor, round_.id)


def _may_sign(actor: Actor, application: InRound) -> bool:
    return not actor.in_team(application.organisation_id) and _signs_in(actor, application.round_id)


ROUNDS = Permission("decision:prepare", frozenset({Role.OFFICER}))
RECOMMEND = Permission("decision:recommend", frozenset({Role.OFFICER}), _no_part_in_it)
CHOOSE = Permission("decision:choose", frozenset({Role.OFFICER}))
RAISE = Permission("decision:raise-budget", frozenset({Role.OFFICER}))
DECIDE = Permission("decision:list", frozenset({Role.COMMISSIONER}), _may_sign_in_round, delegates=True)
SIGN = Permission("decision:sign", frozenset({Role.COMMISSIONER}), _may_sign, delegates=True)
DELEGATE = Permission("decision:delegate", frozenset({Role.COMMISSIONER}))
NOTICES = Permission("decision:notices", frozenset({Role.OFFICER, Role.COMMISSIONER}))
