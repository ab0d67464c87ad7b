"""Everything about an application in one order: the newest first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from portal.applications.models import InformationRequest
from portal.applications.states import APPLICATION, ApplicationState
from portal.audit.models import AuditEntry
from portal.core.workflow import StateChange
from portal.outbox.models import Delivery, Message
from portal.triage.models import Flag, Note
from portal.triage.rules import KINDS as FLAG_KINDS
from portal.triage.rules import TEAMS
from portal.triage.states import FLAG, FlagState

KINDS = {
    "state": "Where it stands",
    "done": "What was done",
    "request": "Requests and replies",
    "message": "Messages",
    "flag": "Flags",
    "note": "Notes",
}
# Told by another line of the timeline already.
_VERBS = ("asked", "replied", "request-taken-back", "eligible", "ineligible", "submitted", "withdrawn", "reopened")
_TOLD_ELSEWHERE = {f"application:{verb}" for verb in _VERBS} | {
    f"triage:{verb}" for verb in ("flag-raised", "flag-closed", "note-written", "note-struck")
}
_DELIVERIES = {
    Delivery.QUEUED: "waits to be sent",
    Delivery.SENDING: "is being sent",
    Delivery.SENT: "sent",
    Delivery.KEPT: "kept in the portal, not mailed",
    Delivery.FAILED: "could not be sent",
}
_ACTS = {
    "triage:owned": "Owner changed",
    "triage:due": "Due date changed",
    "triage:hint-set-aside": "Hint set aside",
    "application:reply-saved": "Part of a reply saved",
    "application:reply-read": "Reply read",
}


@dataclass(frozen=True)
class Moment:
    """One line: when, of which of KINDS, what, by whom (blank when the portal did it), and more words."""

    at: datetime
    kind: str
    title: str
    who: str = ""
    text: str = ""


def in_order(moments: Iterable[Moment], kind: str = "") -> list[Moment]:
    """The newest first; of one kind only, where one is asked for."""
    return sorted((one for one in moments if kind in ("", one.kind)), key=lambda one: one.at, reverse=True)


def of_states(changes: Iterable[tuple[StateChange, str]]) -> list[Moment]:
    """Each move, with the name of whoever made it."""
    return [
        Moment(change.at, "state", APPLICATION.labels[ApplicationState(change.to_state)].staff, who, change.reason)
        for change, who in changes
    ]


def of_audit(entries: Iterable[AuditEntry]) -> list[Moment]:
    """What was done, but for what other lines tell."""
    return [
        Moment(one.at, "done", _ACTS.get(one.action, _act_words(one.action)), one.actor_name, _detail(one))
        for one in entries
        if one.action not in _TOLD_ELSEWHERE
    ]


def _act_words(action: str) -> str:
    words = action.removeprefix("application:").replace(":", ", ").replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _detail(entry: AuditEntry) -> str:
    """From what to what, for the acts that say so."""
    if "before" not in entry.detail:
        return ""
    return f"From {entry.detail['before'] or 'nothing'} to {entry.detail.get('after') or 'nothing'}"


def of_requests(requests: Iterable[InformationRequest]) -> list[Moment]:
    """What was asked, and what came of it."""
    found = []
    for one in requests:
        found.append(Moment(one.asked_at, "request", "Asked for more information", one.asked_by_name, one.words))
        if one.answered_at:
            found.append(Moment(one.answered_at, "request", "They replied", one.answered_by_name))
        elif one.cancelled_at:
            found.append(Moment(one.cancelled_at, "request", "Request taken back"))
    return found


def of_messages(messages: Iterable[Message]) -> list[Moment]:
    """Each mail: its subject, to whom, and whether it left."""
    return [
        Moment(
            one.sent_at or one.queued_at,
            "message",
            one.subject,
            text=f"To {one.to_name}, {one.to_email}: {_DELIVERIES[Delivery(one.delivery)]}"
            + (f" ({one.problem})" if one.problem else ""),
        )
        for one in messages
    ]


def of_flags(flags: Iterable[Flag]) -> list[Moment]:
    """Each flag when it was raised, and when it was closed."""
    found = []
    for one in flags:
        label = FLAG_KINDS.get(one.kind, one.kind)
        title = f"Flag {one.number} raised: {label.lower()}, for {TEAMS.get(one.team, one.team).lower()}"
        found.append(Moment(one.raised_at, "flag", title, one.raised_by_name, one.reason))
        if one.closed_at:
            how = FLAG.labels[FlagState(one.state)].staff.lower()
            found.append(Moment(one.closed_at, "flag", f"Flag {one.number} {how}", one.closed_by_name, one.outcome))
    return found


def of_notes(notes: Iterable[Note]) -> list[Moment]:
    """Each note when it was written, and when it was struck out; the words of a struck one are not repeated."""
    found = []
    for one in notes:
        words = "Struck out later." if one.struck_at else one.words
        found.append(Moment(one.written_at, "note", f"Note {one.number}", one.author_name, words))
        if one.struck_at:
            found.append(
                Moment(one.struck_at, "note", f"Note {one.number} struck out", one.struck_by_name, one.struck_why)
            )
    return found
