"""Two people at once: at the same moment, or one coming between any two statements of the other."""

from collections.abc import Callable, Iterator
from itertools import count
from threading import Barrier, Event, Thread
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.core.clash import Stale
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused

Act = Callable[..., object]
HELD_UP = 0.1
"""Seconds after which somebody who waits for a lock is taken to wait until the other has finished."""


def at_once(database: Database, **acts: Act) -> dict[str, str]:
    """Do all of these in transactions of their own at the same moment. Out: what became of each."""
    start, said = Barrier(len(acts), timeout=20), dict[str, str]()

    def run(name: str) -> None:
        start.wait()
        said[name] = _outcome(database, acts[name])

    threads = [Thread(target=run, args=(name,)) for name in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
        assert not thread.is_alive(), "somebody waits for ever"
    assert set(said) == set(acts), f"something else went wrong: {said}"
    return said


def each_pause(database: Database, build: Callable[[Session], str], first: Act, second: Act) -> Iterator[str]:
    """Let `second` happen after the first, the second, ... the last statement of `first`, each time on something new.

    `build` makes what both act on and gives its reference; both take (session, reference). Out: each reference, when
    both acts are over.
    """
    for number in count(1):
        with database.session() as session:
            reference = build(session)
        paused = _with_one_between(database, reference, number, first, second)
        yield reference
        if not paused:
            assert number > 3, "there was nothing to come between"
            return


def _with_one_between(database: Database, reference: str, number: int, first: Act, second: Act) -> bool:
    """Whether `first` had that many statements, so that `second` came between."""
    reached, go_on, said = Event(), Event(), dict[str, str]()

    def act_with_pause(session: Session) -> None:
        seen = count(1)

        def pause(*_statement: Any) -> None:
            if next(seen) == number:
                reached.set()
                go_on.wait(timeout=20)

        connection = session.connection()
        event.listen(connection, "after_cursor_execute", pause)
        first(session, reference)
        session.flush()
        event.remove(connection, "after_cursor_execute", pause)

    def run_first() -> None:
        said["first"] = _outcome(database, act_with_pause)
        reached.set()

    def run_second() -> None:
        said["second"] = _outcome(database, lambda session: second(session, reference))

    one, other = Thread(target=run_first), Thread(target=run_second)
    one.start()
    assert reached.wait(timeout=20)
    paused = "first" not in said
    other.start()
    other.join(timeout=HELD_UP)
    go_on.set()
    for thread in (one, other):
        thread.join(timeout=40)
        assert not thread.is_alive(), "somebody waits for ever"
    assert set(said) == {"first", "second"}, f"something else went wrong after statement {number}: {said}"
    return paused


def _outcome(database: Database, act: Act) -> str:
    try:
        with database.session() as session:
            act(session)
        return "done"
    except Stale:
        return "stale"
    except Forbidden:
        return "forbidden"
    except Refused as refused:
        return refused.reason
