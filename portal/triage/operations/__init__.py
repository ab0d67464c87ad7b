"""What officers do beside an application: give it an owner and a day, flag it, note, set a hint aside."""

from portal.triage.operations.noting import close_flag, put_hint_aside, raise_flag, strike_note, write_note
from portal.triage.operations.owning import give, look_after, set_due, take_from_linked

__all__ = [
    "close_flag",
    "give",
    "look_after",
    "put_hint_aside",
    "raise_flag",
    "set_due",
    "strike_note",
    "take_from_linked",
    "write_note",
]
