"""Addresses that the tests of applications share."""

import pytest

from tests.support.world import World


@pytest.fixture
def draft(world: World) -> str:
    """The address of Harbour Sisters' draft."""
    return f"/applications/{world.draft}"
