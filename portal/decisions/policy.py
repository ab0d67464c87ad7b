"""Who may recommend and who may sign. Nobody does either for a group that they belong to."""

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application


def _no_part_in_it(actor: Actor, application: Application) -> bool:
    return not actor.in_team(application.organisation_id)


ROUNDS = Permission("decision:prepare", frozenset({Role.OFFICER}))
RECOMMEND = Permission("decision:recommend", frozenset({Role.OFFICER}), _no_part_in_it)
CHOOSE = Permission("decision:choose", frozenset({Role.OFFICER}))
RAISE = Permission("decision:raise-budget", frozenset({Role.OFFICER}))
DECIDE = Permission("decision:list", frozenset({Role.COMMISSIONER}))
SIGN = Permission("decision:sign", frozenset({Role.COMMISSIONER}), _no_part_in_it)
