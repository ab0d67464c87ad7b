"""What a group dealt with of last time's feedback, and whether it lets people who score see that."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class Addressed(Base):
    """That a draft's team ticked the feedback on one principle (its key) as dealt with. No row: not ticked."""

    __tablename__ = "addressed"
    __table_args__ = (UniqueConstraint("application_id", "principle"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    principle: Mapped[str] = mapped_column(String(60))
    addressed_at: Mapped[datetime]
    addressed_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))


class SharedChange(Base):
    """Whether people who score this application may see last time's feedback and what changed. No row: no."""

    __tablename__ = "shared_change"

    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), primary_key=True, autoincrement=False)
    agreed: Mapped[bool]
    said_at: Mapped[datetime]
    said_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
