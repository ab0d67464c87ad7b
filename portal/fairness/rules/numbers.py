"""Exact numbers as people read them."""

from fractions import Fraction
from math import floor

from portal.assessment.rules import half_up
from portal.core.text import plural


def whole(value: Fraction) -> int:
    """An exact value as a whole number, rounded once, half up."""
    return floor(value + Fraction(1, 2))


def signed(value: Fraction) -> str:
    """An exact difference with its sign and two places, rounded once, half up: `+0.25`, `−0.12`, `0.00`."""
    shown = half_up(value, 2)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown):.2f}"


def how_long(seconds: Fraction) -> str:
    """A length of time in hours and minutes, rounded once to whole minutes: `45 minutes`, `26 hours 5 minutes`."""
    hours, minutes = divmod(whole(seconds / 60), 60)
    parts = [plural(hours, "hour")] if hours else []
    parts += [plural(minutes, "minute")] if minutes or not hours else []
    return " ".join(parts)
