"""The directory of consultees, what each is asked in a round, their links, their advice, and the right of reply."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models import Application
from portal.consultation.states import AdviceState, SummaryState
from portal.core.db import Base
from portal.core.references import new_reference
from portal.funds.models import Round


def _consultee_reference() -> str:
    return new_reference("CE", 6)


def consultation_reference() -> str:
    """A new one; it opens nothing by itself."""
    return new_reference("CN", 6)


class Consultee(Base):
    """Somebody whom the office asks for advice: who, for which body, about which areas and themes.

    `kind` is one of rules.KINDS. Retired ones are asked nothing more; what they said stays.
    """

    __tablename__ = "consultee"
    __table_args__ = (Index("ix_consultee_listed", "retired_at", "kind", "body"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_consultee_reference)
    kind: Mapped[str] = mapped_column(String(20))
    body: Mapped[str] = mapped_column(String(150))
    person: Mapped[str] = mapped_column(String(150))
    email: Mapped[str] = mapped_column(String(320), unique=True)
    retired_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    reach: Mapped[list["ConsulteeReach"]] = relationship(order_by="ConsulteeReach.value", cascade="all, delete-orphan")

    def values(self, kind: str) -> list[str]:
        """The districts (ONS codes) or themes (values of the pack) that are theirs, sorted."""
        return [row.value for row in self.reach if row.kind == kind]


class ConsulteeReach(Base):
    """One district or theme of a consultee."""

    __tablename__ = "consultee_reach"

    consultee_id: Mapped[int] = mapped_column(ForeignKey("consultee.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class Consultation(Base):
    """What one consultee is asked in one round, until `ends_at`. One for each, however often the office asks."""

    __tablename__ = "consultation"
    __table_args__ = (
        UniqueConstraint("consultee_id", "round_id"),
        Index("ix_consultation_round", "round_id", "ends_at"),
        Index("ix_consultation_ends", "ends_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=consultation_reference)
    consultee_id: Mapped[int] = mapped_column(ForeignKey("consultee.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ends_at: Mapped[datetime]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str] = mapped_column(default="")
    finished_at: Mapped[datetime | None]
    consultee: Mapped[Consultee] = relationship()
    round: Mapped[Round] = relationship()
    advice: Mapped[list["Advice"]] = relationship(order_by="Advice.number", back_populates="consultation")


class ConsultationLink(Base):
    """One link that was mailed. Only the hash of its token is kept, so nobody who reads the table can use it."""

    __tablename__ = "consultation_link"
    __table_args__ = (Index("ix_consultation_link_live", "consultation_id", "cancelled_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    consultation: Mapped[Consultation] = relationship()


class Advice(Base):
    """One application that a consultee is asked about, and what they said. Words, never numbers: it is no score.

    `declared_at` is when they said whether they have a link to the group; nothing of the application is shown before.
    `concerns` are for officers alone. A conflict holds no answers.
    """

    __tablename__ = "advice"
    __table_args__ = (
        UniqueConstraint("consultation_id", "application_id"),
        UniqueConstraint("consultation_id", "number"),
        Index("ix_advice_application", "application_id", "state"),
        CheckConstraint(f"state IN ({', '.join(repr(str(one)) for one in AdviceState)})", name="known_state"),
        CheckConstraint(
            "state <> 'conflict' OR (need = '' AND duplicate = '' AND duplicate_who = '' AND concerns = '' "
            "AND anything = '')",
            name="conflict_holds_nothing",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=AdviceState.ASKED)
    declared_at: Mapped[datetime | None]
    need: Mapped[str] = mapped_column(String(20), default="")
    duplicate: Mapped[str] = mapped_column(String(20), default="")
    duplicate_who: Mapped[str] = mapped_column(default="")
    concerns: Mapped[str] = mapped_column(default="")
    anything: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)
    consultation: Mapped[Consultation] = relationship(back_populates="advice")
    application: Mapped[Application] = relationship()


class FactualSummary(Base):
    """What partners said about one application, in the office's words and without names, and the applicant's reply.

    `kinds` are the kinds of body that were asked when it was sent. The reply may come until the end of `due_on`.
    """

    __tablename__ = "factual_summary"
    __table_args__ = (Index("ix_factual_summary_unread", "state", "read_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=SummaryState.DRAFT)
    words: Mapped[str] = mapped_column(default="")
    kinds: Mapped[list[str]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=0)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]
    replied_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    replied_by_name: Mapped[str] = mapped_column(String(200), default="")
    read_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship()
