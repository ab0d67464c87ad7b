"""The numbered notice of each signature: what it holds, its number, and that nobody changes it."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.clock import as_of
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.decisions.models import DecisionNotice, NoticeCount
from portal.decisions.operations import promote, sign
from portal.decisions.queries.notices import notices_of, public_notice
from portal.decisions.rules.notices import Grounds
from tests.factories.panel import actor_named, new_application, new_round, recommended, signed
from tests.factories.promotion import promoted, proposed, reserve_round, shown_for
from tests.support.at_once import at_once
from tests.support.building.decisions import GROUNDS

MODERATION = ApplicationState.MODERATION


def test_a_signature_makes_one_notice_of_all_that_it_decided(session: Session) -> None:
    made = new_round(session)
    yes, no = (new_application(session, made, state=MODERATION) for _ in range(2))
    recommended(session, yes)
    recommended(session, no, "not_funded")
    signed(session, yes, no)
    (notice,) = notices_of(session, made.id)
    assert (notice.capacity, notice.signer) == ("commissioner", "Grace Whitfield, Commissioner")
    assert (notice.power, notice.reasons) == (GROUNDS.power, GROUNDS.reasons)
    assert "section 9" in notice.power_words.lower() and "2011" in notice.power_words
    assert {(line.reference, line.recipient, line.purpose, line.amount_pence) for line in notice.lines} == {
        (yes.reference, yes.organisation.name, yes.title, 8_000_00),
        (no.reference, no.organisation.name, no.title, 0),
    }
    bound = json.loads(notice.document)
    assert (bound["reasons"], bound["notice"], len(bound["lines"])) == (GROUNDS.reasons, notice.reference, 2)
    assert hashlib.sha256(notice.document.encode()).hexdigest() == notice.sha256
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "decisions:signed")).all()[-1]
    assert (entry.detail["notice"], entry.detail["notice_sha256"]) == (notice.reference, notice.sha256)


def test_a_promotion_has_a_notice_too(session: Session) -> None:
    made, (first, _second) = reserve_round(session)
    proposed(session, first, conditions="Name the worker.")
    promoted(session, first)
    before, notice = notices_of(session, made.id)
    assert notice.number == before.number + 1
    assert [(line.recipient, line.amount_pence, line.conditions) for line in notice.lines] == [
        (first.organisation.name, 8_000_00, "Name the worker.")
    ]


@pytest.mark.parametrize(
    ("grounds", "said"),
    [
        (Grounds("", GROUNDS.reasons), "Choose the power"),
        (Grounds("made_up", GROUNDS.reasons), "Choose the power"),
        (Grounds("victims", "  "), "Enter your reasons"),
        (Grounds("victims", "word " * 151), "150 words or fewer"),
    ],
)
def test_nothing_is_funded_without_its_grounds(session: Session, grounds: Grounds, said: str) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    recommended(session, application)
    chosen, grace = {application.reference: 1}, actor_named(session, "grace")
    with pytest.raises(Refused, match=said):
        sign(session, round_=application.round, chosen=chosen, grounds=grounds, actor=grace)
    assert notices_of(session, application.round_id) == []


def test_nothing_is_promoted_without_its_grounds(session: Session) -> None:
    made, (first, _second) = reserve_round(session)
    proposed(session, first)
    shown, grace = shown_for(session, first), actor_named(session, "grace")
    nothing = Grounds("", "")
    with pytest.raises(Refused, match="Choose the power"):
        promote(session, round_=made, chosen=[first.reference], shown=shown, grounds=nothing, actor=grace)


def test_where_nothing_is_funded_no_grounds_are_asked_for_or_kept(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    recommended(session, application, "not_funded")
    signed(session, application)
    (notice,) = notices_of(session, application.round_id)
    assert (notice.power, notice.power_words, notice.reasons) == ("", "", "")


def test_numbers_count_from_one_in_each_year_of_london(session: Session) -> None:
    found = []
    for at in (
        datetime(2041, 12, 31, 23, 59, tzinfo=UTC),
        datetime(2042, 6, 30, 23, 30, tzinfo=UTC),
        datetime(2042, 12, 31, 23, 30, tzinfo=UTC),
        datetime(2043, 1, 1, 0, 0, tzinfo=UTC),
    ):
        application = new_application(session, new_round(session), state=MODERATION)
        recommended(session, application)
        with as_of(at):
            signed(session, application)
        found.append(notices_of(session, application.round_id)[0].reference)
    assert found == ["FN-2041-001", "FN-2042-001", "FN-2042-002", "FN-2043-001"]


def test_two_who_sign_at_once_get_two_numbers_and_a_refused_one_none(database: Database) -> None:
    with database.session() as session:
        rounds = [new_round(session) for _ in range(4)]
        waiting = [new_application(session, made, state=MODERATION) for made in rounds]
        for application in waiting:
            recommended(session, application)
        ids, references = [made.id for made in rounds], [application.reference for application in waiting]
        before = session.scalar(select(NoticeCount.last).order_by(NoticeCount.year.desc())) or 0

    def press(number: int, *, fails: bool = False) -> object:
        def act(own: Session) -> None:
            made = own.get_one(type(rounds[0]), ids[number])
            grace = actor_named(own, "grace")
            sign(own, round_=made, chosen={references[number]: 1}, grounds=GROUNDS, actor=grace)
            if fails:
                raise Refused("Something after it went wrong.")

        return act

    acts = {"one": press(0), "two": press(1), "three": press(2, fails=True), "four": press(3)}
    said = at_once(database, **acts)  # type: ignore[arg-type]
    assert said == {"one": "done", "two": "done", "three": "Something after it went wrong.", "four": "done"}
    with database.session(read_only=True) as session:
        numbers = [notice.number for number in (0, 1, 3) for notice in notices_of(session, ids[number])]
        assert sorted(numbers) == [before + 1, before + 2, before + 3]
        assert notices_of(session, ids[2]) == []


def test_nobody_changes_a_notice(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    recommended(session, application)
    signed(session, application)
    for change in (
        "UPDATE decision_notice SET reasons = 'Other'",
        "DELETE FROM decision_notice",
        "UPDATE notice_line SET amount_pence = 1",
        "DELETE FROM notice_line",
    ):
        with pytest.raises(DatabaseError, match="rows are never changed"), session.begin_nested():
            session.execute(text(change))
    assert session.scalar(select(DecisionNotice.reasons).order_by(DecisionNotice.id.desc())) == GROUNDS.reasons


def test_it_is_public_once_the_round_is_announced_and_not_before(session: Session) -> None:
    made, _listed = reserve_round(session)
    (notice,) = notices_of(session, made.id)
    for state, there in (("assessing", False), ("decided", False), ("announced", True), ("archived", True)):
        made.state = state
        session.flush()
        assert (public_notice(session, notice.reference.lower()) is not None) == there, state
