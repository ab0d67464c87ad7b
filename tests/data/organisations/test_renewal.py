"""Renewal and expiry with the clock moved: over both changes of the clocks, and 29 February."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.operations import acting_as
from portal.core.clock import now, today
from portal.core.refusal import Forbidden, Refused
from portal.formkit.queries import answers_of
from portal.organisations import operations, queries
from portal.organisations.models import Membership
from portal.outbox.models import Message
from tests.support.building.membership import begin_renewal, change, check_everything
from tests.support.building.organisations import HARBOUR, NORTHWAY, fill_in, lead_of, stored_document
from tests.support.cast import CAST, account_named


@pytest.fixture
def harbour(session: Session) -> Membership:
    found = queries.membership_of(session, HARBOUR)
    assert found is not None
    return found


@pytest.fixture
def amina(session: Session, harbour: Membership) -> Actor:
    return lead_of(session, harbour.organisation, "amina")


@pytest.fixture
def olive(session: Session) -> Actor:
    return acting_as(account_named(session, "olive"))


@contextmanager
def at(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> Iterator[None]:
    """The clock stands at an instant of UTC."""
    with time_machine.travel(datetime(year, month, day, hour, minute, tzinfo=UTC), tick=False):
        yield


def ends(session: Session, harbour: Membership, until: date) -> None:
    """Let the membership end on a day, and the checks count for long after."""
    harbour.approved_until = until
    for check in queries.live_checks(session, harbour.organisation_id).values():
        check.expires_on = None
    session.flush()


def mails(session: Session, name: str, template: str) -> list[str]:
    wanted = select(Message.subject).where(Message.to_email == CAST[name].email, Message.template == template)
    return list(session.scalars(wanted.order_by(Message.id)))


@pytest.mark.parametrize(
    ("until", "last_minute"),
    [
        (date(2027, 3, 27), datetime(2027, 3, 27, 23, 59, tzinfo=UTC)),  # the night before clocks go forward: GMT
        (date(2027, 3, 28), datetime(2027, 3, 28, 22, 59, tzinfo=UTC)),  # a day of 23 hours, that ends in summer time
        (date(2027, 10, 30), datetime(2027, 10, 30, 22, 59, tzinfo=UTC)),  # the night before they go back: summer time
        (date(2027, 10, 31), datetime(2027, 10, 31, 23, 59, tzinfo=UTC)),  # a day of 25 hours, that ends in GMT
        (date(2028, 2, 29), datetime(2028, 2, 29, 23, 59, tzinfo=UTC)),
        (date(2027, 7, 1), datetime(2027, 7, 1, 22, 59, tzinfo=UTC)),
    ],
)
def test_a_membership_lapses_with_its_last_minute_in_london(
    session: Session, harbour: Membership, until: date, last_minute: datetime
) -> None:
    ends(session, harbour, until)
    with time_machine.travel(last_minute, tick=False):
        assert queries.is_approved_member(session, harbour.organisation_id)
        operations.lapse_ended(session, now())
        assert harbour.state == "approved"
    with time_machine.travel(last_minute + timedelta(minutes=1), tick=False):
        assert not queries.is_approved_member(session, harbour.organisation_id), "the rule needs no worker"
        operations.lapse_ended(session, now())
        assert harbour.state == "lapsed"
        assert operations.lapse_ended(session, now()) == 0
    assert mails(session, "amina", "network_lapsed") == ["Your membership has ended"]


@pytest.mark.parametrize(
    ("until", "renewed"),
    [
        (date(2027, 3, 28), date(2028, 3, 28)),
        (date(2027, 10, 31), date(2028, 10, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
        (date(2028, 2, 28), date(2029, 2, 28)),
    ],
)
def test_nothing_changed_renews_at_once_for_a_year_from_the_old_last_day(
    session: Session, harbour: Membership, amina: Actor, until: date, renewed: date
) -> None:
    ends(session, harbour, until)
    with at(until.year, until.month, until.day, 0, 30):
        renewal = begin_renewal(session, harbour.organisation, amina)
        assert operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
    assert (harbour.approved_until, harbour.renewal_waits, renewal.state) == (renewed, False, "renewed")
    assert harbour.response_id == renewal.response_id
    assert answers_of(session, harbour.response) == answers_of(session, renewal.before)
    assert len(mails(session, "amina", "network_renewed")) == 1


def test_a_small_change_renews_at_once_and_the_facts_are_taken(
    session: Session, harbour: Membership, amina: Actor
) -> None:
    ends(session, harbour, date(2027, 6, 1))
    with at(2027, 5, 1):
        renewal = begin_renewal(session, harbour.organisation, amina, changed="n3")
        change(session, renewal, {"volunteers": 30, "income_last_year": "10k_100k"}, amina)
        assert [(one.question.key, one.material) for one in queries.changes_in(session, renewal)] == [
            ("volunteers", False),
            ("income_last_year", False),
        ]
        assert harbour.organisation.income_band == "under_10k", "nothing counts before it is sent"
        assert operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
    assert harbour.organisation.income_band == "10k_100k"


@pytest.mark.parametrize("why", ["committee", "check expired", "check a problem"])
def test_an_officer_looks_where_something_material_changed_or_a_check_is_open(
    session: Session, harbour: Membership, amina: Actor, olive: Actor, why: str
) -> None:
    ends(session, harbour, date(2027, 6, 1))
    check = queries.live_checks(session, harbour.organisation_id)["bank"]
    with at(2027, 5, 1):
        renewal = begin_renewal(session, harbour.organisation, amina, changed="n3")
        if why == "committee":
            change(session, renewal, {"committee_size": 3}, amina)
        elif why == "check expired":
            check.expires_on = date(2027, 4, 30)
        else:
            check.outcome = "problem"
        session.flush()
        assert not operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
        assert (harbour.approved_until, harbour.renewal_waits) == (date(2027, 6, 1), True)
        with pytest.raises(Refused, match="looking"):
            operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
    with at(2027, 7, 1):  # the thirtieth day after the end
        assert queries.is_approved_member(session, harbour.organisation_id)
        operations.lapse_ended(session, now())
        assert harbour.state == "approved"
    with at(2027, 7, 1, 23, 0):  # midnight in London
        assert not queries.is_approved_member(session, harbour.organisation_id)
        operations.lapse_ended(session, now())
        assert harbour.state == "lapsed"
        assert operations.renew(session, renewal=renewal, actor=olive) == date(2028, 6, 1)
    assert (harbour.state, harbour.approved_until, harbour.renewal_waits) == ("approved", date(2028, 6, 1), False)


def test_it_is_sent_back_written_again_and_declined(
    session: Session, harbour: Membership, amina: Actor, olive: Actor
) -> None:
    ends(session, harbour, date(2027, 6, 1))
    with at(2027, 5, 1):
        renewal = begin_renewal(session, harbour.organisation, amina, changed="n3")
        change(session, renewal, {"committee_size": 3}, amina)
        operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
        with pytest.raises(Refused):
            change(session, renewal, {"committee_size": 4}, amina)
        operations.send_renewal_back(session, renewal=renewal, request="Who left?", actor=olive)
        change(session, renewal, {"committee_size": 4}, amina)
        operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
        operations.decline_renewal(session, renewal=renewal, reason="Too few people", actor=olive)
    assert (harbour.state, harbour.approved_until, harbour.renewal_waits) == ("approved", date(2027, 6, 1), False)
    assert answers_of(session, harbour.response)["committee_size"] == 5
    assert [len(mails(session, "amina", one)) for one in ("network_renew_more", "network_not_renewed")] == [1, 1]


def test_no_puts_back_what_was_changed(session: Session, harbour: Membership, amina: Actor) -> None:
    ends(session, harbour, date(2027, 6, 1))
    with at(2027, 5, 1):
        renewal = begin_renewal(session, harbour.organisation, amina, changed="n3")
        change(session, renewal, {"committee_size": 3}, amina)
        operations.go_through(session, membership=harbour, said={"n3": "no"}, actor=amina)
        assert queries.changes_in(session, renewal) == []
        assert begin_renewal(session, harbour.organisation, amina) is renewal, "there is one at a time"


def test_it_is_not_sent_too_early_too_late_unsaid_or_without_a_promise(
    session: Session, harbour: Membership, amina: Actor
) -> None:
    ends(session, harbour, date(2027, 6, 1))
    with at(2027, 4, 1), pytest.raises(Refused, match="You can renew from 2 April 2027"):
        begin_renewal(session, harbour.organisation, amina)
    with at(2027, 6, 2), pytest.raises(Refused, match="not running"):
        begin_renewal(session, harbour.organisation, amina)
    with at(2027, 5, 1):
        renewal = operations.go_through(session, membership=harbour, said={"n1": "no"}, actor=amina)
        with pytest.raises(Refused, match="each part"):
            operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
        begin_renewal(session, harbour.organisation, amina)
        with pytest.raises(Refused, match="agree"):
            operations.send_renewal(session, renewal=renewal, agreed=False, actor=amina)
        with pytest.raises(Forbidden):
            operations.send_renewal(
                session, renewal=renewal, agreed=True, actor=acting_as(account_named(session, "owen"))
            )


def test_what_was_written_in_a_renewal_that_came_too_late_is_in_the_form(
    session: Session, harbour: Membership, amina: Actor
) -> None:
    ends(session, harbour, date(2027, 6, 1))
    with at(2027, 5, 1):
        renewal = begin_renewal(session, harbour.organisation, amina, changed="n3")
        change(session, renewal, {"volunteers": 77}, amina)
    with at(2027, 6, 2):
        operations.lapse_ended(session, now())
        operations.ask_again(session, membership=harbour, actor=amina)
        assert answers_of(session, harbour.response)["volunteers"] == 77
        fill_in(
            session,
            harbour.organisation,
            {"declarations": ["nd_true", "nd_authority", "nd_values", "nd_checks", "nd_update"]},
            amina,
        )
        operations.apply(session, membership=harbour, actor=amina)
    assert (harbour.state, renewal.state, renewal.live) == ("applied", "left", None)


def test_reminders_come_once_each_and_a_worker_that_was_away_sends_the_latest(
    session: Session, harbour: Membership, amina: Actor
) -> None:
    ends(session, harbour, date(2027, 4, 20))

    def told() -> int:
        operations.remind_of_renewal(session, now())
        return len(mails(session, "amina", "network_renew"))

    with at(2027, 2, 18, 23, 59):
        assert told() == 0
    with at(2027, 2, 19, 0, 0):
        assert (told(), told()) == (1, 1)
    with at(2027, 4, 14):  # the mail of 30 days before was missed
        assert (told(), told()) == (2, 2)
    with at(2027, 4, 21):
        assert told() == 2
    ends(session, harbour, date(2028, 4, 20))
    with at(2028, 4, 1):
        assert told() == 3, "the next year is another matter"


def test_a_group_that_has_sent_its_renewal_is_not_reminded(session: Session) -> None:
    operations.remind_of_renewal(session, now())
    assert mails(session, "cora", "network_renew") == []


def test_suspending_tells_the_group_and_stops_applications_not_reading(
    session: Session, harbour: Membership, amina: Actor, olive: Actor
) -> None:
    operations.suspend(session, membership=harbour, reason="Your accounts are late", actor=olive)
    assert (harbour.state, harbour.message) == ("suspended", "Your accounts are late")
    assert mails(session, "amina", "network_suspended") == ["Your membership is on hold"]
    assert not queries.is_approved_member(session, harbour.organisation_id)
    with pytest.raises(Refused):
        operations.suspend(session, membership=harbour, reason="Again", actor=olive)
    with pytest.raises(Refused, match="not running"):
        begin_renewal(session, harbour.organisation, amina)
    with pytest.raises(Refused, match="Choose a day"):
        operations.restore(session, membership=harbour, until=today(), words="", actor=olive)
    assert harbour.approved_until is not None
    operations.restore(session, membership=harbour, until=harbour.approved_until, words="Thank you", actor=olive)
    assert queries.is_approved_member(session, harbour.organisation_id)
    assert len(mails(session, "amina", "network_restored")) == 1
    with pytest.raises(Forbidden):
        operations.suspend(session, membership=harbour, reason="x", actor=amina)


def test_a_file_of_a_renewal_is_the_teams_until_it_is_sent(session: Session, harbour: Membership, amina: Actor) -> None:
    ends(session, harbour, today() + timedelta(days=20))
    renewal = begin_renewal(session, harbour.organisation, amina, changed="n3")
    document = stored_document(session, harbour.organisation, "new-constitution-of-harbour")
    change(session, renewal, {"governing_document": document}, amina)
    before = queries.membership_file(session, HARBOUR, document["id"])
    assert before is not None
    assert not before.sent
    operations.send_renewal(session, renewal=renewal, agreed=True, actor=amina)
    after = queries.membership_file(session, HARBOUR, document["id"])
    assert after is not None
    assert after.sent
    assert queries.membership_file(session, NORTHWAY, document["id"]) is None


def test_checks_of_long_ago_do_not_count(session: Session, harbour: Membership) -> None:
    check_everything(session, harbour.organisation)
    with at(2035, 1, 1):
        assert {line.standing for line in queries.check_list(session, harbour)} == {"expired"}
