"""Leads hear before a document runs out and on the day after: once each, whatever the clock and the worker do."""

from datetime import UTC, date, datetime, timedelta

import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.roles import TeamRole
from portal.core.clock import now
from portal.organisations.models import Organisation, TeamMember
from portal.outbox.models import Message
from portal.passport import operations
from tests.data.passport.conftest import Give
from tests.support.cast import account_named


def _sent(session: Session) -> list[tuple[str, str]]:
    found = select(Message).where(Message.template.in_(["document_runs_out", "document_ran_out"])).order_by(Message.id)
    return [(message.template, message.to_name) for message in session.scalars(found)]


def _run(session: Session, on: datetime) -> int:
    with time_machine.travel(on, tick=False):
        before = len(_sent(session))
        operations.remind_of_expiry(session, now())
        operations.remind_of_expiry(session, now())
        session.flush()
        return len(_sent(session)) - before


def _at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def _give(give: Give, expires: date, on: date) -> None:
    with time_machine.travel(_at(on), tick=False):
        give("public_liability", expires)


def test_a_lead_hears_four_times_in_all(session: Session, give: Give) -> None:
    expires = date(2028, 2, 29)
    _give(give, expires, date(2027, 3, 1))
    days = [date(2027, 12, 1) + timedelta(days=i) for i in range(150)]
    told = [day for day in days if _run(session, _at(day))]
    assert told == [date(2027, 12, 31), date(2028, 1, 30), date(2028, 2, 22), date(2028, 3, 1)]
    assert _sent(session) == [("document_runs_out", "Amina Karim")] * 3 + [("document_ran_out", "Amina Karim")]


def test_the_day_is_londons_on_both_sides_of_a_clock_change(session: Session, give: Give) -> None:
    # 30 days before 28 April 2027 is 29 March; on 28 March London's clocks go forward, so its day begins at 11pm UTC.
    _give(give, date(2027, 4, 28), date(2027, 1, 5))
    _run(session, _at(date(2027, 3, 10)))
    assert _run(session, datetime(2027, 3, 28, 22, 59, tzinfo=UTC)) == 0
    assert _run(session, datetime(2027, 3, 28, 23, 1, tzinfo=UTC)) == 1
    # 7 days before 7 November 2027 is 31 October, when they go back: its day began at 11pm UTC the evening before.
    _give(give, date(2027, 11, 7), date(2027, 5, 1))
    _run(session, _at(date(2027, 10, 20)))
    assert _run(session, datetime(2027, 10, 30, 22, 59, tzinfo=UTC)) == 0
    assert _run(session, datetime(2027, 10, 30, 23, 1, tzinfo=UTC)) == 1


def test_a_worker_that_was_away_says_the_latest_once(session: Session, give: Give) -> None:
    _give(give, date(2028, 2, 29), date(2027, 3, 1))
    assert _run(session, _at(date(2028, 2, 25))) == 1
    assert _sent(session) == [("document_runs_out", "Amina Karim")]


def test_a_new_document_ends_the_reminders_of_the_old(session: Session, give: Give) -> None:
    _give(give, date(2028, 2, 29), date(2027, 3, 1))
    _give(give, date(2029, 2, 28), date(2028, 1, 1))
    assert _run(session, _at(date(2028, 3, 1))) == 0


def test_who_came_later_hears_only_of_what_comes(session: Session, give: Give, harbour: Organisation) -> None:
    _give(give, date(2028, 2, 29), date(2027, 3, 1))
    nell = account_named(session, "nell").id
    joined = _at(date(2028, 1, 31))
    session.add(TeamMember(organisation_id=harbour.id, account_id=nell, role=TeamRole.LEAD, joined_at=joined))
    session.flush()
    _run(session, _at(date(2028, 2, 1)))
    assert [name for _template, name in _sent(session)] == ["Amina Karim"]
    _run(session, _at(date(2028, 2, 22)))
    assert [name for _template, name in _sent(session)][1:] == ["Amina Karim", "Nell Short"]
