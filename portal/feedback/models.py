"""Feedback on an application, principle by principle."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.feedback.states import FeedbackState, PlanState
from portal.funds.models import Criterion, Round


class Feedback(Base):
    """The office's words to one applicant. `changes` lists the one to three changes that matter most.

    `tab_key` and `tab_count` name the open page that saved last, and which saving of it that was.
    """

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=FeedbackState.DRAFT)
    summary: Mapped[str] = mapped_column(default="")
    changes: Mapped[list[Any]]
    revision: Mapped[int] = mapped_column(default=0)
    tab_key: Mapped[str] = mapped_column(String(40), default="", server_default="")
    tab_count: Mapped[int] = mapped_column(default=0, server_default="0")
    drafted_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    released_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship()
    edited_by: Mapped[Account | None] = relationship(foreign_keys=[edited_by_id])
    approved_by: Mapped[Account | None] = relationship(foreign_keys=[approved_by_id])
    principles: Mapped[list["PrincipleFeedback"]] = relationship(
        back_populates="feedback", order_by="PrincipleFeedback.id"
    )


class PrincipleFeedback(Base):
    """What the applicant reads about one principle. `band` is strength, fine or improve, by the pack's score bands.

    `stronger` is what a stronger answer held, in the office's words, never another applicant's.
    """

    __tablename__ = "principle_feedback"
    __table_args__ = (UniqueConstraint("feedback_id", "criterion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    band: Mapped[str] = mapped_column(String(20))
    strong: Mapped[str] = mapped_column(default="")
    missing: Mapped[str] = mapped_column(default="")
    change_first: Mapped[str] = mapped_column(default="")
    stronger: Mapped[str] = mapped_column(default="", server_default="")
    feedback: Mapped[Feedback] = relationship(back_populates="principles")
    criterion: Mapped[Criterion] = relationship()


_WAITS = text("state = 'waiting'")


class PlannedRelease(Base):
    """A round's release that an officer set for an instant (UTC); the worker does it. One at most waits in a round.

    `reason` is why it was refused when its hour came.
    """

    __tablename__ = "planned_release"
    __table_args__ = (
        Index("ix_planned_release_due", "state", "at"),
        Index("uq_planned_release_waiting", "round_id", unique=True, sqlite_where=_WAITS, postgresql_where=_WAITS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=PlanState.WAITING)
    at: Mapped[datetime]
    planned_at: Mapped[datetime]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    round: Mapped[Round] = relationship()
    planned_by: Mapped[Account] = relationship()


class FeedbackTask(Base):
    """Something that an officer does so that one person can take the feedback in: kept at the release, ticked off once.

    `kind` is call, post or language (`rules.needs.Kind`); `detail` is what the person or the group wrote about it.
    """

    __tablename__ = "feedback_task"
    __table_args__ = (
        UniqueConstraint("feedback_id", "account_id", "kind"),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    feedback_id: Mapped[int] = mapped_column(ForeignKey("feedback.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    kind: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(default="")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    done_by_name: Mapped[str] = mapped_column(String(200), default="")
    feedback: Mapped[Feedback] = relationship()
    account: Mapped[Account] = relationship(foreign_keys=[account_id])


class FeedbackCorrection(Base):
    """A correction of a released feedback that is being written: one at most, gone when approved or given up.

    `fields` is the new text by the fields of the editor; `wrong` is what the group reads about the mistake; `tell` asks
    for one mail to the group. Its revision is that of the feedback.
    """

    __tablename__ = "feedback_correction"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"), unique=True)
    fields: Mapped[dict[str, Any]]
    wrong: Mapped[str]
    tell: Mapped[bool]
    edited_at: Mapped[datetime]
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    edited_by: Mapped[Account] = relationship()
    application: Mapped[Application] = relationship()


class FeedbackVersion(Base):
    """The text that a correction replaced, as the group had read it until then (`at`), and what was wrong with it.

    `fields` is by the fields of the editor; `told` says that the group got a mail about the correction.
    """

    __tablename__ = "feedback_version"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    fields: Mapped[dict[str, Any]]
    wrong: Mapped[str]
    told: Mapped[bool]
    at: Mapped[datetime]
    corrected_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    approved_by_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    corrected_by: Mapped[Account] = relationship(foreign_keys=[corrected_by_id])
    approved_by: Mapped[Account] = relationship(foreign_keys=[approved_by_id])


make_immutable(FeedbackVersion.__table__)
