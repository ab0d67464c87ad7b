"""Who may do what with applications. The organisation owns them; its roles decide."""

from typing import Any

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role, TeamRole
from portal.applications.models import Application, Assistance, Partner
from portal.applications.states import PartnerState
from portal.core.clock import now

APPLICANT = frozenset({Role.APPLICANT})
OFFICER = frozenset({Role.OFFICER})


def _application(target: Any) -> Application:
    """The application of what a route loaded: itself, or a page about it."""
    found = target if isinstance(target, Application) else target.application
    assert isinstance(found, Application)
    return found


def _in_team(actor: Actor, target: Any) -> bool:
    return actor.in_team(_application(target).organisation_id)


def _in_partner(actor: Actor, target: Any, *allowed: TeamRole) -> bool:
    """Whether the actor works for an organisation that is a partner in it."""
    return any(
        one.state == PartnerState.ACCEPTED and one.organisation_id and actor.in_team(one.organisation_id, *allowed)
        for one in _application(target).partners
    )


def _reads(actor: Actor, target: Any) -> bool:
    return _in_team(actor, target) or _in_partner(actor, target)


def _writes(actor: Actor, target: Any) -> bool:
    return actor.in_team(_application(target).organisation_id, TeamRole.LEAD, TeamRole.EDITOR)


def _leads(actor: Actor, target: Any) -> bool:
    return actor.in_team(_application(target).organisation_id, TeamRole.LEAD)


def _sends(actor: Actor, target: Any) -> bool:
    return actor.in_team(_application(target).organisation_id, TeamRole.LEAD, TeamRole.CERTIFIER)


def _certifies(actor: Actor, target: Any) -> bool:
    return actor.in_team(_application(target).organisation_id, TeamRole.CERTIFIER)


def _of_partner(partner: Partner, actor: Actor, *allowed: TeamRole) -> bool:
    """Whether the actor works, in one of these roles, for this very partner."""
    accepted = partner.state == PartnerState.ACCEPTED and partner.organisation_id is not None
    return accepted and actor.in_team(partner.organisation_id or 0, *allowed)


def _writes_costs(actor: Actor, target: Any) -> bool:
    return isinstance(target, Partner) and _of_partner(target, actor, TeamRole.LEAD, TeamRole.EDITOR)


def _agrees(actor: Actor, target: Any) -> bool:
    return isinstance(target, Partner) and _of_partner(target, actor, TeamRole.LEAD, TeamRole.CERTIFIER)


def _leads_partner(actor: Actor, target: Any) -> bool:
    return isinstance(target, Partner) and _of_partner(target, actor, TeamRole.LEAD)


def assistance_of(target: Any) -> Assistance:
    """The assistance of what a route loaded: itself, or a page in it."""
    found = target if isinstance(target, Assistance) else target.assistance
    assert isinstance(found, Assistance)
    return found


def _helps_now(actor: Actor, target: Any) -> bool:
    """Whether this officer's own help is going on: begun, neither ended nor run out."""
    found = assistance_of(target)
    return found.officer_id == actor.account_id and found.ended_at is None and now() < found.ends_at


def _leads_helped(actor: Actor, target: Any) -> bool:
    return actor.in_team(assistance_of(target).organisation_id, TeamRole.LEAD)


def _sent_and_no_part_in_it(actor: Actor, application: Application) -> bool:
    return _sent(actor, application) and not actor.in_team(application.organisation_id)


def _sent(_actor: Actor, target: Any) -> bool:
    """Staff see what was sent to them, never a draft, not even one that was withdrawn."""
    return _application(target).submitted_at is not None


START_APPLICATION = Permission("application:start", APPLICANT)
LIST_APPLICATIONS = Permission("application:list", APPLICANT)
READ_APPLICATION = Permission("application:read", APPLICANT, _reads)
EDIT_APPLICATION = Permission("application:edit", APPLICANT, _writes)
READ_OWN_PASSPORT = Permission("application:passport", APPLICANT, _in_team)
SUBMIT_APPLICATION = Permission("application:submit", APPLICANT, _sends)
REOPEN_APPLICATION = Permission("application:reopen", APPLICANT, _leads)
WITHDRAW_APPLICATION = Permission("application:withdraw", APPLICANT, _leads)
MANAGE_APPLICATIONS = Permission("application:manage", OFFICER)
CHECK_APPLICATION = Permission("application:check", OFFICER, _sent)
TELL_EARLY = Permission("application:tell-early", OFFICER, _sent_and_no_part_in_it)

# Together.
COMMENT = Permission("application:comment", APPLICANT, _reads)
ASK_TO_SIGN = Permission("sign-off:ask", APPLICANT, _writes)
SIGN = Permission("sign-off:sign", APPLICANT, _certifies)
COPY_FORWARD = Permission("application:copy-forward", APPLICANT, _writes)
INVITE_PARTNER = Permission("partner:invite", APPLICANT, _leads)
REMOVE_PARTNER = Permission("partner:remove", APPLICANT, _leads)
JOIN_AS_PARTNER = Permission("partner:join", APPLICANT)
WRITE_COSTS = Permission("partner:write-costs", APPLICANT, _writes_costs)
AGREE_AS_PARTNER = Permission("partner:agree", APPLICANT, _agrees)
LEAVE_AS_PARTNER = Permission("partner:leave", APPLICANT, _leads_partner)

# An officer who types for a group by phone.
START_ASSISTANCE = Permission("assistance:start", OFFICER)
ASSIST = Permission("assistance:use", OFFICER, _helps_now)
END_ASSISTANCE = Permission("assistance:end", APPLICANT, _leads_helped)
CONFIRM_TYPED = Permission("application:confirm-typed", APPLICANT, _leads)
