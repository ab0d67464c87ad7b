"""What the tests of applications begin with."""

import pytest
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from tests.support.building.applications import person
from tests.support.world import World


@pytest.fixture
def draft(session: Session, world: World) -> Application:
    """Harbour Sisters' draft in the open round: every answer is in it."""
    found = application_by_reference(session, world.draft)
    assert found is not None
    return found


@pytest.fixture
def amina(session: Session) -> Actor:
    """Who leads Harbour Sisters."""
    return person(session, "amina")


@pytest.fixture
def bid(session: Session, world: World) -> Application:
    """Ember Arts's draft in the open round, with Northway Youth as a partner; Tess is its certifier."""
    found = application_by_reference(session, world.bid)
    assert found is not None
    return found


@pytest.fixture
def mira(session: Session) -> Actor:
    """Who leads Ember Arts."""
    return person(session, "mira")


@pytest.fixture
def tess(session: Session) -> Actor:
    """Who signs for Ember Arts."""
    return person(session, "tess")


@pytest.fixture
def owen(session: Session) -> Actor:
    """Who leads the partner."""
    return person(session, "owen")
