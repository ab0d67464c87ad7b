"""Answers are counted once, and nothing says who gave them."""

from threading import Thread

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.core.db import Database
from portal.core.refusal import Forbidden
from portal.equality.models import EqualityCount
from portal.equality.operations import count_answers, skip_questions
from portal.equality.queries import counts_of, was_asked
from portal.tables import metadata
from tests.support.building.applications import person
from tests.support.world import World

ANSWERS = {"leaders_women": "yes", "leaders_communities": ["DEI010000", "DEI020000"]}


def application(session: Session, reference: str) -> Application:
    found = application_by_reference(session, reference)
    assert found is not None
    return found


def test_a_second_time_counts_nothing(session: Session, world: World) -> None:
    sent, owen = application(session, world.sent), person(session, "owen")
    count_answers(session, application=sent, answers=ANSWERS, actor=owen)
    count_answers(session, application=sent, answers=ANSWERS, actor=owen)
    counts = counts_of(session, sent.round)
    assert {key: number for key, number in counts.items() if key[1]} == {
        ("leaders_women", "yes"): 1,
        ("leaders_communities", "DEI010000"): 1,
        ("leaders_communities", "DEI020000"): 1,
    }
    assert counts[("leaders_ages", "")] == 1


def test_skipping_counts_nothing_and_is_not_asked_again(session: Session, world: World) -> None:
    sent, owen = application(session, world.sent), person(session, "owen")
    skip_questions(session, application=sent, actor=owen)
    assert was_asked(session, sent)
    count_answers(session, application=sent, answers=ANSWERS, actor=owen)
    assert counts_of(session, sent.round) == {}


def test_no_row_of_any_table_holds_an_answer_beside_a_name(session: Session, world: World) -> None:
    canary = {"leaders_ages": "50_to_64"}
    sent = application(session, world.sent)
    before = {name: _rows(session, name) for name in metadata.tables}
    count_answers(session, application=sent, answers=canary, actor=person(session, "owen"))
    new = {name: [row for row in _rows(session, name) if row not in before[name]] for name in metadata.tables}
    assert {name for name, rows in new.items() if rows} == {"equality_count", "equality_asked"}
    assert new["equality_asked"] == [f"({sent.id},)"]


def _rows(session: Session, name: str) -> list[str]:
    return [str(tuple(row)) for row in session.execute(select(metadata.tables[name]))]


def test_others_and_drafts_are_not_counted(session: Session, world: World) -> None:
    with pytest.raises(Forbidden):
        count_answers(session, application=application(session, world.sent), answers={}, actor=person(session, "amina"))
    with pytest.raises(Forbidden):
        count_answers(
            session, application=application(session, world.draft), answers={}, actor=person(session, "amina")
        )


def test_two_colleagues_who_answer_at_the_same_moment_are_one_answer(database: Database, world: World) -> None:
    def answer() -> None:
        with database.session() as session:
            sent = application(session, world.sent)
            count_answers(session, application=sent, answers=ANSWERS, actor=person(session, "owen"))

    threads = [Thread(target=answer) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session() as session:
        assert session.scalars(select(EqualityCount.number).distinct()).all() == [1]
        assert session.execute(text("SELECT count(*) FROM equality_asked")).scalar() == 1
