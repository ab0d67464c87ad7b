"""States and the moves between them: one small engine for every domain.

A workflow says which moves there are. `advance` makes one: it locks the row, checks where it stands, sets the new
state and writes the log. What else a move does stays visible in the operation that calls it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.core.clock import now
from portal.core.db import Base
from portal.core.refusal import Refused


@dataclass(frozen=True)
class Transition:
    """A move: its name (a verb), the states it starts from and the one it ends in."""

    name: str
    sources: frozenset[StrEnum]
    target: StrEnum


@dataclass(frozen=True)
class Label:
    """What a state is called: for staff, for the applicant, for the public."""

    staff: str
    applicant: str
    public: str


class StateChange(Base):
    """The log of every move: what it was about, from where to where, by whom, when and why."""

    __tablename__ = "state_change"
    __table_args__ = (Index("ix_state_change_subject", "subject_type", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    move: Mapped[str] = mapped_column(String(40))
    from_state: Mapped[str] = mapped_column(String(40))
    to_state: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]


@dataclass(frozen=True)
class Workflow:
    """The moves of one kind of thing. `subject` names it in the log and in refusals."""

    subject: str
    transitions: tuple[Transition, ...]
    labels: Mapping[StrEnum, Label]

    def transition(self, name: str) -> Transition:
        """The move of that name; KeyError when there is none."""
        return {move.name: move for move in self.transitions}[name]

    def allows(self, state: StrEnum | str, name: str) -> bool:
        """Whether the move may start from that state."""
        return state in self.transition(name).sources

    def advance(self, session: Session, subject: Any, name: str, *, actor_id: int | None, reason: str = "") -> None:
        """Make the move on `subject` (a model with `id` and `state`), or raise Refused with its present state.

        The row is locked and read again first, so that of two people who press at once only one succeeds.
        """
        session.refresh(subject, ["state"], with_for_update=True)
        move = self.transition(name)
        if subject.state not in move.sources:
            label = self.labels[type(move.target)(subject.state)].staff.lower()
            raise Refused(f"This {self.subject} is {label}. Someone may have changed it since you opened the page.")
        session.add(
            StateChange(
                subject_type=self.subject,
                subject_id=subject.id,
                move=name,
                from_state=subject.state,
                to_state=move.target,
                reason=reason,
                actor_id=actor_id,
                at=now(),
            )
        )
        subject.state = move.target
        session.flush()
