"""What organisations do with their team and membership, and the office with members."""

from portal.organisations.operations.checks import record_check
from portal.organisations.operations.facts import remember_keys, remember_missing_keys, take_facts
from portal.organisations.operations.files import drop_infected_file
from portal.organisations.operations.holding import lapse_ended, remind_of_renewal, restore, suspend
from portal.organisations.operations.joining import accept_invitation
from portal.organisations.operations.leading import (
    ask_to_lead,
    decline_lead,
    grant_lead,
    hand_over,
    hand_over_to_new,
    keep_leading,
)
from portal.organisations.operations.membership import (
    apply,
    approve,
    ask_again,
    ask_for_more,
    begin_membership,
    decline,
    note_saved,
    publish_registration_form,
)
from portal.organisations.operations.merging import Moving, Objections, dismiss_double, merge, what_moves
from portal.organisations.operations.renewal import (
    decline_renewal,
    go_through,
    note_renewal_saved,
    renew,
    send_renewal,
    send_renewal_back,
)
from portal.organisations.operations.teams import (
    cancel_invitation,
    change_team_role,
    create_organisation,
    invite,
    remove_person,
)

__all__ = [
    "Moving",
    "Objections",
    "accept_invitation",
    "apply",
    "approve",
    "ask_again",
    "ask_for_more",
    "ask_to_lead",
    "begin_membership",
    "cancel_invitation",
    "change_team_role",
    "create_organisation",
    "decline",
    "decline_lead",
    "decline_renewal",
    "dismiss_double",
    "drop_infected_file",
    "go_through",
    "grant_lead",
    "hand_over",
    "hand_over_to_new",
    "invite",
    "keep_leading",
    "lapse_ended",
    "merge",
    "note_renewal_saved",
    "note_saved",
    "publish_registration_form",
    "record_check",
    "remember_keys",
    "remember_missing_keys",
    "remind_of_renewal",
    "remove_person",
    "renew",
    "restore",
    "send_renewal",
    "send_renewal_back",
    "suspend",
    "take_facts",
    "what_moves",
]
