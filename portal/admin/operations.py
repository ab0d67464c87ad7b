"""What an administrator does that concerns more than one room."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import Role
from portal.accounts.models import MailedToken
from portal.accounts.operations import invite_staff
from portal.accounts.policy import MANAGE_PEOPLE
from portal.accounts.queries import canonical_email
from portal.core.refusal import Refused
from portal.organisations.queries import is_in_a_team


def invite(session: Session, *, email: str, role: Role, actor: Actor) -> MailedToken:
    """Invite someone to the staff. Raises Refused for people who work for an organisation that applies."""
    require(actor, MANAGE_PEOPLE)
    if is_in_a_team(session, canonical_email(email)):
        raise Refused(
            "This person is in the team of an organisation. Invite them with another email address, so that the two "
            "parts stay apart."
        )
    return invite_staff(session, email=email, role=role, actor=actor)
