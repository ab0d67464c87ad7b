"""Who may book, look, give up and read: on plain objects."""

from types import SimpleNamespace

import pytest

from portal.access.actor import ANONYMOUS, Actor
from portal.access.roles import Role, TeamRole
from portal.workshops.policy import BOOK_FOR, CANCEL_BOOKING, READ_MATERIAL, VIEW_BOOKING

OFFICER = Actor(9, "Olive", roles=frozenset({Role.OFFICER}))


def person(number: int, role: TeamRole | None = None, place: int = 1) -> Actor:
    return Actor(number, "Somebody", roles=frozenset({Role.APPLICANT}), memberships={place: role} if role else {})


BOOKING = SimpleNamespace(organisation_id=1, account_id=5)


@pytest.mark.parametrize(
    ("actor", "looks", "gives_up"),
    [
        (person(5, TeamRole.VIEWER), True, True),  # who booked
        (person(6, TeamRole.LEAD), True, True),
        (person(6, TeamRole.EDITOR), True, False),
        (person(5), False, False),  # who booked, and left the group
        (person(6, TeamRole.LEAD, place=2), False, False),
        (OFFICER, False, True),  # for somebody who phones
        (ANONYMOUS, False, False),
    ],
)
def test_bookings(actor: Actor, looks: bool, gives_up: bool) -> None:
    assert (VIEW_BOOKING.allows(actor, BOOKING), CANCEL_BOOKING.allows(actor, BOOKING)) == (looks, gives_up)


def test_anyone_of_a_team_books_for_it_and_nobody_else() -> None:
    place = SimpleNamespace(id=1)
    assert BOOK_FOR.allows(person(6, TeamRole.VIEWER), place)
    assert not BOOK_FOR.allows(person(6, TeamRole.LEAD, place=2), place) and not BOOK_FOR.allows(OFFICER, place)


@pytest.mark.parametrize(
    ("actor", "allowed"), [(ANONYMOUS, False), (person(6, TeamRole.VIEWER), True), (person(6), False), (OFFICER, True)]
)
def test_materials(actor: Actor, allowed: bool) -> None:
    assert READ_MATERIAL.allows(actor, SimpleNamespace(for_everyone=False, organisation_ids={1})) is allowed
    assert READ_MATERIAL.allows(actor, SimpleNamespace(for_everyone=True, organisation_ids=()))
