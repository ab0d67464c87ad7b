"""Keeping the directory, asking and reminding, taking advice, and the summary that applicants reply to."""

from portal.consultation.operations.advising import (
    declare_interests,
    decline,
    finish,
    has_interest,
    save_advice,
    take_part_again,
)
from portal.consultation.operations.asking import ask, nudge, remind_round
from portal.consultation.operations.directory import add_consultee, bring_back, edit_consultee, retire
from portal.consultation.operations.links import ask_for_link, renew_link
from portal.consultation.operations.replying import read_reply, reply, save_summary, send_summary

__all__ = [
    "add_consultee",
    "ask",
    "ask_for_link",
    "bring_back",
    "declare_interests",
    "decline",
    "edit_consultee",
    "finish",
    "has_interest",
    "nudge",
    "read_reply",
    "remind_round",
    "renew_link",
    "reply",
    "retire",
    "save_advice",
    "save_summary",
    "send_summary",
    "take_part_again",
]
