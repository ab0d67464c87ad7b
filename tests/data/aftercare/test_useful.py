"""Whether feedback was useful: one answer for each person, counted by round without names."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.aftercare.models import Useful
from portal.aftercare.operations import say_useful
from portal.aftercare.queries.useful import count_lines, counts, lines, released
from portal.core.db import Database
from portal.core.paging import Paging, page_number
from portal.core.refusal import Forbidden
from portal.feedback.models import Feedback
from portal.feedback.queries import feedback_on
from portal.feedback.states import FeedbackState
from tests.support.at_once import at_once
from tests.support.building.applications import person
from tests.support.world import World


def feedback_of(session: Session, world: World) -> Feedback:
    found = feedback_on(session, world.announced)
    assert found is not None
    return found


def everything() -> Paging:
    return page_number(None, 100)


def test_each_person_of_the_team_has_one_answer_and_may_change_it(session: Session, world: World) -> None:
    feedback = feedback_of(session, world)
    round_id = feedback.application.round_id
    say_useful(session, feedback=feedback, useful=False, line="Too long.", actor=person(session, "amina"))
    say_useful(session, feedback=feedback, useful=True, line="", actor=person(session, "vera"))
    assert counts(session, round_id) == {True: 1, False: 1}
    assert list(lines(session, round_id, everything())) == [(False, "Too long.")]
    say_useful(session, feedback=feedback, useful=True, line="Better now.", actor=person(session, "amina"))
    assert counts(session, round_id) == {True: 2, False: 0}
    assert list(lines(session, round_id, everything())) == [(True, "Better now.")]
    assert count_lines(session, round_id) == 1
    assert released(session, round_id) == (2, 1)


def test_only_the_team_says_it_and_only_once_it_is_released(session: Session, world: World) -> None:
    feedback = feedback_of(session, world)
    for name in ("owen", "olive", "asha"):
        with pytest.raises(Forbidden):
            say_useful(session, feedback=feedback, useful=True, line="", actor=person(session, name))
    feedback.state = FeedbackState.APPROVED
    session.flush()
    with pytest.raises(Forbidden):
        say_useful(session, feedback=feedback, useful=True, line="", actor=person(session, "amina"))


def test_two_presses_at_once_make_one_answer(database: Database, world: World) -> None:
    def press(useful: bool) -> Callable[[Session], object]:
        return lambda session: say_useful(
            session, feedback=feedback_of(session, world), useful=useful, line="", actor=person(session, "amina")
        )

    assert set(at_once(database, yes=press(True), no=press(False), again=press(True)).values()) == {"done"}
    with database.session(read_only=True) as session:
        assert session.scalar(select(func.count(Useful.id))) == 1
