"""Links between people who score and groups: declared, recorded by an officer, suggested and dismissed."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base


class Conflict(Base):
    """A person's link to an application. While it stands, the application does not exist for them.

    `pinned` is one that an officer recorded, which the person cannot undo; `late` one that came after they could read.
    A lifted one stays as a row; when the link is declared again, the same row counts again.
    """

    __tablename__ = "conflict"
    __table_args__ = (UniqueConstraint("application_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    text: Mapped[str]
    pinned: Mapped[bool]
    late: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    lifted_reason: Mapped[str] = mapped_column(default="")
    application: Mapped[Application] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])

    @property
    def stands(self) -> bool:
        """Whether it keeps the person away."""
        return self.lifted_at is None


class Dismissal(Base):
    """A suggested link that an officer looked into and found to be none. `ground` says what had suggested it."""

    __tablename__ = "suggestion_dismissal"
    __table_args__ = (UniqueConstraint("application_id", "account_id", "ground"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ground: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str]
    dismissed_at: Mapped[datetime]
    dismissed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class RoundDeclaration(Base):
    """A person went through the groups of a round and said where they have a link; the others they have none to."""

    __tablename__ = "round_declaration"
    __table_args__ = (UniqueConstraint("round_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]
