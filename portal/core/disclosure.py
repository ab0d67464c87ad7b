"""The smallest number that is told: counts below it, and sums and shares over them, could point at one group."""

from collections.abc import Hashable, Mapping
from typing import TypeVar

FEWEST_SHOWN = 5
Key = TypeVar("Key", bound=Hashable)


def kept_back(counts: Mapping[Key, int]) -> frozenset[Key]:
    """Which counts that add up to a known total are not told: the small ones, and one more where only one is small.

    Without the second, anybody could take the others from the total.
    """
    hidden = {key for key, count in counts.items() if 0 < count < FEWEST_SHOWN}
    if len(hidden) == 1:
        others = [key for key, count in counts.items() if count and key not in hidden]
        hidden |= {min(others, key=lambda key: counts[key])} if others else set()
    return frozenset(hidden)
