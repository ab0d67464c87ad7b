"""Numbered decision notices, which nobody can change, and the delegations by which others sign for the Commissioner."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.decisions.models.deciding import Decision
from portal.decisions.models.promotions import Promotion
from portal.funds.models import Round


class Capacity(StrEnum):
    """In what capacity somebody signs."""

    COMMISSIONER = "commissioner"
    DELEGATE = "delegate"


class Delegation(Base):
    """That somebody may sign in one round for the Commissioner, why, and to which day (London's, that day included).

    It ends when it is withdrawn or the day is over. What was signed under it stands.
    """

    __tablename__ = "delegation"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    delegate_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str]
    until_on: Mapped[date]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    round: Mapped[Round] = relationship()
    delegate: Mapped[Account] = relationship(foreign_keys=[delegate_id])
    given_by: Mapped[Account] = relationship(foreign_keys=[given_by_id])


class NoticeCount(Base):
    """How many notices a year has; one statement counts on, so two who sign at once get two numbers."""

    __tablename__ = "notice_count"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class DecisionNotice(Base):
    """What one signature decided, as anyone may read it once the round is announced. Never changed.

    `year` is the year of signing in London; `number` counts within it, from 1, without gaps. Names and words are
    copies, so that a later change of a name changes no notice. `power` is a key of the pack, `power_words` its words;
    both and `reasons` are empty where nothing was funded. `sha256` is of the UTF-8 bytes of `document`, canonical JSON
    with every line of the list, the power, the reasons and the capacity.
    """

    __tablename__ = "decision_notice"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint(
            "(capacity = 'commissioner' AND delegation_id IS NULL) "
            "OR (capacity = 'delegate' AND delegation_id IS NOT NULL AND delegation_reason <> '')",
            name="delegate_says_why",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    year: Mapped[int]
    number: Mapped[int]
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    fund_title: Mapped[str]
    round_name: Mapped[str]
    signed_at: Mapped[datetime]
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_by_name: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(String(20))
    delegation_id: Mapped[int | None] = mapped_column(ForeignKey("delegation.id"))
    delegation_reason: Mapped[str]
    power: Mapped[str] = mapped_column(String(40))
    power_words: Mapped[str]
    reasons: Mapped[str]
    document: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    round: Mapped[Round] = relationship()
    lines: Mapped[list["NoticeLine"]] = relationship(back_populates="notice", order_by="NoticeLine.id")

    @property
    def signer(self) -> str:
        """Who signed and in what capacity, as every page says it: `Ada Fenn for the Commissioner, because …`."""
        if self.capacity == Capacity.COMMISSIONER:
            return f"{self.signed_by_name}, Commissioner"
        return f"{self.signed_by_name} for the Commissioner, because: {self.delegation_reason}"


class NoticeLine(Base):
    """One decision or one promotion of a notice: whose, for what, with how much (pence), and under which conditions.

    `signer` says who signed and in what capacity, also to those who may not read the rest of the notice.
    """

    __tablename__ = "notice_line"
    __table_args__ = (
        CheckConstraint("(decision_id IS NULL) <> (promotion_id IS NULL)", name="of_one_signature"),
        Index("ix_notice_line_notice_id", "notice_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("decision_notice.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)
    promotion_id: Mapped[int | None] = mapped_column(ForeignKey("promotion.id"), unique=True)
    reference: Mapped[str] = mapped_column(String(20))
    recipient: Mapped[str]
    purpose: Mapped[str]
    outcome: Mapped[str] = mapped_column(String(20))
    amount_pence: Mapped[int]
    conditions: Mapped[str]
    signer: Mapped[str]
    notice: Mapped[DecisionNotice] = relationship(back_populates="lines")
    decision: Mapped[Decision | None] = relationship()
    promotion: Mapped[Promotion | None] = relationship()


make_immutable(DecisionNotice.__table__)
make_immutable(NoticeLine.__table__)
