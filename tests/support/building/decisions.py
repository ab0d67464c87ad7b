"""What was recommended and signed in the round that is announced."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.core.clock import as_of, now
from portal.decisions.operations import digest_of, recommend, save_scenario, sign
from portal.decisions.queries.line import line_facts
from portal.decisions.rules import Proposal
from portal.decisions.rules.line import Line
from portal.decisions.rules.notices import Grounds
from portal.funds.models import Round
from tests.support.building.applications import person

GROUNDS = Grounds("crime_reduction", "More young people have somewhere safe to go, so fewer are hurt.")


def build(session: Session) -> None:
    """Northway Youth is funded, Harbour Sisters not this time; Olive recommended and Grace signed."""
    funded, not_funded = (found(session, reference) for reference in ("SCF25-NWAY", "SCF25-TDLD"))
    with as_of(now() - timedelta(days=91)):
        tried(session, funded.round)
    with as_of(now() - timedelta(days=90)):
        propose(
            session,
            funded,
            Proposal("fund", None, "Strong on every principle.", conditions="Tell us who the youth worker is."),
        )
        no = Proposal("not_funded", None, "The need is not shown with figures.", "need_evidence")
        propose(session, not_funded, no)
        chosen = {"SCF25-NWAY": 1, "SCF25-TDLD": 1}
        sign(session, round_=funded.round, chosen=chosen, grounds=GROUNDS, actor=person(session, "grace"))


def tried(session: Session, round_: Round) -> None:
    """Olive tried a line and saved it: scenario 1 of the round."""
    line = Line(Decimal("30.0"))
    digest = digest_of(session, round_, line_facts(session, round_), line)[1]
    olive = person(session, "olive")
    save_scenario(session, round_=round_, line=line, name="By score", why="The best first.", seen=digest, actor=olive)


def found(session: Session, reference: str) -> Application:
    """An application of the world."""
    application = application_by_reference(session, reference)
    assert application is not None
    return application


def propose(session: Session, application: Application, proposal: Proposal) -> None:
    """Olive recommends."""
    recommend(session, application=application, proposal=proposal, revision=0, actor=person(session, "olive"))
