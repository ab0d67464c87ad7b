"""Funds and rounds, who follows them, what was asked about them, and how the eligibility check went."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.engine.default import DefaultExecutionContext
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.core.references import new_reference
from portal.formkit.models import FormVersion
from portal.funds.states import QuestionState, RoundState


def _question_reference() -> str:
    return new_reference("Q", 6)


def _as_first_said(context: DefaultExecutionContext) -> date:
    """The day that a new round promises its decision for."""
    day: date = context.get_current_parameters()["decision_on"]
    return day


class Fund(Base):
    """A fund: what its money is for. `code` starts the references of its applications (`SCF`)."""

    __tablename__ = "fund"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)
    code: Mapped[str] = mapped_column(String(6), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    one_line: Mapped[str] = mapped_column(String(300))


class Round(Base):
    """One call for applications to a fund, pinned to one published form version.

    `committed_pence` is what signed decisions have taken; a trigger on decisions keeps it, and the check below is
    what makes it impossible to award more than the budget. `content` is the frozen text of the fund's page.
    `shows_by_and_for` is whether people who score see that a group calls itself by-and-for; the fund's page says so.
    `blind` is whether they read without the names of the group and its people, `scores_due_on` their last day;
    with `practise_first` they score the worked examples before anything else. `decision_on` is the day that is promised
    now for decision and feedback, `promised_on` the day that was promised first: no later day changes it.
    """

    __tablename__ = "round"
    __table_args__ = (
        CheckConstraint("committed_pence <= budget_pence", name="within_budget"),
        CheckConstraint("committed_pence >= 0", name="committed_not_negative"),
        CheckConstraint("opens_at < closes_at", name="opens_before_closing"),
        CheckConstraint("min_pence <= max_pence", name="min_not_above_max"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"), index=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    year: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=RoundState.DRAFTING)
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_version.id"))
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    decision_on: Mapped[date]
    promised_on: Mapped[date | None] = mapped_column(default=_as_first_said)
    grant_starts_on: Mapped[date]
    grant_ends_on: Mapped[date]
    min_pence: Mapped[int]
    max_pence: Mapped[int]
    budget_pence: Mapped[int]
    committed_pence: Mapped[int] = mapped_column(default=0)
    members_only: Mapped[bool]
    shows_by_and_for: Mapped[bool] = mapped_column(default=False)
    blind: Mapped[bool] = mapped_column(default=False)
    scores_due_on: Mapped[date | None]
    practise_first: Mapped[bool] = mapped_column(default=False)
    assessors_per_application: Mapped[int]
    content: Mapped[dict[str, Any]]
    announced_at: Mapped[datetime | None]
    fund: Mapped[Fund] = relationship()
    form_version: Mapped[FormVersion] = relationship()
    criteria: Mapped[list["Criterion"]] = relationship(back_populates="round", order_by="Criterion.number")


class Outage(Base):
    """A fault of ours for which a round was given more time: what happened, and the closing time before and after."""

    __tablename__ = "outage"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    words: Mapped[str]
    before_at: Mapped[datetime]
    after_at: Mapped[datetime]
    declared_at: Mapped[datetime]
    declared_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class DecisionDelay(Base):
    """A promise that we could not keep: the day of the decision before and after, and why."""

    __tablename__ = "decision_delay"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    reason: Mapped[str]
    before_on: Mapped[date]
    after_on: Mapped[date]
    told_at: Mapped[datetime]
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Criterion(Base):
    """A commissioning principle as this round scores it: its words, weight, guidance and the answers to look at.

    `descriptors` maps "0" to "5" to what that score means; `look_at` lists question keys of the round's form.
    """

    __tablename__ = "criterion"

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"), index=True)
    key: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    short_name: Mapped[str] = mapped_column(String(80))
    text: Mapped[str]
    weight: Mapped[int] = mapped_column(default=1)
    questions: Mapped[list[Any]]
    look_at: Mapped[list[Any]]
    descriptors: Mapped[dict[str, Any]]
    round: Mapped[Round] = relationship(back_populates="criteria")


class Follower(Base):
    """An address that wants mail about a fund, once its owner has confirmed it.

    `key` is the whole of the address that confirms and stops, so it stands here as it is: every mail carries it, and
    all that it can do is to begin or end mails. Stopping forgets `email` at once; the row stays, so that an old link
    still says that there will be no more mail.
    """

    __tablename__ = "follower"
    __table_args__ = (
        UniqueConstraint("fund_id", "email"),
        CheckConstraint("(email IS NULL) = (stopped_at IS NOT NULL)", name="stopped_is_forgotten"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    fund_id: Mapped[int] = mapped_column(ForeignKey("fund.id"))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str | None] = mapped_column(String(320))
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]
    fund: Mapped[Fund] = relationship()


class RoundQuestion(Base):
    """A question about a round, asked by an address that only officers see; `shown` is what everyone reads.

    `answer` is for everyone when the question is answered, and for the asker alone when it is declined. `digest` is the
    SHA-256 of `text`: the same question sent twice by one address is one question.
    """

    __tablename__ = "round_question"
    __table_args__ = (
        UniqueConstraint("round_id", "email", "digest"),
        CheckConstraint(
            "state = 'asked' OR (answer <> '' AND answered_at IS NOT NULL)",
            name="has_its_answer",
        ),
        CheckConstraint("state <> 'answered' OR shown <> ''", name="answered_is_shown"),
        Index("ix_round_question_round", "round_id", "state", "answered_at"),
        Index("ix_round_question_state", "state", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_question_reference)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    state: Mapped[str] = mapped_column(String(20), default=QuestionState.ASKED)
    email: Mapped[str] = mapped_column(String(320))
    text: Mapped[str]
    digest: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    shown: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    round: Mapped[Round] = relationship()
    answered_by: Mapped[Account | None] = relationship()


class CheckCount(Base):
    """How often the eligibility check of a round ended on a London day with a result: nothing about who it was.

    `question` is empty for whole attempts (`result` pass, warn or stop), and a key for each answer that warned or
    stopped.
    """

    __tablename__ = "check_count"
    __table_args__ = (
        UniqueConstraint("round_id", "day", "question", "result"),
        CheckConstraint("count > 0", name="counted"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    day: Mapped[date]
    question: Mapped[str] = mapped_column(String(60), default="")
    result: Mapped[str] = mapped_column(String(10))
    count: Mapped[int]


class VisitorAct(Base):
    """One thing that a browser did without signing in, for a day: so that floods stop and a second press counts once.

    `visitor` is a keyed hash of the network address, `about` what must not happen twice.
    """

    __tablename__ = "visitor_act"
    __table_args__ = (
        UniqueConstraint("kind", "about"),
        Index("ix_visitor_act_visitor", "kind", "visitor", "at"),
        Index("ix_visitor_act_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    visitor: Mapped[str] = mapped_column(String(64))
    about: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
