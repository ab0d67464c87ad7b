"""The smallest number that is told: counts below it, and sums and shares over them, could point at one group."""

FEWEST_SHOWN = 5
