"""Money for the reserve list: what is proposed, and the promotions that nobody can change."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.decisions.models.deciding import Decision, takes_from_the_budget


class PromotionProposal(Base):
    """An officer's proposal to fund an application of the reserve list. It may change until it is signed.

    `conditions` are one a line. `order_reason` says why others that stand before it have to wait; empty when none do.
    `revision` grows with every change. `stopped_*`: the officer took it back, or the Commissioner sent it back.
    """

    __tablename__ = "promotion_proposal"
    __table_args__ = (CheckConstraint("amount_pence > 0", name="amount_is_money"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    amount_pence: Mapped[int]
    reason: Mapped[str]
    order_reason: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    proposed_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    stopped_at: Mapped[datetime | None]
    stopped_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    stopped_why: Mapped[str] = mapped_column(default="")
    application: Mapped[Application] = relationship()
    proposed_by: Mapped[Account] = relationship(foreign_keys=[proposed_by_id])
    stopped_by: Mapped[Account | None] = relationship(foreign_keys=[stopped_by_id])

    @property
    def open(self) -> bool:
        """Whether it waits for a signature."""
        return self.stopped_at is None


class Promotion(Base):
    """Money that was signed for an application of the reserve list, on top of the decision that put it there.

    `outcome` is fund or fund in part. Whoever proposed it did not sign it.
    """

    __tablename__ = "promotion"
    __table_args__ = (
        CheckConstraint("signed_by_id <> proposed_by_id", name="signed_by_another"),
        CheckConstraint("outcome IN ('fund', 'part_fund') AND amount_pence > 0", name="amount_fits_outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    amount_pence: Mapped[int]
    reason: Mapped[str]
    order_reason: Mapped[str] = mapped_column(default="")
    conditions: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime]
    application: Mapped[Application] = relationship()
    decision: Mapped[Decision] = relationship()
    signed_by: Mapped[Account] = relationship(foreign_keys=[signed_by_id])


make_immutable(Promotion.__table__)
takes_from_the_budget(Promotion.__table__)
