"""What a group was told before the release: that its application cannot be considered. Never changed."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.models.application import Application
from portal.core.db import Base
from portal.core.immutable import make_immutable


class EarlyAnswer(Base):
    """The one answer that comes before its round is announced: `words` as they were read, and what else could help.

    `helps` is a list of {text, href}, copied from the pack as it was then.
    """

    __tablename__ = "early_answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    words: Mapped[str]
    helps: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    told_at: Mapped[datetime]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    application: Mapped[Application] = relationship()


make_immutable(EarlyAnswer.__table__)
