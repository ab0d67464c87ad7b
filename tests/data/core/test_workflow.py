"""One move at a time: two who press at once do not both succeed, and every move leaves a line in the log."""

from collections.abc import Iterator
from enum import StrEnum
from threading import Barrier, Thread

import pytest
from sqlalchemy import String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.core.workflow import Label, StateChange, Transition, Workflow


class State(StrEnum):
    """The states of a lamp."""

    OFF = "off"
    ON = "on"
    BROKEN = "broken"


class Tiny(DeclarativeBase):
    """Tables of this file only."""


class Lamp(Tiny):
    """Something with states."""

    __tablename__ = "lamp"
    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(String(20))


LAMP = Workflow(
    "lamp",
    (
        Transition("light", frozenset({State.OFF}), State.ON),
        Transition("break", frozenset({State.OFF, State.ON}), State.BROKEN),
    ),
    {state: Label(f"Switched {state}", "", "") for state in State},
)
ON = "This lamp is switched on. Someone may have changed it since you opened the page."


@pytest.fixture
def lamps(empty_database: Database) -> Iterator[Database]:
    """A database with one lamp, off."""
    Tiny.metadata.create_all(empty_database.engine)
    with empty_database.session() as session:
        session.add(Lamp(id=1, state=State.OFF))
    yield empty_database
    Tiny.metadata.drop_all(empty_database.engine)


def _log(database: Database) -> list[tuple[object, ...]]:
    with database.session(read_only=True) as session:
        rows = session.scalars(select(StateChange).order_by(StateChange.id)).all()
        assert all(abs((now() - row.at).total_seconds()) < 60 for row in rows)
        return [(r.subject_type, r.subject_id, r.move, r.from_state, r.to_state, r.reason, r.actor_id) for r in rows]


def _state(database: Database) -> str:
    with database.session(read_only=True) as session:
        return session.get_one(Lamp, 1).state


def test_moves_are_made_and_logged(lamps: Database) -> None:
    with lamps.session() as session:
        lamp = session.get_one(Lamp, 1)
        LAMP.advance(session, lamp, "light", actor_id=None, reason="It is dark")
        LAMP.advance(session, lamp, "break", actor_id=None)
    assert _state(lamps) == "broken"
    assert _log(lamps) == [
        ("lamp", 1, "light", "off", "on", "It is dark", None),
        ("lamp", 1, "break", "on", "broken", "", None),
    ]


def test_a_move_from_elsewhere_is_refused_in_words_and_changes_nothing(lamps: Database) -> None:
    with lamps.session() as session:
        LAMP.advance(session, session.get_one(Lamp, 1), "light", actor_id=None)
    with lamps.session() as session:
        lamp = session.get_one(Lamp, 1)
        with pytest.raises(Refused) as told:
            LAMP.advance(session, lamp, "light", actor_id=None)
    assert (told.value.reason, _state(lamps), len(_log(lamps))) == (ON, "on", 1)


def test_what_was_read_before_is_read_again(lamps: Database) -> None:
    with lamps.session(read_only=True) as reader:
        old = reader.get_one(Lamp, 1)
    with lamps.session() as session:
        LAMP.advance(session, session.get_one(Lamp, 1), "light", actor_id=None)
    with lamps.session() as session:
        session.add(old)
        assert old.state == "off"
        with pytest.raises(Refused):
            LAMP.advance(session, old, "light", actor_id=None)


def test_a_move_that_is_rolled_back_leaves_no_trace(lamps: Database) -> None:
    with pytest.raises(ZeroDivisionError), lamps.session() as session:
        LAMP.advance(session, session.get_one(Lamp, 1), "light", actor_id=None)
        _ = 1 / 0
    assert (_state(lamps), _log(lamps)) == ("off", [])


def test_of_two_at_once_one_wins_and_the_other_is_told(lamps: Database) -> None:
    rounds = 15
    for _ in range(rounds):
        with lamps.session() as session:
            session.get_one(Lamp, 1).state = State.OFF
        assert sorted(_both_press(lamps)) == ["", ON]
        assert _state(lamps) == "on"
    assert len(_log(lamps)) == rounds


def _both_press(database: Database) -> list[str]:
    barrier, told = Barrier(2), []

    def press() -> None:
        barrier.wait(10)
        try:
            with database.session() as session:
                lamp = session.get_one(Lamp, 1)
                LAMP.advance(session, lamp, "light", actor_id=None)
            told.append("")
        except Refused as error:
            told.append(error.reason)

    people = [Thread(target=press) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(30)
    return told
