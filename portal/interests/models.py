"""What staff and panel members declare that they are part of."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base


class Declaration(Base):
    """One person's declaration; the newest counts, earlier ones stay. None of `interests` means nothing to declare.

    `published_at` is when an officer put it on the public register.
    """

    __tablename__ = "interest_declaration"
    __table_args__ = (Index("ix_interest_declaration_account", "account_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    account: Mapped[Account] = relationship(foreign_keys=[account_id])
    interests: Mapped[list["Interest"]] = relationship(back_populates="declaration", order_by="Interest.id")


class Interest(Base):
    """One thing declared. `kind` is a key of the rules' kinds; `private` ones are counted on the public register only.

    `organisation_id` is the organisation of that name here, so that conflicts can be found by it.
    """

    __tablename__ = "interest"
    __table_args__ = (Index("ix_interest_organisation", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    declaration_id: Mapped[int] = mapped_column(ForeignKey("interest_declaration.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    organisation: Mapped[str] = mapped_column(String(200))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Interests declared"}
    )
    part: Mapped[str] = mapped_column(String(300))
    private: Mapped[bool]
    declaration: Mapped[Declaration] = relationship(back_populates="interests")
