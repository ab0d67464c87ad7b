"""News of the Network, whom it is for, and what each person wants to hear."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.core.references import new_reference
from portal.funds.models import Round


def _notice_reference() -> str:
    return new_reference("N", 6)


class Notice(Base):
    """A few words to members, sent once and never changed. For every area or theme of which it names none."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_sent_at", "sent_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_notice_reference)
    title: Mapped[str] = mapped_column(String(120))
    words: Mapped[str]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"))
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    round: Mapped[Round | None] = relationship()
    sent_by: Mapped[Account] = relationship()
    reach: Mapped[list["NoticeReach"]] = relationship()


class NoticeReach(Base):
    """A district (ONS code) or theme (value of the pack) that a notice is for; `kind` as of an organisation's reach."""

    __tablename__ = "notice_reach"

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)


class NoticeChoice(Base):
    """How often one person hears by mail. Nobody without such a row does. `key` is in the link that stops it."""

    __tablename__ = "notice_choice"
    __table_args__ = (Index("ix_notice_choice_often", "often", "account_id"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    often: Mapped[str] = mapped_column(String(10))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    changed_at: Mapped[datetime]
    account: Mapped[Account] = relationship()
    reach: Mapped[list["ChoiceReach"]] = relationship(cascade="all, delete-orphan")


class ChoiceReach(Base):
    """A district or theme that a person wants to hear about; all, where they named none of a kind."""

    __tablename__ = "notice_choice_reach"

    account_id: Mapped[int] = mapped_column(ForeignKey("notice_choice.account_id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    value: Mapped[str] = mapped_column(String(40), primary_key=True)
