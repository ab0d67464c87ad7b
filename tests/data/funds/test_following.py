"""Followers: confirmed, told once, stopped and forgotten."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM
from portal.audit.models import AuditEntry
from portal.core.clock import as_of, now
from portal.core.refusal import Refused
from portal.funds import operations
from portal.funds.models import Follower, Round, VisitorAct
from portal.funds.queries import follower_of, followers_of, public_round
from portal.funds.rules import MOST_IN_A_SPELL
from portal.outbox.models import Message
from tests.support.building.applications import person
from tests.support.building.finding import KIT
from tests.support.building.funds import set_up
from tests.support.world import World

NEW = "new@allotment.example.org"


@pytest.fixture
def round_(session: Session, world: World) -> Round:
    found = public_round(session, world.open_round)
    assert found is not None
    return found


def mails(session: Session, email: str) -> list[str]:
    """The templates of what was queued for an address, in order."""
    return list(session.scalars(select(Message.template).where(Message.to_email == email).order_by(Message.id)))


def ask_for(session: Session, round_: Round, email: str, visitor: str = "v") -> Follower:
    operations.ask_to_follow(session, fund=round_.fund, email=email, visitor=visitor)
    found = follower_of(session, round_.fund_id, email.lower())
    assert found is not None
    return found


def test_someone_who_is_signed_in_follows_at_once_and_once(session: Session, round_: Round) -> None:
    amina = person(session, "amina")
    first = operations.follow(session, fund=round_.fund, actor=amina)
    assert operations.follow(session, fund=round_.fund, actor=amina) is first
    assert first.confirmed_at is not None and first.email == amina.email
    audits = select(func.count(AuditEntry.id)).where(
        AuditEntry.action == "fund:followed", AuditEntry.actor_id == amina.account_id
    )
    assert session.scalar(audits) == 1


def test_a_visitor_gets_nothing_before_the_link_is_used(session: Session, round_: Round) -> None:
    follower = ask_for(session, round_, "New@Allotment.example.org")
    assert mails(session, NEW) == ["follow_confirm"]
    assert NEW not in [one.email for one in followers_of(session, round_.fund_id)]
    link = session.scalars(select(Message.secret_link).where(Message.to_email == NEW)).one()
    assert link == f"/follow/{follower.key}"
    operations.confirm(session, follower=follower)
    operations.confirm(session, follower=follower)
    assert NEW in [one.email for one in followers_of(session, round_.fund_id)]


def test_asking_again_mails_once_in_ten_minutes_and_tells_a_follower_how_to_stop(
    session: Session, round_: Round
) -> None:
    follower = ask_for(session, round_, NEW)
    ask_for(session, round_, NEW)
    assert mails(session, NEW) == ["follow_confirm"]
    operations.confirm(session, follower=follower)
    with as_of(now() + timedelta(minutes=11)):
        ask_for(session, round_, NEW)
    assert mails(session, NEW) == ["follow_confirm", "follow_known"]


def test_a_link_that_is_too_old_confirms_nothing_and_its_address_is_forgotten(session: Session, round_: Round) -> None:
    follower = ask_for(session, round_, NEW)
    with as_of(now() + timedelta(days=7)):
        with pytest.raises(Refused):
            operations.confirm(session, follower=follower)
        operations.forget_visitors(session, now())
    session.refresh(follower)
    assert (follower.email, follower.confirmed_at) == (None, None)
    assert session.scalar(select(func.count(VisitorAct.id))) == 0
    assert follower_of(session, round_.fund_id, KIT) is not None


def test_stopping_forgets_the_address_and_its_links_go_on_saying_so(session: Session, round_: Round) -> None:
    follower = follower_of(session, round_.fund_id, KIT)
    assert follower is not None
    operations.stop(session, follower=follower)
    operations.stop(session, follower=follower)
    assert follower.email is None and follower.stopped_at is not None
    assert followers_of(session, round_.fund_id) == []
    with pytest.raises(Refused):
        operations.confirm(session, follower=follower)
    again = ask_for(session, round_, KIT)
    assert again.id != follower.id
    about = session.scalars(select(AuditEntry.detail).where(AuditEntry.action == "fund:unfollowed")).all()
    assert about == [{}]


def test_the_database_keeps_no_address_of_those_who_stopped(session: Session) -> None:
    with pytest.raises(IntegrityError):
        session.execute(update(Follower).values(stopped_at=now()))


def test_one_network_may_ask_only_so_often(session: Session, round_: Round) -> None:
    for i in range(MOST_IN_A_SPELL["follow"]):
        ask_for(session, round_, f"a{i}@example.org", visitor="library")
    with pytest.raises(Refused, match="Wait an hour"):
        ask_for(session, round_, NEW, visitor="library")
    ask_for(session, round_, NEW, visitor="elsewhere")
    with as_of(now() + timedelta(minutes=61)):
        ask_for(session, round_, "late@example.org", visitor="library")


def test_followers_hear_of_the_opening_once_and_only_those_who_followed_before(session: Session, round_: Round) -> None:
    later = set_up(session, "safer-communities-later", 2028, 10, 60)
    at = later.opens_at
    operations.tell_followers(session, at - timedelta(seconds=1))
    before = Counter(mails(session, KIT))
    with as_of(at + timedelta(hours=1)):
        operations.follow(session, fund=round_.fund, actor=person(session, "amina"))
    assert operations.tell_followers(session, at + timedelta(days=2)) == 1  # the worker was away for two days
    assert operations.tell_followers(session, at + timedelta(days=2, hours=5)) == 0
    assert Counter(mails(session, KIT)) - before == {"fund_open": 1}
    assert "fund_open" not in mails(session, person(session, "amina").email)


def test_followers_hear_a_week_before_the_closing_once_also_after_more_time_is_given(
    session: Session, round_: Round
) -> None:
    operations.tell_followers(session, now())
    week = round_.closes_at - timedelta(days=7)
    assert operations.tell_followers(session, week - timedelta(hours=2)) == 0  # an hour of play for a change of clocks
    assert operations.tell_followers(session, week + timedelta(hours=2)) == 1
    operations.extend(session, round_=round_, closes_at=round_.closes_at + timedelta(days=5), actor=SYSTEM)
    assert operations.tell_followers(session, round_.closes_at - timedelta(days=2)) == 0
    assert mails(session, KIT).count("fund_closing") == 1


def test_followers_hear_of_new_dates_with_the_extension_itself(session: Session, round_: Round) -> None:
    for days in (3, 5):
        operations.extend(session, round_=round_, closes_at=round_.closes_at + timedelta(days=days), actor=SYSTEM)
    assert mails(session, KIT).count("fund_dates") == 2
    found = session.scalars(select(Message).where(Message.template == "fund_dates").order_by(Message.id.desc())).first()
    assert found is not None
    assert found.secret_link == "/follow/follow-key-of-kit/stop"
    assert "((secret_link))" in found.body and "Stop these emails" in found.body


def test_a_closed_or_hidden_round_tells_nobody(session: Session, round_: Round) -> None:
    before = len(mails(session, KIT))
    assert operations.tell_followers(session, round_.closes_at) == 0
    round_.state = "cancelled"
    session.flush()
    assert operations.tell_followers(session, now()) == 0
    assert len(mails(session, KIT)) == before
