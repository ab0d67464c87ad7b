"""Recommendations, and decisions that nobody can change."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import guard, make_immutable


class Outcome(StrEnum):
    """What can come of an application."""

    FUND = "fund"
    PART_FUND = "part_fund"
    RESERVE = "reserve"
    NOT_FUNDED = "not_funded"


OUTCOME_LABELS = {
    Outcome.FUND: "Fund",
    Outcome.PART_FUND: "Fund in part",
    Outcome.RESERVE: "Reserve list",
    Outcome.NOT_FUNDED: "Not funded this time",
}


class Recommendation(Base):
    """An officer's proposal: outcome, amount and reason. It may change until it is signed.

    `main_reason` is a key of the pack's main reasons, for those not funded. `conditions` are what the money depends on,
    one a line. `revision` grows with every change, so that
    nobody signs another proposal than the one they read. `sent_back_*` is the Commissioner's no to this one.
    """

    __tablename__ = "recommendation"
    __table_args__ = (CheckConstraint("amount_pence >= 0", name="amount_not_negative"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    outcome: Mapped[str] = mapped_column(String(20))
    amount_pence: Mapped[int]
    reason: Mapped[str]
    main_reason: Mapped[str] = mapped_column(String(40), default="")
    conditions: Mapped[str] = mapped_column(default="")
    recommended_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    recommended_at: Mapped[datetime]
    revision: Mapped[int] = mapped_column(default=1)
    sent_back_at: Mapped[datetime | None]
    sent_back_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_back_reason: Mapped[str] = mapped_column(default="")
    application: Mapped[Application] = relationship()
    recommended_by: Mapped[Account | None] = relationship(foreign_keys=[recommended_by_id])
    sent_back_by: Mapped[Account | None] = relationship(foreign_keys=[sent_back_by_id])


class Decision(Base):
    """What was signed: outcome, amount, reason and conditions as recommended, by someone else than recommended it."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("signed_by_id <> recommended_by_id", name="signed_by_another"),
        CheckConstraint(
            "(outcome IN ('fund', 'part_fund') AND amount_pence > 0) "
            "OR (outcome IN ('reserve', 'not_funded') AND amount_pence = 0)",
            name="amount_fits_outcome",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    outcome: Mapped[str] = mapped_column(String(20))
    amount_pence: Mapped[int]
    reason: Mapped[str]
    main_reason: Mapped[str] = mapped_column(String(40), default="")
    conditions: Mapped[str] = mapped_column(default="")
    recommended_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    signed_at: Mapped[datetime]
    application: Mapped[Application] = relationship()
    signed_by: Mapped[Account] = relationship(foreign_keys=[signed_by_id])


def takes_from_the_budget(table: object) -> None:
    """Let each new row of a table take its `amount_pence` from the budget of its round, in the database itself.

    The check on round then refuses what is not there. A migration repeats the trigger.
    """
    assert isinstance(table, Table)
    name = table.name
    commit = "UPDATE round SET committed_pence = committed_pence + NEW.amount_pence WHERE id = NEW.round_id"
    trigger = f"CREATE TRIGGER {name}_commits AFTER INSERT ON {name}"
    guard(
        table,
        {
            "sqlite": [f"{trigger} BEGIN {commit}; END"],
            "postgresql": [
                f"CREATE OR REPLACE FUNCTION commit_{name}() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN {commit}; RETURN NEW; END $$",
                f"{trigger} FOR EACH ROW EXECUTE FUNCTION commit_{name}()",
            ],
        },
    )


make_immutable(Decision.__table__)
takes_from_the_budget(Decision.__table__)
