"""Who may assign, who may read, who may score. Somebody with a link to the group may do none of it."""

from collections.abc import Iterable

from portal.access.actor import Actor
from portal.access.permission import Permission
from portal.access.roles import Role
from portal.applications.models import Application
from portal.applications.rules.signing import standing_partners
from portal.applications.states import DECIDED, ApplicationState
from portal.assessment.models import Assignment
from portal.assessment.states import AssignmentState

READABLE = DECIDED | {ApplicationState.ASSESSING, ApplicationState.MODERATION, ApplicationState.RECOMMENDED}
LIVE = frozenset({AssignmentState.ASSIGNED, AssignmentState.DECLARED, AssignmentState.SUBMITTED})

# Addresses that anyone can have say nothing about where a person works.
PUBLIC_MAIL = frozenset(
    {
        "aol.com",
        "btinternet.com",
        "gmail.com",
        "gmx.co.uk",
        "gmx.com",
        "googlemail.com",
        "hotmail.co.uk",
        "hotmail.com",
        "icloud.com",
        "live.co.uk",
        "live.com",
        "mail.com",
        "me.com",
        "msn.com",
        "ntlworld.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "sky.com",
        "talktalk.net",
        "tiscali.co.uk",
        "virginmedia.com",
        "yahoo.co.uk",
        "yahoo.com",
        "ymail.com",
    }
)


def mail_domain(email: str) -> str:
    """What stands after the @, in lower case."""
    return email.rpartition("@")[2].strip().lower().rstrip(".")


def shared_domain(email: str, team_emails: Iterable[str]) -> str | None:
    """The mail domain that a person shares with a team, unless it is one that anyone can have."""
    own = mail_domain(email)
    if not own or own in PUBLIC_MAIL:
        return None
    return own if any(mail_domain(other) == own for other in team_emails) else None


def is_linked(account_id: int | None, email: str, team: Iterable[tuple[int, str]]) -> bool:
    """Whether a person is in a team, or has the mail domain of somebody there. `team` is (account id, email)."""
    people = list(team)
    return any(account_id == member for member, _ in people) or shared_domain(email, (e for _, e in people)) is not None


def team_of(application: Application) -> list[tuple[int, str]]:
    """(account id, email) of everyone in the group's team, and in those of its partners."""
    places = [application.organisation, *(one.organisation for one in standing_partners(application.partners))]
    return [(member.account_id, member.account.email) for place in places if place for member in place.team]


def is_visible(assignment: Assignment, email: str) -> bool:
    """Whether its assessor (whose address is `email`) may know of it: live, and without a link to the group."""
    application = assignment.application
    return (
        assignment.state in LIVE
        and application.state in READABLE
        and not is_linked(assignment.assessor_id, email, team_of(application))
    )


def _own(actor: Actor, assignment: Assignment) -> bool:
    return assignment.assessor_id == actor.account_id and is_visible(assignment, actor.email)


def _declared(actor: Actor, assignment: Assignment) -> bool:
    return _own(actor, assignment) and assignment.state != AssignmentState.ASSIGNED


def _sent(actor: Actor, assignment: Assignment) -> bool:
    return _own(actor, assignment) and assignment.state == AssignmentState.SUBMITTED


def _no_part_in_it(actor: Actor, application: Application) -> bool:
    return not actor.in_team(application.organisation_id)


OVERSEE = Permission("assessment:oversee", frozenset({Role.OFFICER}))
ASSIGN = Permission("assessment:assign", frozenset({Role.OFFICER}), _no_part_in_it)
DECLARE = Permission("assessment:declare", frozenset({Role.ASSESSOR, Role.OFFICER, Role.COMMISSIONER}))
LIST = Permission("assessment:list", frozenset({Role.ASSESSOR}))
OPEN = Permission("assessment:open", frozenset({Role.ASSESSOR}), _own)
SCORE = Permission("assessment:score", frozenset({Role.ASSESSOR}), _declared)
COMPARE = Permission("assessment:compare", frozenset({Role.ASSESSOR}), _sent)
