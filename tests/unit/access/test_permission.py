"""Who may: by role, by relation, and how a refusal is told."""

import pytest

from portal.access.actor import ANONYMOUS, SYSTEM, Actor
from portal.access.permission import PUBLIC, SIGNED_IN, Permission, can, require
from portal.access.roles import ROLE_LABELS, STAFF_ROLES, TEAM_ROLE_LABELS, Role, TeamRole
from portal.core.refusal import Forbidden

AMINA = Actor(1, "Amina", "amina@example.org", frozenset({Role.APPLICANT}), {7: TeamRole.LEAD, 8: TeamRole.VIEWER})
OLIVE = Actor(2, "Olive", "olive@example.org", frozenset({Role.OFFICER}))
BOTH = Actor(3, "Both", "both@example.org", frozenset({Role.APPLICANT, Role.ASSESSOR}))
NOBODY = Actor(4, "No role")
READ = Permission("thing:read", frozenset({Role.APPLICANT}), lambda actor, thing: actor.in_team(thing))
MANAGE = Permission("thing:manage", frozenset({Role.OFFICER, Role.ASSESSOR}))


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (PUBLIC, {"amina", "olive", "both", "nobody", "anonymous", "system"}),
        (SIGNED_IN, {"amina", "olive", "both", "nobody"}),
        (MANAGE, {"olive", "both", "system"}),
        (Permission("thing:none"), set()),
    ],
)
def test_roles(permission: Permission, allowed: set[str]) -> None:
    people = {
        "amina": AMINA, "olive": OLIVE, "both": BOTH, "nobody": NOBODY, "anonymous": ANONYMOUS, "system": SYSTEM,
    }  # fmt: skip
    assert {name for name, actor in people.items() if can(actor, permission)} == allowed


def test_a_relation_is_asked_only_of_those_whose_role_fits() -> None:
    assert [can(AMINA, READ, team) for team in (7, 8, 9)] == [True, True, False]
    never = Permission("thing:x", frozenset({Role.OFFICER}), lambda _actor, _thing: 1 / 0 > 0)
    assert can(AMINA, never, 7) is False


def test_require_tells_a_missing_role_from_a_missing_relation() -> None:
    require(AMINA, READ, 7)
    with pytest.raises(Forbidden) as role:
        require(OLIVE, READ, 7)
    with pytest.raises(Forbidden) as relation:
        require(AMINA, READ, 9)
    assert [(e.value.permission, e.value.hidden) for e in (role, relation)] == [
        ("thing:read", False),
        ("thing:read", True),
    ]


def test_a_relation_counts_for_everyone_and_for_any_account_too() -> None:
    own = Permission("self", any_account=True, relation=lambda actor, number: actor.account_id == number)
    odd = Permission("odd", everyone=True, relation=lambda _actor, number: number % 2 == 1)
    assert [can(AMINA, own, 1), can(AMINA, own, 2), can(ANONYMOUS, own, None)] == [True, False, False]
    assert [can(ANONYMOUS, odd, 1), can(ANONYMOUS, odd, 2)] == [True, False]


def test_teams() -> None:
    assert [AMINA.in_team(7), AMINA.in_team(9), AMINA.in_team(8, TeamRole.LEAD, TeamRole.EDITOR)] == [
        True,
        False,
        False,
    ]
    assert [AMINA.in_team(7, TeamRole.LEAD), ANONYMOUS.in_team(7)] == [True, False]


def test_staff_is_anyone_with_a_role_of_the_office() -> None:
    assert [a.is_staff for a in (AMINA, OLIVE, BOTH, NOBODY, ANONYMOUS)] == [False, True, True, False, False]
    assert set(Role) - {Role.APPLICANT} == STAFF_ROLES


def test_every_role_has_a_label() -> None:
    assert set(ROLE_LABELS) == set(Role)
    assert set(TEAM_ROLE_LABELS) == set(TeamRole)


def test_a_rule_describes_itself() -> None:
    assert [p.describe() for p in (PUBLIC, SIGNED_IN, MANAGE, READ)] == [
        "everyone",
        "anyone signed in",
        "assessor, officer",
        "applicant (by relation to the object)",
    ]
