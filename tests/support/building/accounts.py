"""The cast's accounts, and one person who is asked to join the staff."""

from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.accounts.operations import acting_as, invite_staff
from portal.core.clock import now
from tests.support.cast import CAST, account_named

STAFF_INVITATION = "INV-STAFF"


def build(session: Session) -> None:
    """Everyone of the cast, verified, with their staff roles; in addresses they are `P-AMINA` and so on."""
    for key, person in CAST.items():
        account = Account(
            reference=f"P-{key.upper()}", email=person.email, name=person.name, created_at=now(), verified_at=now()
        )
        if person.role != Role.APPLICANT:
            account.staff_roles.append(StaffRole(role=person.role, given_at=now()))
        session.add(account)
    session.flush()
    sam = acting_as(account_named(session, "sam"))
    invitation = invite_staff(session, email="una@panel.example.org", role=Role.ASSESSOR, actor=sam)
    invitation.reference = STAFF_INVITATION
    session.flush()
