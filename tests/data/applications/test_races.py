"""Two tabs, two people, saving against sending, sending twice: two hundred rounds of each.

Nothing is overwritten unseen, what was acknowledged is there, and one sending leaves one snapshot and one message each.
"""

import json
from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application, Snapshot
from portal.applications.operations import note_saved, reopen, submit
from portal.applications.queries import application_by_reference
from portal.cli.invariants import faults
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.formkit.operations import Saved, Tab, save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.outbox.models import Message
from tests.support.building.applications import person
from tests.support.world import World

ROUNDS = 200


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave, all begun at the same moment; a refusal is its result."""
    barrier, results = Barrier(len(acts)), [None] * len(acts)

    def run(i: int, act: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[i] = act()
        except Refused as refused:
            results[i] = refused

    threads = [Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def draft_in(session: Session, world: World) -> Application:
    found = application_by_reference(session, world.draft)
    assert found is not None
    return found


def save(database: Database, world: World, name: str, words: str, base: int, tab: Tab) -> Saved:
    with database.session() as session:
        application, actor = draft_in(session, world), person(session, name)
        section, _step = form_of(application.response.form_version).place_of["problem"]
        saved = save_answers(
            session,
            response=application.response,
            section=section,
            values={"problem": words},
            base=base,
            actor=actor,
            tab=tab,
        )
        if saved.changed:
            answers = answers_of(session, application.response)
            note_saved(session, application=application, saved=saved, answers=answers, actor=actor)
    return saved


def send(database: Database, world: World) -> int:
    with database.session() as session:
        return submit(session, application=draft_in(session, world), actor=person(session, "amina")).id


def take_back(database: Database, world: World) -> None:
    with database.session() as session:
        reopen(session, application=draft_in(session, world), actor=person(session, "amina"))


def now_saved(database: Database, world: World) -> tuple[str, int]:
    with database.session(read_only=True) as session:
        response = draft_in(session, world).response
        return answers_of(session, response)["problem"], sections_of(session, response)["s4"].revision


@pytest.mark.parametrize("people", [("amina", "amina"), ("amina", "beth")], ids=["two tabs", "two people"])
def test_one_is_saved_and_the_other_is_shown_both_texts(
    database: Database, world: World, people: tuple[str, str]
) -> None:
    for number in range(ROUNDS):
        _words, base = now_saved(database, world)
        texts = [f"{name} {place}, round {number}" for place, name in enumerate(people)]
        savings = [
            partial(save, database, world, name, words, base, Tab(f"tab {place} of {number}", 1))
            for place, (name, words) in enumerate(zip(people, texts, strict=True))
        ]
        one, other = at_once(*savings)
        won, lost = (0, 1) if one.changed else (1, 0)
        (clash,) = (one, other)[lost].clashes
        assert ((one, other)[won].clashes, clash.theirs, clash.mine) == ((), texts[won], texts[lost])
        assert now_saved(database, world) == (texts[won], base + 1)


def test_what_was_acknowledged_before_the_sending_is_sent_and_nothing_after_it(
    database: Database, world: World
) -> None:
    for number in range(ROUNDS):
        before, base = now_saved(database, world)
        words = f"Written in round {number}"
        saved, sent = at_once(
            partial(save, database, world, "beth", words, base, Tab(f"{number}", 1)),
            lambda: send(database, world),
        )
        with database.session(read_only=True) as session:
            document = json.loads(session.get_one(Snapshot, sent).document)
        expected = before if isinstance(saved, Refused) else words
        assert document["answers"]["problem"] == expected == now_saved(database, world)[0]
        take_back(database, world)


def test_two_presses_are_one_sending(database: Database, world: World) -> None:
    for _ in range(ROUNDS):
        one, other = at_once(lambda: send(database, world), lambda: send(database, world))
        assert one == other
        take_back(database, world)
    send(database, world)
    with database.session() as session:
        application = draft_in(session, world)
        numbers = select(Snapshot.number).where(Snapshot.application_id == application.id)
        assert sorted(session.scalars(numbers)) == list(range(1, ROUNDS + 2))
        receipts = select(Message.to_email, func.count()).where(
            Message.template == "application_received", Message.about == application.reference
        )
        told = {row[0]: row[1] for row in session.execute(receipts.group_by(Message.to_email))}
        assert told == dict.fromkeys(("amina@harbour-sisters.example.org", "beth@harbour-sisters.example.org"), 201)
        assert faults(session) == []
