"""Putting up entries, writing to each other, and what the office does between two groups."""

from portal.partnering.operations.entries import close_entry, put_up, renew
from portal.partnering.operations.introducing import introduce, introduce_asked, settle
from portal.partnering.operations.writing import (
    answer,
    ask_for_introduction,
    close,
    invite_into_bid,
    reopen,
    report,
    write,
)

__all__ = [
    "answer",
    "ask_for_introduction",
    "close",
    "close_entry",
    "introduce",
    "introduce_asked",
    "invite_into_bid",
    "put_up",
    "renew",
    "reopen",
    "report",
    "settle",
    "write",
]
