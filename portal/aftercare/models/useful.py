"""What readers think of their feedback."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class Useful(Base):
    """What one person of a team says about one feedback: useful or not, and a line. No row: said nothing."""

    __tablename__ = "useful"
    __table_args__ = (UniqueConstraint("feedback_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    useful: Mapped[bool]
    line: Mapped[str] = mapped_column(String(300), default="")
    said_at: Mapped[datetime]
