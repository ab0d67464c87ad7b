"""Starting, saving, sending and withdrawing applications, writing them together, and the office's part in it."""

from portal.applications.operations.assisting import (
    begin_assistance,
    confirm_typed,
    end_assistance,
    note_typed,
    record_read_back,
    start_for,
)
from portal.applications.operations.checking import find_eligible, find_ineligible
from portal.applications.operations.copying import copy_forward
from portal.applications.operations.dates import declare_outage, extend_for, put_off_decision
from portal.applications.operations.early import tell_early
from portal.applications.operations.files import drop_infected_file
from portal.applications.operations.paper import take_paper
from portal.applications.operations.partners import (
    agree,
    invite_partner,
    join_as_partner,
    leave,
    remove_partner,
    save_costs,
)
from portal.applications.operations.requests import (
    ask_for_information,
    note_reply_read,
    note_reply_saved,
    reply_problems,
    send_reply,
    take_request_back,
)
from portal.applications.operations.sending import reopen, submit, withdraw
from portal.applications.operations.signing import ask_to_sign, send_back, sign
from portal.applications.operations.together import add_comment, note_open, resolve_comment, share_out
from portal.applications.operations.writing import note_saved, start

__all__ = [
    "add_comment",
    "agree",
    "ask_for_information",
    "ask_to_sign",
    "begin_assistance",
    "confirm_typed",
    "copy_forward",
    "declare_outage",
    "drop_infected_file",
    "end_assistance",
    "extend_for",
    "find_eligible",
    "find_ineligible",
    "invite_partner",
    "join_as_partner",
    "leave",
    "note_open",
    "note_reply_read",
    "note_reply_saved",
    "note_saved",
    "note_typed",
    "put_off_decision",
    "record_read_back",
    "remove_partner",
    "reopen",
    "reply_problems",
    "resolve_comment",
    "save_costs",
    "send_back",
    "send_reply",
    "share_out",
    "sign",
    "start",
    "start_for",
    "submit",
    "take_paper",
    "take_request_back",
    "tell_early",
    "withdraw",
]
