"""Assignments and scores."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.assessment.states import AssignmentState
from portal.core.db import Base
from portal.core.immutable import guard, make_immutable
from portal.funds.models import Criterion


class Assignment(Base):
    """One assessor for one application.

    `note` is for their eyes only, `declined_reason` why they gave it back. `tab_key` and `tab_count` name the open page
    that saved last, and which of its savings that was, so that one that arrives late or twice is known.
    """

    __tablename__ = "assignment"
    __table_args__ = (UniqueConstraint("application_id", "assessor_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    assessor_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    state: Mapped[str] = mapped_column(String(20), default=AssignmentState.ASSIGNED)
    assigned_at: Mapped[datetime]
    assigned_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    declared_at: Mapped[datetime | None]
    declined_reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    tab_key: Mapped[str] = mapped_column(String(40), default="")
    tab_count: Mapped[int] = mapped_column(default=0)
    submitted_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship()
    assessor: Mapped[Account] = relationship(foreign_keys=[assessor_id])
    assigned_by: Mapped[Account | None] = relationship(foreign_keys=[assigned_by_id])
    scores: Mapped[list["Score"]] = relationship(back_populates="assignment")


class Score(Base):
    """One assessor's judgement on one principle: 0 to 5 and the reason for it. Blank while it is a draft.

    `cannot` is a key of the rules' `CANNOT` where they give a reason in place of a score.
    """

    __tablename__ = "score"
    __table_args__ = (
        UniqueConstraint("assignment_id", "criterion_id"),
        CheckConstraint("points IS NULL OR (points >= 0 AND points <= 5)", name="points_in_scale"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    points: Mapped[int | None]
    cannot: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(default="")
    saved_at: Mapped[datetime]
    assignment: Mapped[Assignment] = relationship(back_populates="scores")
    criterion: Mapped[Criterion] = relationship()


class ScoreChange(Base):
    """A score that was changed after it was sent: what it was, what it became, and why. Never changed itself.

    `compared` is whether others' scores could be seen by then.
    """

    __tablename__ = "score_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    score_id: Mapped[int] = mapped_column(ForeignKey("score.id"), index=True)
    points_before: Mapped[int | None]
    cannot_before: Mapped[str] = mapped_column(String(20))
    reason_before: Mapped[str]
    points_after: Mapped[int | None]
    cannot_after: Mapped[str] = mapped_column(String(20))
    reason_after: Mapped[str]
    why: Mapped[str]
    compared: Mapped[bool]
    changed_at: Mapped[datetime]
    score: Mapped[Score] = relationship()


make_immutable(ScoreChange.__table__)

# Nobody scores their own group, whatever the code above the database believes.
_OWN_GROUP = (
    "SELECT 1 FROM application JOIN team_member ON team_member.organisation_id = application.organisation_id "
    "WHERE application.id = NEW.application_id AND team_member.account_id = NEW.assessor_id"
)
_REFUSAL = "nobody scores their own group"
guard(
    Assignment.__table__,  # type: ignore[arg-type]
    {
        "sqlite": [
            f"CREATE TRIGGER assignment_own_group_refused BEFORE INSERT ON assignment WHEN EXISTS ({_OWN_GROUP}) "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        ],
        "postgresql": [
            "CREATE OR REPLACE FUNCTION refuse_own_group() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN IF EXISTS ({_OWN_GROUP}) THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; RETURN NEW; END $$",
            "CREATE TRIGGER assignment_own_group_refused BEFORE INSERT ON assignment FOR EACH ROW "
            "EXECUTE FUNCTION refuse_own_group()",
        ],
    },
)
