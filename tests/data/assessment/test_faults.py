"""Cut off after any statement, an act of the panel's side has not happened; tried again, it happens once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.applications.states import ApplicationState
from portal.assessment.operations import (
    assign_all,
    change_scores,
    declare_no_link,
    declare_round,
    pin_conflict,
    save_scores,
    submit_scores,
)
from portal.assessment.operations.scoring import drafts_of
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.core.db import Database
from portal.decisions.operations import recommend, sign
from portal.decisions.queries import recommendation_on
from portal.decisions.rules import Proposal
from portal.feedback.operations import release_round
from portal.tables import metadata
from tests.factories.panel import actor_named, approved, new_application, new_round, recommended, scored, signed
from tests.factories.promotion import promoted, proposed, reserve_round
from tests.support.building.decisions import GROUNDS
from tests.support.cast import account_named

Act = Callable[[Session, list[str]], object]
MODERATED = ApplicationState.MODERATION


class Cut(Exception):
    """The machine went away."""


def found(session: Session, reference: str) -> Application:
    """An application of the test."""
    application = application_by_reference(session, reference)
    assert application is not None
    return application


def _two(session: Session) -> list[Application]:
    round_ = new_round(session, assessors=1)
    return [new_application(session, round_) for _ in range(2)]


def _half_scored(session: Session) -> list[Application]:
    made = _two(session)
    dev, actor = account_named(session, "dev"), actor_named(session, "dev")
    assign_all(session, pairs=[(made[0], dev)], actor=actor_named(session, "olive"))
    mine = assignment_of(session, made[0].reference, dev.id)
    assert mine is not None
    declare_no_link(session, assignment=mine, actor=actor)
    drafts = {1: Draft(3, "Fair."), 2: Draft(4, "Good.")}
    save_scores(session, assignment=mine, drafts=drafts, note="", revision=0, actor=actor)
    return made


def _sent(session: Session) -> list[Application]:
    return [scored(session, application, dev=[3, 3]) for application in _two(session)]


def _to_sign(session: Session) -> list[Application]:
    round_ = new_round(session, budget_pence=50_000_00)
    made = [new_application(session, round_, state=MODERATED) for _ in range(2)]
    for application in made:
        recommended(session, application)
    return made


def _to_release(session: Session) -> list[Application]:
    made = _to_sign(session)
    signed(session, *made)
    for application in made:
        approved(session, application)
    return made


def _to_promote(session: Session) -> list[Application]:
    _round, listed = reserve_round(session, announced=True)
    for application in listed:
        proposed(session, application)
    return listed


def _assign(session: Session, made: list[str]) -> object:
    people = [account_named(session, name) for name in ("asha", "ben")]
    pairs = [(found(session, reference), person) for reference, person in zip(made, people, strict=True)]
    return assign_all(session, pairs=pairs, actor=actor_named(session, "olive"))


def _declare(session: Session, made: list[str]) -> object:
    links = {made[1]: ("work", "I was a trustee.")}
    round_ = found(session, made[0]).round
    return declare_round(session, round_=round_, links=links, actor=actor_named(session, "dev"))


def _pin(session: Session, made: list[str]) -> object:
    dev, olive = account_named(session, "dev"), actor_named(session, "olive")
    application = found(session, made[0])
    return pin_conflict(session, application=application, person=dev, kind="money", text="A loan.", actor=olive)


def _lock(session: Session, made: list[str]) -> object:
    actor = actor_named(session, "dev")
    mine = assignment_of(session, made[0], actor.account_id)
    assert mine is not None
    return submit_scores(session, assignment=mine, actor=actor)


def _change(session: Session, made: list[str]) -> object:
    actor = actor_named(session, "dev")
    mine = assignment_of(session, made[0], actor.account_id)
    assert mine is not None
    drafts = drafts_of(mine) | {1: Draft(1, "I had missed a page.")}
    return change_scores(session, assignment=mine, drafts=drafts, why="A page.", revision=mine.revision, actor=actor)


def _recommend(session: Session, made: list[str]) -> object:
    proposal = Proposal("fund", None, "It is good.")
    actor = actor_named(session, "olive")
    return recommend(session, application=found(session, made[0]), proposal=proposal, revision=0, actor=actor)


def _sign(session: Session, made: list[str]) -> object:
    applications = [found(session, reference) for reference in made]
    rows = [recommendation_on(session, one.id) for one in applications]
    chosen = {one.reference: row.revision for one, row in zip(applications, rows, strict=True) if row}
    return sign(
        session, round_=applications[0].round, chosen=chosen, grounds=GROUNDS, actor=actor_named(session, "grace")
    )


def _release(session: Session, made: list[str]) -> object:
    return release_round(session, round_=found(session, made[0]).round, actor=actor_named(session, "olive"))


def _propose_promotion(session: Session, made: list[str]) -> object:
    return proposed(session, found(session, made[0]), 3_000_00)


def _promote(session: Session, made: list[str]) -> object:
    return promoted(session, *(found(session, reference) for reference in made))


ACTS: dict[str, tuple[Callable[[Session], list[Application]], Act]] = {
    "assign": (_two, _assign),
    "declare": (_half_scored, _declare),
    "record a link": (_sent, _pin),
    "lock": (_half_scored, _lock),
    "change": (_sent, _change),
    "recommend": (_sent, _recommend),
    "sign": (_to_sign, _sign),
    "release": (_to_release, _release),
    "propose money for the reserve list": (_to_promote, _propose_promotion),
    "promote": (_to_promote, _promote),
}


@pytest.mark.parametrize("name", ACTS)
def test_cut_off_after_any_statement_nothing_has_happened(database: Database, name: str) -> None:
    build, act = ACTS[name]
    with database.session() as session:
        made = [application.reference for application in build(session)]
    before = contents(database)
    statements = 0
    with database.open() as session, counting(session) as seen:
        act(session, made)
        session.flush()
        statements = len(seen)
        session.rollback()
    assert statements > 3 and contents(database) == before
    for number in range(1, statements + 1):
        with pytest.raises(Cut), database.session() as session, counting(session, cut_after=number):
            act(session, made)
            session.flush()
        assert contents(database) == before, f"after statement {number} of {statements}"
    with database.session() as session:
        act(session, made)
    assert contents(database) != before


@contextmanager
def counting(session: Session, cut_after: int | None = None) -> Iterator[list[str]]:
    """Every statement of the session; after number `cut_after` the act ends as if its process had died."""
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)
        if len(seen) == cut_after:
            raise Cut

    engine = session.get_bind()
    event.listen(engine, "after_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "after_cursor_execute", note)


def contents(database: Database) -> dict[str, list[str]]:
    """Every row of every table that these acts may touch."""
    names = ("application", "assignment", "score", "score_change", "conflict", "round_declaration", "round", "decision",
             "recommendation", "promotion", "promotion_proposal", "feedback", "message", "audit_entry",
             "state_change")  # fmt: skip
    with database.session(read_only=True) as session:
        return {
            name: sorted(map(repr, session.execute(select(metadata.tables[name])).all()))
            for name in names
            if name in metadata.tables
        }
