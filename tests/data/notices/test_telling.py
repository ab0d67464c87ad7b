"""Who hears of a notice, how, and only once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.clock import now
from portal.core.refusal import Forbidden
from portal.notices.models import Notice, NoticeChoice
from portal.notices.operations import choose, send_notice, stop, take_up_wishes, tell
from portal.notices.queries import choice_by_key, choice_of
from portal.notices.rules import Often, Reaches
from portal.organisations.queries import organisation_by_reference
from portal.outbox.models import Message
from tests.factories.panel import actor_named
from tests.support.cast import CAST
from tests.support.world import World

ALL: Reaches = frozenset()
HAVANT: Reaches = frozenset({("district", "E07000090")})


@pytest.fixture
def olive(session: Session) -> Actor:
    return actor_named(session, "olive")


@pytest.fixture
def beth(session: Session) -> Actor:
    return actor_named(session, "beth")


def send(session: Session, actor: Actor, title: str = "A fund opens", reach: Reaches = ALL) -> Notice:
    return send_notice(session, title=title, words="It opens soon.", reach=reach, round_=None, actor=actor)


def mails(session: Session, name: str) -> list[str]:
    wanted = select(Message).where(
        Message.to_email == CAST[name].email, Message.template.in_(["notice", "notices_week"])
    )
    return [message.subject for message in session.scalars(wanted.order_by(Message.id))]


def test_nobody_hears_who_has_not_chosen(session: Session, olive: Actor) -> None:
    send(session, olive)
    assert tell(session, now()) == 0


def test_at_once_is_once_and_only_what_was_sent_since(session: Session, olive: Actor, beth: Actor) -> None:
    send(session, olive, "Too early")
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        choose(session, often=Often.AT_ONCE, reach=ALL, actor=beth)
        send(session, olive, "In time")
        assert tell(session, now()) == 1
        assert tell(session, now()) == 0
    assert mails(session, "beth") == ["In time"]


def test_areas_are_kept_to(session: Session, olive: Actor, beth: Actor) -> None:
    choose(session, often=Often.AT_ONCE, reach=frozenset({("district", "E06000045")}), actor=beth)
    send(session, olive, "For Havant", HAVANT)
    send(session, olive, "For all")
    tell(session, now())
    assert mails(session, "beth") == ["For all"]


def test_weekly_is_one_mail_on_monday_with_all_of_the_week(session: Session, olive: Actor, beth: Actor) -> None:
    tuesday = datetime(2027, 3, 23, 12, tzinfo=UTC)  # clocks go forward on the Sunday after
    with time_machine.travel(tuesday, tick=False):
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None and organisation.membership is not None
        organisation.membership.approved_until = None
        choose(session, often=Often.WEEKLY, reach=ALL, actor=beth)
        send(session, olive, "First")
        send(session, olive, "Second")
        tell(session, now())
    with time_machine.travel(datetime(2027, 3, 29, 6, 59, tzinfo=UTC), tick=False):
        tell(session, now())
    assert mails(session, "beth") == []
    for hour in (7, 8, 20):
        with time_machine.travel(datetime(2027, 3, 29, hour, 0, tzinfo=UTC), tick=False):
            tell(session, now())
    assert mails(session, "beth") == ["News for members this week: 2"]
    with time_machine.travel(datetime(2027, 4, 5, 12, tzinfo=UTC), tick=False):
        tell(session, now())
    assert len(mails(session, "beth")) == 1, "a week without news brings no mail"


def test_a_worker_that_was_away_on_monday_tells_of_that_week_later(session: Session, olive: Actor, beth: Actor) -> None:
    with time_machine.travel(datetime(2027, 1, 5, 12, tzinfo=UTC), tick=False):
        organisation = organisation_by_reference(session, World().harbour)
        assert organisation is not None and organisation.membership is not None
        organisation.membership.approved_until = None
        choose(session, often=Often.WEEKLY, reach=ALL, actor=beth)
        send(session, olive, "Before the silence")
    with time_machine.travel(datetime(2027, 1, 19, 12, tzinfo=UTC), tick=False):
        assert tell(session, now()) == 1
        assert tell(session, now()) == 0
    assert mails(session, "beth") == ["News for members this week: 1"]


def test_only_people_of_members_hear(session: Session, olive: Actor) -> None:
    for name in ("lena", "nell"):
        choose(session, often=Often.AT_ONCE, reach=ALL, actor=actor_named(session, name))
    send(session, olive)
    assert tell(session, now()) == 0


def test_whoever_holds_the_link_stops_it(session: Session, olive: Actor, beth: Actor) -> None:
    choice = choose(session, often=Often.AT_ONCE, reach=ALL, actor=beth)
    found = choice_by_key(session, choice.key)
    assert found is not None
    stop(session, choice=found)
    stop(session, choice=found)
    send(session, olive)
    assert tell(session, now()) == 0


def test_what_was_asked_for_in_the_form_is_taken_up_once(session: Session, olive: Actor) -> None:
    amina = actor_named(session, "amina")
    assert take_up_wishes(session, now()) == 3  # Harbour Sisters, Northway Youth and Cove
    choice = choice_of(session, amina.account_id)
    assert choice is not None and choice.often == Often.AT_ONCE
    assert {(row.kind, row.value) for row in choice.reach} == {("district", "E06000045"), ("theme", "community_safety")}
    choose(session, often=Often.NONE, reach=ALL, actor=amina)
    assert take_up_wishes(session, now()) == 0
    session.expire_all()
    again = session.get(NoticeChoice, amina.account_id)
    assert again is not None and again.often == Often.NONE


def test_pressed_twice_it_is_one_notice_and_only_officers_send(session: Session, olive: Actor, beth: Actor) -> None:
    assert send(session, olive) is send(session, olive)
    with pytest.raises(Forbidden):
        send(session, beth)
