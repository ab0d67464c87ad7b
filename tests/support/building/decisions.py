"""What was recommended and signed in the round that is announced."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.core.clock import as_of, now
from portal.decisions.operations import recommend, sign
from portal.decisions.rules import Proposal
from tests.support.building.applications import person


def build(session: Session) -> None:
    """Northway Youth is funded, Harbour Sisters not this time; Olive recommended and Grace signed."""
    funded, not_funded = (found(session, reference) for reference in ("SCF25-NWAY", "SCF25-TDLD"))
    with as_of(now() - timedelta(days=90)):
        propose(session, funded, Proposal("fund", None, "Strong on every principle."))
        no = Proposal("not_funded", None, "The need is not shown with figures.", "need_evidence")
        propose(session, not_funded, no)
        chosen = {"SCF25-NWAY": 1, "SCF25-TDLD": 1}
        sign(session, round_=funded.round, chosen=chosen, actor=person(session, "grace"))


def found(session: Session, reference: str) -> Application:
    """An application of the world."""
    application = application_by_reference(session, reference)
    assert application is not None
    return application


def propose(session: Session, application: Application, proposal: Proposal) -> None:
    """Olive recommends."""
    recommend(session, application=application, proposal=proposal, revision=0, actor=person(session, "olive"))
