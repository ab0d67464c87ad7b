"""Somebody of Ember Arts who asks the office to be made its lead."""

from sqlalchemy.orm import Session

from portal.organisations import operations
from portal.organisations.queries import actor_of_account, organisation_by_reference
from tests.support.cast import account_named

REQUEST = "LR-TESSQL"


def build(session: Session) -> None:
    """Tess says that Mira has moved away."""
    ember = organisation_by_reference(session, "ORG-EMBR")
    assert ember is not None
    tess = actor_of_account(session, account_named(session, "tess"))
    request = operations.ask_to_lead(
        session, organisation=ember, typed="", reason="Mira has moved away. Call our treasurer.", actor=tess
    )
    request.reference = REQUEST
    session.flush()
