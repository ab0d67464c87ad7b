"""A round with a reserve list, and money that comes late for it."""

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.decisions.models import Promotion, PromotionProposal
from portal.decisions.operations import promote, promotion_line, propose_promotion
from portal.decisions.queries.promotions import proposal_on
from portal.decisions.rules.promotion import Offer
from portal.decisions.rules.signing import list_text
from portal.feedback.operations import release_round
from portal.funds.models import Round
from tests.factories.panel import actor_named, approved, new_application, new_round, recommended, signed
from tests.support.building.decisions import GROUNDS

MODERATED = ApplicationState.MODERATION


def reserve_round(
    session: Session, reserve: int = 2, *, budget_pence: int = 30_000_00, announced: bool = False
) -> tuple[Round, list[Application]]:
    """One funded with £8,000, and so many on the reserve list in the order of their references; all signed."""
    made = new_round(session, budget_pence=budget_pence)
    funded = new_application(session, made, state=MODERATED)
    recommended(session, funded)
    listed = [new_application(session, made, state=MODERATED) for _ in range(reserve)]
    for application in listed:
        recommended(session, application, "reserve")
    signed(session, funded, *listed)
    if announced:
        for application in (funded, *listed):
            approved(session, application)
        release_round(session, round_=made, actor=actor_named(session, "olive"))
    return made, listed


def proposed(
    session: Session,
    application: Application,
    amount_pence: int = 8_000_00,
    *,
    order_reason: str = "",
    conditions: str = "",
    by: str = "olive",
) -> PromotionProposal:
    """An officer's proposal, whatever was proposed before."""
    present = proposal_on(session, application.id)
    return propose_promotion(
        session,
        application=application,
        offer=Offer(amount_pence, "A gift of the county.", order_reason, conditions),
        revision=present.revision if present else 0,
        actor=actor_named(session, by),
    )


def shown_for(session: Session, *applications: Application) -> str:
    """The list of proposals as the page would show it."""
    found = [proposal_on(session, application.id) for application in applications]
    return list_text(promotion_line(proposal) for proposal in found if proposal)


def promoted(session: Session, *applications: Application, by: str = "grace") -> list[Promotion]:
    """The signature under what is proposed for applications of one round."""
    chosen, shown = [one.reference for one in applications], shown_for(session, *applications)
    round_, actor = applications[0].round, actor_named(session, by)
    return promote(session, round_=round_, chosen=chosen, shown=shown, grounds=GROUNDS, actor=actor)
