"""What one reader must not hear of, left out of everything that their session reads.

A page that forgot to ask would tell. So the session itself adds the criteria to every SELECT of mapped rows: lists,
counts, joins, subqueries and what is loaded later. Rows under a lock that are read again (`session.refresh`) stay.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, event
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria

_KEY = "hidden"


@dataclass(frozen=True)
class Hidden:
    """What is left out: applications by id and by reference, and ids of rounds to which one of them was sent."""

    ids: frozenset[int] = frozenset()
    references: frozenset[str] = frozenset()
    rounds: frozenset[int] = frozenset()
    criteria: Sequence[Any] = field(default=(), compare=False)


_NOTHING = Hidden()
Rule = Callable[[Hidden], ColumnElement[bool]]
_RULES: dict[type[Any], Rule] = {}


def left_out_by(model: type[Any], rule: Rule) -> None:
    """Say by which rule rows of `model` may be read that name an application by words, not by a key."""
    _RULES[model] = rule


def hide(session: Session, hidden: Hidden, rules: Sequence[tuple[type[Any], Rule]]) -> None:
    """From now on this session reads nothing of what is hidden. `rules` are those of tables with a key."""
    criteria = _criteria(hidden, (*rules, *_RULES.items()))
    session.info[_KEY] = Hidden(hidden.ids, hidden.references, hidden.rounds, criteria)


@lru_cache(maxsize=256)  # one for each person with a link: making them takes longer than a short page
def _criteria(hidden: Hidden, rules: Sequence[tuple[type[Any], Rule]]) -> Sequence[Any]:
    return [with_loader_criteria(model, rule(hidden), include_aliases=True) for model, rule in rules]


def hidden_in(session: Session) -> Hidden:
    """What the reader of this session must not hear of; nothing when nothing was said."""
    found: Hidden = session.info.get(_KEY, _NOTHING)
    return found


@contextmanager
def whole(session: Session) -> Iterator[None]:
    """Read everything in this block, for what must be true for a whole round. Nothing of it may be shown."""
    before = session.info.pop(_KEY, None)
    try:
        yield
    finally:
        if before is not None:
            session.info[_KEY] = before


@event.listens_for(Session, "do_orm_execute")
def _leave_out(state: ORMExecuteState) -> None:
    hidden = hidden_in(state.session)
    if hidden.ids and state.is_select and not state.is_column_load and not state.is_relationship_load:
        state.statement = state.statement.options(*hidden.criteria)
