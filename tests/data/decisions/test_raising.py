"""Raising a round's budget, on a database with its own guards."""

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.decisions.operations import raise_budget
from portal.funds.models import Round
from tests.factories.panel import actor_named, new_application, new_round, recommended, signed


def raised(session: Session, round_: Round, after: int, before: int, by: str = "olive") -> None:
    actor = actor_named(session, by)
    raise_budget(session, round_=round_, after_pence=after, reason="Late money.", before_pence=before, actor=actor)


def test_it_is_raised_once_and_recorded_with_both_amounts_and_the_reason(session: Session) -> None:
    made = new_round(session)
    raised(session, made, 15_000_00, 10_000_00)
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "round:budget-raised")).one()
    assert (made.budget_pence, entry.subject, entry.detail) == (
        15_000_00,
        made.slug,
        {"before_pence": 10_000_00, "after_pence": 15_000_00, "reason": "Late money."},
    )
    with pytest.raises(Refused, match="It is £15,000 now"):
        raised(session, made, 15_000_00, 10_000_00)
    assert made.budget_pence == 15_000_00


def test_it_is_never_lowered_and_never_before_assessing(session: Session) -> None:
    made = new_round(session)
    with pytest.raises(Refused, match="must be more than the £10,000"):
        raised(session, made, 9_000_00, 10_000_00)
    made.state = "published"
    session.flush()
    with pytest.raises(Refused, match="from the start of assessing"):
        raised(session, made, 15_000_00, 10_000_00)
    assert made.budget_pence == 10_000_00


def test_only_officers_raise_it(session: Session) -> None:
    made = new_round(session)
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            raised(session, made, 15_000_00, 10_000_00, by=name)


def test_what_was_too_much_can_be_signed_with_more_money(session: Session) -> None:
    made = new_round(session)
    applications = [new_application(session, made, state=ApplicationState.MODERATION) for _ in range(2)]
    for application in applications:
        recommended(session, application)
    with pytest.raises(Refused, match="£10,000 of the budget is left"):
        signed(session, *applications)
    raised(session, made, 16_000_00, 10_000_00)
    signed(session, *applications)
    assert made.committed_pence == 16_000_00


def test_two_officers_at_once_raise_it_once(database: Database) -> None:
    with database.session() as session:
        number = new_round(session).id
        actors = [actor_named(session, name) for name in ("olive", "piers")]
    start, said = threading.Barrier(2, timeout=20), list[str]()

    def press(actor: Actor) -> None:
        start.wait()
        try:
            with database.session() as own:
                made = own.get(Round, number)
                assert made is not None
                after, before = 15_000_00, 10_000_00
                raise_budget(own, round_=made, after_pence=after, reason="Late.", before_pence=before, actor=actor)
            said.append("raised")
        except Refused as refusal:
            said.append(refusal.reason)

    threads = [threading.Thread(target=press, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(said) == ["The budget was changed since you opened the page. It is £15,000 now.", "raised"]
