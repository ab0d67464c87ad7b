"""Joining a team by an invitation, perhaps in the place of somebody who leaves."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.accounts.models import Account, Purpose
from portal.accounts.operations import accept_new_account, acting_as, owner_of_link, spend
from portal.accounts.queries import account_by_email
from portal.audit.operations import record
from portal.core.refusal import Refused
from portal.organisations.models import Organisation
from portal.organisations.operations.leading import HandOn, complete_handovers
from portal.organisations.operations.teams import add_to_team
from portal.organisations.queries import member_by_email, organisation_by_id


def nothing_more(
    _session: Session, _organisation_id: int, _leaver: Account, _successor: Account, _actor: Actor
) -> None:
    """No room above knows of any work that changes hands."""


def accept_invitation(
    session: Session, *, secret: str, name: str = "", password: str = "", hand_on: HandOn = nothing_more
) -> tuple[Account, Organisation]:
    """Spend an invitation and join the team; name and password are for people without an account; audit.

    A lead who waits for this person leaves now, and `hand_on` gives their work to them.

    Raises Refused when the link does not work any more, and for staff, who need a separate account.
    """
    token = spend(session, secret=secret, purpose=Purpose.TEAM_INVITATION)
    organisation = organisation_by_id(session, token.organisation_id)
    assert organisation is not None
    account = account_by_email(session, token.email)
    if account is None or account.verified_at is None:
        account = accept_new_account(session, token=token, name=name, password=password)
    token.account_id = account.id
    owner_of_link(session, token)
    if account.staff_roles:
        raise Refused("Staff cannot work for an organisation that applies. Use another email address for this.")
    if member_by_email(session, organisation.id, account.email) is None:
        add_to_team(session, organisation, account.id, TeamRole(token.grants))
    reference, actor = organisation.reference, acting_as(account)
    record(session, "team:joined", subject_type="organisation", subject=reference, actor=actor, role=token.grants)
    complete_handovers(session, organisation=organisation, account=account, hand_on=hand_on, actor=actor)
    session.flush()
    return account, organisation
