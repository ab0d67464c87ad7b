"""Starting: one application for each organisation and round, however often and by whomever."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.applications.operations import start, withdraw
from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.organisations.models import Organisation
from tests.support.building.applications import person
from tests.support.building.funds import set_up
from tests.support.world import World


def organisation(session: Session, name: str) -> Organisation:
    return session.scalars(select(Organisation).where(Organisation.name == name)).one()


def open_round(session: Session, world: World) -> Round:
    found = round_by_slug(session, world.open_round)
    assert found is not None
    return found


def begin(session: Session, world: World, actor: Actor, name: str = "Lantern Club") -> Application:
    round_ = open_round(session, world)
    return start(session, round_=round_, organisation=organisation(session, name), eligibility={}, actor=actor)


def test_starting_pins_the_form_and_says_so_in_the_audit(session: Session, world: World) -> None:
    made = begin(session, world, person(session, "lena"))
    assert made.reference.startswith("SCF27-")
    assert made.response.form_version_id == made.round.form_version_id
    assert (made.state, made.title, made.requested_pence, made.submitted_at) == ("draft", "", None, None)
    entries = session.execute(select(AuditEntry.action, AuditEntry.actor_name).filter_by(subject=made.reference)).all()
    assert [tuple(entry) for entry in entries] == [("application:started", "Lena Ford")]


def test_starting_twice_and_by_a_colleague_finds_the_same_draft(session: Session, world: World) -> None:
    before = session.scalar(select(func.count()).select_from(Application))
    found = [begin(session, world, person(session, name), "Harbour Sisters") for name in ("amina", "beth", "amina")]
    assert [one.reference for one in found] == [world.draft] * 3
    assert session.scalar(select(func.count()).select_from(Application)) == before


def test_two_who_start_at_the_same_moment_get_the_same_draft(database: Database, world: World) -> None:
    found: list[str] = []
    ready = threading.Barrier(4)

    def press() -> None:
        ready.wait()
        with database.session() as session:
            found.append(begin(session, world, person(session, "lena")).reference)

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(found), len(set(found))) == (4, 1)


def test_a_withdrawn_one_leaves_room_for_another(session: Session, world: World, draft: Application) -> None:
    withdraw(session, application=draft, actor=person(session, "amina"))
    again = begin(session, world, person(session, "amina"), "Harbour Sisters")
    assert again.reference != world.draft
    assert begin(session, world, person(session, "beth"), "Harbour Sisters") is again


def test_a_closed_round_and_one_that_is_not_open_yet_cannot_be_started(session: Session, world: World) -> None:
    closed = round_by_slug(session, world.scoring_round)
    later = set_up(session, "safer-communities-later", 2028, 10, 40)
    assert closed is not None
    lena = person(session, "lena")
    for round_, title in ((closed, "This fund has closed"), (later, "This fund is not open yet")):
        with pytest.raises(Refused) as refused:
            start(
                session,
                round_=round_,
                organisation=organisation(session, "Lantern Club"),
                eligibility={},
                actor=lena,
            )
        assert refused.value.title == title


def test_a_reader_of_the_team_and_strangers_cannot_start(session: Session, world: World) -> None:
    for name in ("vera", "owen", "nell", "olive"):
        with pytest.raises(Forbidden):
            begin(session, world, person(session, name), "Harbour Sisters")


def test_a_group_that_waits_for_membership_may_start(session: Session, world: World) -> None:
    made = begin(session, world, person(session, "lena"))
    assert made.round.closes_at - made.started_at > timedelta(days=19)
