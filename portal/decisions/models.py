"""Recommendations, scenarios, and decisions that nobody can change."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import guard, make_immutable
from portal.funds.models import Round


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


make_immutable(Decision.__table__)

# Signing takes from the round's budget in the database itself; the check on round refuses what is not there.
_COMMIT = "UPDATE round SET committed_pence = committed_pence + NEW.amount_pence WHERE id = NEW.round_id"
guard(
    Decision.__table__,  # type: ignore[arg-type]
    {
        "sqlite": [f"CREATE TRIGGER decision_commits AFTER INSERT ON decision BEGIN {_COMMIT}; END"],
        "postgresql": [
            "CREATE OR REPLACE FUNCTION commit_decision() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {_COMMIT}; RETURN NEW; END $$",
            "CREATE TRIGGER decision_commits AFTER INSERT ON decision FOR EACH ROW EXECUTE FUNCTION commit_decision()",
        ],
    },
)


class Scenario(Base):
    """A choice of what to fund that somebody saved: its name, why, and the whole of what it stood on. Never changed.

    `document` is canonical JSON text (see `rules.scenarios.document_of`), so that `sha256` of its UTF-8 bytes can be
    computed again; the counts and pence beside it are copies for lists. `query` opens it again on the page of the line.
    """

    __tablename__ = "scenario"
    __table_args__ = (UniqueConstraint("round_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    why: Mapped[str]
    document: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    query: Mapped[str]
    chosen: Mapped[int]
    chosen_pence: Mapped[int]
    left_pence: Mapped[int]
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    saved_by_name: Mapped[str] = mapped_column(String(200))
    round: Mapped[Round] = relationship()


make_immutable(Scenario.__table__)
