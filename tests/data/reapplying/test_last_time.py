"""Feedback carried into the next application: ticks, consent, and who sees what changed."""

from collections.abc import Callable

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.operations import copy_forward, withdraw
from portal.applications.queries import application_by_reference
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.queries import feedback_on
from portal.feedback.states import FeedbackState
from portal.funds.queries import round_by_slug
from portal.reapplying.operations import share_change, tick
from portal.reapplying.queries import changed_since, last_time, ticked_in
from tests.data.applications.saying import answer
from tests.support.at_once import at_once
from tests.support.building.applications import person
from tests.support.world import World


def application_at(session: Session, reference: str) -> Application:
    found = application_by_reference(session, reference)
    assert found is not None
    return found


def begun(session: Session, world: World) -> Application:
    """A draft of Harbour Sisters in the open round that began from the application they had feedback on."""
    amina = person(session, "amina")
    withdraw(session, application=application_at(session, world.draft), actor=amina)
    round_ = round_by_slug(session, world.open_round)
    assert round_ is not None
    source = application_at(session, world.announced)
    return copy_forward(session, source=source, round_=round_, actor=amina)[0]


@pytest.fixture
def draft(session: Session, world: World) -> Application:
    return begun(session, world)


@pytest.fixture
def amina(session: Session) -> Actor:
    return person(session, "amina")


def test_the_released_feedback_stands_beside_the_questions_that_count(
    session: Session, world: World, draft: Application
) -> None:
    found = last_time(session, draft)
    assert found is not None
    feedback = feedback_on(session, world.announced)
    assert feedback is not None
    assert (found.reference, found.done, found.agreed) == (world.announced, 0, None)
    assert {note.principle: note.change_first for note in found.notes} == {
        row.criterion.key: row.change_first for row in feedback.principles
    }
    looked_at = {criterion.key: criterion.look_at for criterion in draft.round.criteria}
    for note in found.notes:
        assert note.looks_at
        assert note.looks_at <= set(looked_at[note.principle])


def test_nothing_is_carried_that_is_not_released(session: Session, world: World, draft: Application) -> None:
    feedback = feedback_on(session, world.announced)
    assert feedback is not None
    feedback.state = FeedbackState.APPROVED
    session.flush()
    assert last_time(session, draft) is None


def test_a_draft_that_did_not_begin_as_a_copy_has_none(session: Session, world: World, amina: Actor) -> None:
    own = application_at(session, world.draft)
    assert last_time(session, own) is None
    tick(session, application=own, shown=["evidence"], done=["evidence"], actor=amina)
    assert ticked_in(session, own) == set()
    with pytest.raises(Refused):
        share_change(session, application=own, agreed=True, actor=amina)


def test_ticks_are_kept_and_taken_back_page_by_page(session: Session, draft: Application, amina: Actor) -> None:
    found = last_time(session, draft)
    assert found is not None
    first, second = (note.principle for note in found.notes[:2])
    tick(session, application=draft, shown=[first, second], done=[first, second], actor=amina)
    tick(session, application=draft, shown=[second], done=[], actor=amina)
    assert ticked_in(session, draft) == {first}
    again = last_time(session, draft)
    assert again is not None
    assert again.done == 1
    written = select(func.count()).where(AuditEntry.action == "application:feedback-addressed")
    assert session.scalar(written) == 2
    tick(session, application=draft, shown=[first], done=[first], actor=amina)
    assert session.scalar(written) == 2, "nothing changed, so nothing is written down"


def test_only_the_writers_of_the_team_tick_and_only_before_it_is_sent(
    session: Session, draft: Application, amina: Actor
) -> None:
    for name in ("vera", "owen", "olive"):
        with pytest.raises(Forbidden):
            tick(session, application=draft, shown=["evidence"], done=["evidence"], actor=person(session, name))
        with pytest.raises(Forbidden):
            share_change(session, application=draft, agreed=True, actor=person(session, name))
    draft.state = ApplicationState.SUBMITTED
    session.flush()
    for act in (
        lambda: tick(session, application=draft, shown=["evidence"], done=["evidence"], actor=amina),
        lambda: share_change(session, application=draft, agreed=True, actor=amina),
    ):
        with pytest.raises(Refused):
            act()


def test_people_who_score_see_what_changed_only_if_the_group_agreed(
    session: Session, draft: Application, amina: Actor
) -> None:
    answer(session, draft, "problem", "This year it is another problem.", amina)
    assert changed_since(session, draft) == {}, "nobody was asked yet"
    share_change(session, application=draft, agreed=True, actor=amina)
    found = changed_since(session, draft)
    labels = {before.label for one in found.values() for before in one.before}
    assert labels == {"What problem will you tackle?", "What are the main steps?"}, "written anew, and no old dates"
    assert any(one.before for one in found.values())
    assert any(not one.before for one in found.values())
    share_change(session, application=draft, agreed=False, actor=amina)
    assert changed_since(session, draft) == {}


def test_a_blind_round_shows_nothing_though_the_group_agreed(
    session: Session, draft: Application, amina: Actor
) -> None:
    share_change(session, application=draft, agreed=True, actor=amina)
    assert changed_since(session, draft) != {}
    draft.round.blind = True
    session.flush()
    assert changed_since(session, draft) == {}


def test_as_many_queries_for_one_tick_as_for_eight(session: Session, draft: Application, amina: Actor) -> None:
    share_change(session, application=draft, agreed=True, actor=amina)

    def statements(act: Callable[[], object]) -> int:
        session.flush()
        session.expire_all()
        application_by_reference(session, draft.reference)
        seen: list[str] = []
        note = lambda _c, _cursor, statement, *_: seen.append(statement)  # noqa: E731 - an event needs a callable
        event.listen(session.get_bind(), "before_cursor_execute", note)
        act()
        event.remove(session.get_bind(), "before_cursor_execute", note)
        return len(seen)

    none = statements(lambda: changed_since(session, draft))
    found = last_time(session, draft)
    assert found is not None
    every = [note.principle for note in found.notes]
    tick(session, application=draft, shown=every, done=every, actor=amina)
    assert statements(lambda: changed_since(session, draft)) == none <= 14


def test_two_people_tick_at_once_and_both_count(database: Database, world: World) -> None:
    with database.session() as session:
        reference = begun(session, world).reference
        found = last_time(session, application_at(session, reference))
        assert found is not None
        first, second = (note.principle for note in found.notes[:2])

    def press(name: str, principle: str) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            application = application_at(session, reference)
            return tick(
                session, application=application, shown=[principle], done=[principle], actor=person(session, name)
            )

        return act

    said = at_once(database, one=press("amina", first), other=press("beth", second), twice=press("amina", first))
    assert set(said.values()) == {"done"}
    with database.session(read_only=True) as session:
        assert ticked_in(session, application_at(session, reference)) == {first, second}
