"""Two people at once on the panel's side: one effect, a readable refusal, nothing lost."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.assessment.models import Assignment, Conflict
from portal.assessment.operations import (
    assign,
    assign_all,
    change_scores,
    declare_no_link,
    declare_round,
    pin_conflict,
    save_scores,
    submit_scores,
)
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.queries import assignment_of, counted_scores
from portal.assessment.rules import Draft
from portal.core.db import Database
from portal.decisions.operations import recommend
from portal.decisions.rules import Proposal
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.at_once import Act, at_once, each_pause
from tests.support.cast import account_named


def found(session: Session, reference: str) -> Application:
    """An application of the test."""
    application = application_by_reference(session, reference)
    assert application is not None
    return application


def test_giving_out_pressed_twice_gives_once(database: Database) -> None:
    with database.session() as session:
        round_ = new_round(session, assessors=1)
        made = [new_application(session, round_).reference for _ in range(4)]

    def press(name: str) -> Act:
        def act(session: Session) -> object:
            pairs = [(found(session, reference), account_named(session, name)) for reference in made]
            return assign_all(session, pairs=pairs, actor=actor_named(session, "olive"))

        return act

    said = at_once(database, first=press("asha"), second=press("asha"), other=press("ben"))
    assert set(said.values()) == {"done"}
    with database.session(read_only=True) as session:
        ids = [found(session, reference).id for reference in made]
        counts = session.execute(
            select(func.count()).where(Assignment.application_id.in_(ids)).group_by(Assignment.application_id)
        )
        assert [count for (count,) in counts] == [1, 1, 1, 1], "as many as were needed, and nobody twice"


def _give(session: Session, reference: str) -> object:
    dev, olive = account_named(session, "dev"), actor_named(session, "olive")
    return assign(session, application=found(session, reference), assessor=dev, actor=olive)


def _pin(session: Session, reference: str) -> object:
    dev, piers = account_named(session, "dev"), actor_named(session, "piers")
    application = found(session, reference)
    return pin_conflict(session, application=application, person=dev, kind="work", text="A job.", actor=piers)


def _declare(session: Session, reference: str) -> object:
    links = {reference: ("family", "My sister.")}
    round_ = found(session, reference).round
    return declare_round(session, round_=round_, links=links, actor=actor_named(session, "dev"))


@pytest.mark.parametrize(
    ("first", "second"), [(_pin, _give), (_declare, _give), (_give, _declare), (_give, _pin), (_pin, _declare)]
)
def test_a_link_recorded_while_it_is_given_out_keeps_the_person_away(
    database: Database, first: Act, second: Act
) -> None:
    """Whatever each of the two has read so far when the other comes between."""

    def build(session: Session) -> str:
        return new_application(session, new_round(session, assessors=1)).reference

    for reference in each_pause(database, build, first, second):
        with database.session(read_only=True) as session:
            application = found(session, reference)
            dev = account_named(session, "dev")
            rows = session.scalars(select(Conflict).where(Conflict.application_id == application.id)).all()
            assert [row.account_id for row in rows] == [dev.id], "one row, whoever came first"
            mine = assignment_of(session, reference, dev.id)
            assert mine is None or mine.state == "conflicted"


def test_scores_sent_while_the_link_is_recorded_do_not_count(database: Database) -> None:
    with database.session() as session:
        application = new_application(session, new_round(session, assessors=1))
        reference = application.reference
        dev = actor_named(session, "dev")
        person, olive = account_named(session, "dev"), actor_named(session, "olive")
        mine = assign(session, application=application, assessor=person, actor=olive)
        declare_no_link(session, assignment=mine, actor=dev)
        drafts = {1: Draft(3, "Fair."), 2: Draft(3, "Fair.")}
        save_scores(session, assignment=mine, drafts=drafts, note="", revision=0, actor=dev)

    def send(session: Session) -> object:
        actor = actor_named(session, "dev")
        own = assignment_of(session, reference, actor.account_id)
        assert own is not None
        return submit_scores(session, assignment=own, actor=actor)

    def pin(session: Session) -> object:
        who, officer = account_named(session, "dev"), actor_named(session, "olive")
        return pin_conflict(
            session, application=found(session, reference), person=who, kind="work", text="A job.", actor=officer
        )

    said = at_once(database, send=send, pin=pin)
    assert said["pin"] == "done" and said["send"] != "stale"
    with database.session(read_only=True) as session:
        application = found(session, reference)
        assert counted_scores(session, [application.id]) == {} and application.state == "assessing"


def test_a_score_changed_while_it_is_recommended_is_either_in_time_or_refused(database: Database) -> None:
    with database.session() as session:
        reference = scored(session, new_application(session, new_round(session, assessors=1)), dev=[3, 3]).reference

    def change(session: Session) -> object:
        actor = actor_named(session, "dev")
        own = assignment_of(session, reference, actor.account_id)
        assert own is not None
        drafts = drafts_of(own) | {1: Draft(5, "I had missed a page.")}
        return change_scores(session, assignment=own, drafts=drafts, why="A page.", revision=own.revision, actor=actor)

    def advise(session: Session) -> object:
        proposal, actor = Proposal("fund", None, "It is good."), actor_named(session, "olive")
        return recommend(session, application=found(session, reference), proposal=proposal, revision=0, actor=actor)

    said = at_once(database, change=change, advise=advise)
    assert said["advise"] == "done"
    with database.session(read_only=True) as session:
        points = [one.points for one in counted_scores(session, [found(session, reference).id]).popitem()[1]]
        late = "This application was recommended or decided, so scores can no longer be changed."
        assert (said["change"], points) in (("done", [5, 3]), (late, [3, 3]))
