"""What is known of a file's bytes."""

from enum import StrEnum


class Scan(StrEnum):
    """What the virus scanner has said: nothing yet, nothing found, or a virus."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"
