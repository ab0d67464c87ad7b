"""What people do with their accounts, and administrators with the staff's."""

from portal.accounts.operations.links import DEAD, cancel_links, make_link, recipient, send_link, spend
from portal.accounts.operations.passwords import (
    confirm_password,
    hash_password,
    note_arrival,
    set_password,
    try_password,
)
from portal.accounts.operations.registration import (
    change_details,
    create_administrator,
    owner_of_link,
    register,
    send_again,
    verify,
)
from portal.accounts.operations.second_factor import (
    new_secret,
    renew_recovery_codes,
    reset_second_factor,
    set_up,
    try_code,
)
from portal.accounts.operations.sign_ins import (
    acting_as,
    begin_sign_in,
    end_sign_in,
    end_sign_ins,
    renew_sign_in,
    sign_out_elsewhere,
    touch_sign_in,
)
from portal.accounts.operations.staff import (
    accept_new_account,
    accept_staff_invitation,
    cancel_staff_invitation,
    give_role,
    invite_staff,
    remove_role,
    restore,
    suspend,
)

__all__ = [
    "DEAD",
    "accept_new_account",
    "accept_staff_invitation",
    "acting_as",
    "begin_sign_in",
    "cancel_links",
    "cancel_staff_invitation",
    "change_details",
    "confirm_password",
    "create_administrator",
    "end_sign_in",
    "end_sign_ins",
    "give_role",
    "hash_password",
    "invite_staff",
    "make_link",
    "new_secret",
    "note_arrival",
    "owner_of_link",
    "recipient",
    "register",
    "remove_role",
    "renew_recovery_codes",
    "renew_sign_in",
    "reset_second_factor",
    "restore",
    "send_again",
    "send_link",
    "set_password",
    "set_up",
    "sign_out_elsewhere",
    "spend",
    "suspend",
    "touch_sign_in",
    "try_code",
    "try_password",
    "verify",
]
