"""Reading the reserve list of a round in its order, with what is proposed and what is promoted."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application
from portal.decisions.models import Outcome, Promotion, PromotionProposal
from portal.decisions.queries import Ranked, application_to_decide, ranking
from portal.decisions.queries.results import result_on
from portal.decisions.rules.promotion import Place
from portal.funds.models import Round


@dataclass(frozen=True)
class Reserved:
    """One application that was signed for the reserve list: its place there, and what became of it since."""

    place: int
    row: Ranked
    proposal: PromotionProposal | None
    promotion: Promotion | None

    @property
    def application(self) -> Application:
        """Whose place it is."""
        return self.row.application

    @property
    def proposed(self) -> bool:
        """Whether its promotion waits for a signature."""
        return self.promotion is None and self.proposal is not None and self.proposal.open


def reserve_list(session: Session, round_: Round) -> list[Reserved]:
    """Everyone who was signed for the reserve list, the best total first, in a constant number of queries."""
    rows = [row for row in ranking(session, round_) if row.result and row.result.decision.outcome == Outcome.RESERVE]
    wanted = select(PromotionProposal).where(PromotionProposal.application_id.in_([row.application.id for row in rows]))
    wanted = wanted.options(joinedload(PromotionProposal.proposed_by), joinedload(PromotionProposal.stopped_by))
    found = session.scalars(wanted.execution_options(populate_existing=True))
    proposals = {proposal.application_id: proposal for proposal in found}
    return [
        Reserved(place, row, proposals.get(row.application.id), row.result.promotion if row.result else None)
        for place, row in enumerate(rows, 1)
    ]


def places_of(reserved: Collection[Reserved], beside: Collection[str] | None = None) -> list[Place]:
    """The places for the rules. Provided for are those promoted and those `beside`: all that are proposed, if None."""
    return [
        Place(
            one.application.reference,
            one.application.title,
            one.promotion is not None or (one.proposed if beside is None else one.application.reference in beside),
        )
        for one in reserved
    ]


def proposal_on(session: Session, application_id: int) -> PromotionProposal | None:
    """What is proposed for an application of the reserve list, or was."""
    wanted = select(PromotionProposal).where(PromotionProposal.application_id == application_id)
    wanted = wanted.options(joinedload(PromotionProposal.proposed_by), joinedload(PromotionProposal.stopped_by))
    return session.scalar(wanted.execution_options(populate_existing=True))


def application_in_reserve(session: Session, reference: str) -> Application | None:
    """An application that was signed for the reserve list, promoted since or not."""
    found = application_to_decide(session, reference)
    result = result_on(session, found.id) if found else None
    return found if result and result.decision.outcome == Outcome.RESERVE else None


def promotions_waiting(session: Session) -> dict[int, tuple[int, int]]:
    """How many promotions wait for a signature, and how many pence they come to, by round id."""
    rows = session.execute(
        select(Application.round_id, func.count(), func.sum(PromotionProposal.amount_pence))
        .join(PromotionProposal, PromotionProposal.application_id == Application.id)
        .outerjoin(Promotion, Promotion.application_id == Application.id)
        .where(PromotionProposal.stopped_at.is_(None), Promotion.id.is_(None))
        .group_by(Application.round_id)
    )
    return {round_id: (count, pence) for round_id, count, pence in rows}
