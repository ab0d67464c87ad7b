"""Text kept for a person whose sign-in ended while they were typing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class KeptText(Base):
    """The fields of one POST that could not be carried out, for its sender's eyes, for one day.

    `fields` is a list of [name, value] pairs in the order of the form, without passwords, codes and tokens.
    """

    __tablename__ = "kept_text"
    __table_args__ = (Index("ix_kept_text_created", "created_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]]
    created_at: Mapped[datetime]
