"""What was found stays to read, nobody overwrites what they have not read, and approval asks about what is open."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.operations import acting_as
from portal.audit.models import AuditEntry
from portal.core.clock import today
from portal.core.refusal import Forbidden, Refused
from portal.organisations import operations, queries
from portal.organisations.models import Check, Membership
from portal.organisations.states import Outcome
from tests.support.building.membership import check_everything
from tests.support.building.organisations import HARBOUR, LANTERN
from tests.support.cast import account_named


@pytest.fixture
def lantern(session: Session) -> Membership:
    found = queries.membership_of(session, LANTERN)
    assert found is not None
    return found


@pytest.fixture
def olive(session: Session) -> Actor:
    return acting_as(account_named(session, "olive"))


def audit(session: Session, action: str) -> list[AuditEntry]:
    wanted = select(AuditEntry).where(AuditEntry.action == action, AuditEntry.subject == LANTERN)
    return list(session.scalars(wanted.order_by(AuditEntry.id)))


def found(session: Session, lantern: Membership, actor: Actor, outcome: Outcome, **more: object) -> Check:
    facts: dict[str, object] = {"key": "people", "note": "Four trustees", "expires_on": None, "seen": None} | more
    return operations.record_check(session, membership=lantern, outcome=outcome, actor=actor, **facts)  # type: ignore[arg-type]


def test_earlier_outcomes_stay_to_read(session: Session, lantern: Membership, olive: Actor) -> None:
    first = found(session, lantern, olive, Outcome.PROBLEM, note="Two are married")
    second = found(session, lantern, olive, Outcome.IN_ORDER, seen=first.id, expires_on=today())
    assert [one.id for one in queries.outcomes_of(session, lantern.organisation_id, "people")] == [second.id, first.id]
    assert queries.live_checks(session, lantern.organisation_id) == {"people": second}
    assert (first.note, first.live) == ("Two are married", None)


def test_nobody_overwrites_what_they_have_not_read(session: Session, lantern: Membership, olive: Actor) -> None:
    first = found(session, lantern, olive, Outcome.PROBLEM)
    assert found(session, lantern, olive, Outcome.PROBLEM) is first, "a second press"
    piers = acting_as(account_named(session, "piers"))
    with pytest.raises(Refused, match="after you opened"):
        found(session, lantern, piers, Outcome.IN_ORDER)
    assert found(session, lantern, piers, Outcome.IN_ORDER, seen=first.id).live


def test_what_is_not_simply_in_order_has_a_note(session: Session, lantern: Membership, olive: Actor) -> None:
    for outcome in (Outcome.CONDITION, Outcome.PROBLEM, Outcome.NOT_NEEDED):
        with pytest.raises(Refused, match="note"):
            found(session, lantern, olive, outcome, note="")
    with pytest.raises(Refused, match="policy"):
        found(session, lantern, olive, Outcome.IN_ORDER, key="insurance")


def test_a_group_without_a_number_has_no_register_to_look_in(
    session: Session, lantern: Membership, olive: Actor
) -> None:
    with pytest.raises(Refused, match="not checked about"):
        found(session, lantern, olive, Outcome.IN_ORDER, key="register")


def test_only_officers_record(session: Session, lantern: Membership) -> None:
    for name in ("lena", "asha", "grace", "sam"):
        with pytest.raises(Forbidden):
            found(session, lantern, acting_as(account_named(session, name)), Outcome.IN_ORDER)


def test_the_audit_tells_nothing_of_what_only_officers_read(
    session: Session, lantern: Membership, olive: Actor
) -> None:
    found(session, lantern, olive, Outcome.PROBLEM, key="concerns", note="A partner told us something")
    found(session, lantern, olive, Outcome.PROBLEM, note="Two are married")
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "membership:checked", AuditEntry.subject == LANTERN)
    )
    assert [entry.detail for entry in entries] == [{"check": "concerns"}, {"check": "people", "outcome": "problem"}]


def test_approving_over_open_checks_is_said_and_noted(session: Session, lantern: Membership, olive: Actor) -> None:
    until = today() + timedelta(days=300)
    with pytest.raises(Refused, match="9 checks are open"):
        operations.approve(session, membership=lantern, until=until, conditions="", actor=olive)
    check_everything(session, lantern.organisation)
    operations.approve(session, membership=lantern, until=until, conditions="", actor=olive)
    entry = session.scalars(
        select(AuditEntry).where(AuditEntry.action == "membership:approved").order_by(AuditEntry.id.desc())
    ).first()
    assert entry is not None
    assert (entry.detail["despite_checks"], entry.detail["checks"]["bank"], entry.detail["checks"]["concerns"]) == (
        False,
        "in_order",
        "looked at",
    )


def test_outcomes_are_used_again_for_every_application_until_they_expire(session: Session) -> None:
    harbour = queries.organisation_by_reference(session, HARBOUR)
    assert harbour is not None
    assert [line.standing for line in queries.checks_on_file(session, harbour)] == ["in_order"] * 9
    live = queries.live_checks(session, harbour.id)
    live["insurance"].expires_on = today() - timedelta(days=1)
    session.flush()
    assert [line.kind.key for line in queries.checks_on_file(session, harbour) if line.is_open] == ["insurance"]
