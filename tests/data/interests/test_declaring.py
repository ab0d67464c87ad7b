"""Declaring, publishing and being reminded."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.interests.models import Declaration
from portal.interests.operations import declare, publish, remind, rows_of
from portal.interests.queries import declaration_of, standings
from portal.interests.rules import Row
from portal.organisations.queries import organisation_by_reference
from portal.outbox.models import Message
from tests.factories.panel import actor_named
from tests.support.world import World

ROWS = [
    Row("trustee", "lantern club", "Chair"),
    Row(),
    Row("family", "A refuge", "My sister works there", private=True),
]


@pytest.fixture
def asha(session: Session) -> Actor:
    return actor_named(session, "asha")


def test_it_keeps_what_was_said_finds_the_organisation_and_audits_only_how_many(
    session: Session, asha: Actor, world: World
) -> None:
    made = declare(session, rows=ROWS, nothing=False, actor=asha)
    assert rows_of(made) == [ROWS[0], ROWS[2]]
    lantern = organisation_by_reference(session, world.lantern)
    assert lantern is not None
    assert [one.organisation_id for one in made.interests] == [lantern.id, None]
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "interests:declared")).one()
    assert entry.detail == {"count": 2}


def test_pressed_twice_it_is_one_and_a_later_one_replaces_it(session: Session, asha: Actor) -> None:
    first = declare(session, rows=ROWS, nothing=False, actor=asha)
    assert declare(session, rows=ROWS, nothing=False, actor=asha) is first
    later = declare(session, rows=[], nothing=True, actor=asha)
    assert declaration_of(session, asha.account_id) is later and later.interests == []
    assert session.get(Declaration, first.id) is first, "the earlier one stays"


def test_wrong_rows_and_applicants_are_refused(session: Session, asha: Actor) -> None:
    with pytest.raises(Refused):
        declare(session, rows=[Row("job")], nothing=False, actor=asha)
    with pytest.raises(Forbidden):
        declare(session, rows=[], nothing=True, actor=actor_named(session, "amina"))


def test_an_officer_publishes_the_newest_only(session: Session, asha: Actor) -> None:
    old = declare(session, rows=ROWS, nothing=False, actor=asha)
    new = declare(session, rows=[], nothing=True, actor=asha)
    olive = actor_named(session, "olive")
    with pytest.raises(Refused, match="declared again"):
        publish(session, declaration=old, actor=olive)
    with pytest.raises(Forbidden):
        publish(session, declaration=new, actor=asha)
    publish(session, declaration=new, actor=olive)
    publish(session, declaration=new, actor=olive)
    acts = session.scalars(select(AuditEntry.action).where(AuditEntry.action == "interests:published")).all()
    assert new.published_at is not None and len(acts) == 1


def reminders(session: Session) -> int:
    return len(session.scalars(select(Message).where(Message.template == "interests_due")).all())


def test_reminders_go_once_each_and_the_newest_after_a_time_away(session: Session, asha: Actor) -> None:
    declare(session, rows=[], nothing=True, actor=asha)
    at = now()
    for days, mails in ((300, 0), (336, 1), (337, 1), (359, 2), (365, 3), (380, 3)):
        with time_machine.travel(at + timedelta(days=days), tick=False):
            remind(session, now())
            remind(session, now())
            assert reminders(session) == mails, days


def test_everyone_with_a_staff_role_stands_in_the_register(session: Session) -> None:
    names = [one.account.name for one in standings(session)]
    assert "Asha Verma" in names and "Grace Whitfield" in names and "Amina Karim" not in names
    assert names == sorted(names, key=str.lower)
