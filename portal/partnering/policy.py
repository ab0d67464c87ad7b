"""Who finds partners, who writes to whom, and what the office sees of it."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role, TeamRole
from portal.core.clock import now, today
from portal.organisations.rules import is_member
from portal.partnering.models import Conversation, Entry

_APPLICANT, _OFFICER = frozenset({Role.APPLICANT}), frozenset({Role.OFFICER})
_WRITERS = (TeamRole.LEAD, TeamRole.EDITOR)


def is_shown(entry: Entry) -> bool:
    """Whether members see an entry now: neither closed nor run out, of an organisation that is a member today."""
    running = entry.closed_at is None and entry.ends_at > now()
    return running and is_member(entry.organisation.membership, today())


def office_reads(conversation: Conversation) -> bool:
    """Whether something in a conversation waits for the office: a report, or an introduction that was asked for."""
    reported = conversation.reported_at is not None and conversation.settled_at is None
    asked = conversation.introduction_asked_at is not None and conversation.introduction_given_at is None
    return reported or asked


def side_of(actor: Actor, conversation: Conversation, *allowed: TeamRole) -> int | None:
    """The organisation for which somebody takes part, by its id; nobody's for strangers."""
    sides = (conversation.asker_id, conversation.owner_id)
    return next((side for side in sides if actor.in_team(side, *allowed)), None)


def _sees(actor: Actor, target: Any) -> bool:
    return actor.in_team(target.organisation_id) or is_shown(target)


def _writes_for(actor: Actor, target: Any) -> bool:
    """The target is an organisation."""
    return actor.in_team(target.id, *_WRITERS)


def _keeps(actor: Actor, target: Any) -> bool:
    return actor.in_team(target.organisation_id, *_WRITERS)


def _reads(actor: Actor, target: Any) -> bool:
    return side_of(actor, target) is not None


def _writes(actor: Actor, target: Any) -> bool:
    return side_of(actor, target, *_WRITERS) is not None


def _leads(actor: Actor, target: Any) -> bool:
    return side_of(actor, target, TeamRole.LEAD) is not None


def _shown_to_office(_actor: Actor, target: Any) -> bool:
    return office_reads(target)


FIND_PARTNERS = Permission("partnering:find", _APPLICANT)
READ_ENTRY = Permission("partner-entry:read", _APPLICANT, _sees)
KEEP_ENTRY = Permission("partner-entry:keep", _APPLICANT, _keeps)
WRITE_FOR = Permission("partnering:write-for", _APPLICANT, _writes_for)
READ_CONVERSATION = Permission("conversation:read", _APPLICANT, _reads)
WRITE_CONVERSATION = Permission("conversation:write", _APPLICANT, _writes)
INVITE_FROM_CONVERSATION = Permission("conversation:invite", _APPLICANT, _leads)
INTRODUCE = Permission("partnering:introduce", _OFFICER)
READ_WHAT_WAITS = Permission("conversation:office", _OFFICER, _shown_to_office)
