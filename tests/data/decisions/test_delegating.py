"""Signing for the Commissioner: who, to which day, under which limits, and two at once."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role
from portal.accounts.models import StaffRole
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.models import Conflict
from portal.audit.models import AuditEntry
from portal.core.clock import as_of, now, today
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.decisions.models import Delegation
from portal.decisions.operations import delegate_signing, sign, withdraw_delegation
from portal.decisions.queries import decision_on
from portal.decisions.queries.delegations import with_delegations
from portal.decisions.queries.notices import notices_of
from portal.decisions.queries.results import result_on
from portal.funds.models import Round
from portal.outbox.models import Message
from tests.factories.panel import actor_named, new_application, new_round, recommended, signed
from tests.support.at_once import at_once, each_pause
from tests.support.building.decisions import GROUNDS
from tests.support.cast import account_named

WHY = "The Commissioner is on leave."


def waiting(session: Session, by: str = "olive") -> Application:
    """One application with a recommendation, in a round of its own."""
    application = new_application(session, new_round(session), state=ApplicationState.MODERATION)
    recommended(session, application, by=by)
    return application


def let(session: Session, round_: Round, name: str = "piers", days: int = 7) -> Delegation:
    """Grace lets somebody sign."""
    return delegate_signing(
        session,
        round_=round_,
        delegate=account_named(session, name).reference,
        reason=WHY,
        until_on=today() + timedelta(days=days),
        actor=actor_named(session, "grace"),
    )


def piers(session: Session, name: str = "piers") -> Actor:
    """Piers, as the pipeline makes him for the pages of signing."""
    return with_delegations(session, actor_named(session, name))


def press(session: Session, application: Application, actor: Actor) -> None:
    """The signature under one recommendation."""
    sign(session, round_=application.round, chosen={application.reference: 1}, grounds=GROUNDS, actor=actor)


def test_a_delegate_signs_and_everything_says_for_whom_and_why(session: Session) -> None:
    application = waiting(session)
    made = let(session, application.round)
    press(session, application, piers(session))
    (notice,) = notices_of(session, application.round_id)
    assert (notice.capacity, notice.delegation_id, notice.delegation_reason) == ("delegate", made.id, WHY)
    result = result_on(session, application.id)
    assert result is not None
    assert result.signer == result.first_signer == f"Piers Nash for the Commissioner, because: {WHY}"
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "decisions:signed")).all()[-1]
    assert (entry.detail["capacity"], entry.detail["reason"]) == ("delegate", WHY)
    mail = session.scalars(select(Message).where(Message.template == "signing_delegated")).all()[-1]
    assert (mail.to_name, WHY in mail.body) == ("Piers Nash", True)


def test_only_in_that_round_and_only_to_that_day(session: Session) -> None:
    application, other = waiting(session), waiting(session)
    let(session, application.round, days=1)
    with pytest.raises(Forbidden):
        press(session, other, piers(session))
    with as_of(now() + timedelta(days=2)):
        assert piers(session).delegated == frozenset()
        with pytest.raises(Forbidden):
            press(session, application, piers(session))
    with as_of(now() + timedelta(days=1)):
        press(session, application, piers(session))


def test_not_what_they_recommended_and_not_where_they_have_a_link(session: Session) -> None:
    own, linked = waiting(session, by="piers"), waiting(session)
    let(session, own.round)
    with pytest.raises(Refused, match="You recommended"):
        press(session, own, piers(session))
    let(session, linked.round)
    account = account_named(session, "piers")
    session.add(
        Conflict(
            application_id=linked.id,
            account_id=account.id,
            kind="personal",
            text="A friend.",
            pinned=False,
            late=False,
            recorded_at=now(),
        )
    )
    session.flush()
    with pytest.raises(Refused, match="Select at least one application of this round"):
        press(session, linked, piers(session))
    assert decision_on(session, linked.id) is None


def test_whoever_is_no_officer_any_more_signs_nothing(session: Session) -> None:
    application = waiting(session)
    let(session, application.round)
    before = piers(session)
    account = account_named(session, "piers")
    session.scalars(select(StaffRole).where(StaffRole.account_id == account.id)).one().role = Role.ASSESSOR
    session.flush()
    assert piers(session).delegated == frozenset()
    with pytest.raises(Refused, match="no longer sign"):
        press(session, application, before)


def test_another_officer_gains_nothing_by_it(session: Session) -> None:
    application = waiting(session, by="piers")
    let(session, application.round)
    with pytest.raises(Forbidden):
        press(session, application, piers(session, "olive"))


def test_who_names_whom(session: Session) -> None:
    application = waiting(session)
    round_, grace = application.round, actor_named(session, "grace")
    facts = {"round_": round_, "reason": WHY, "until_on": today(), "actor": grace}
    piers_ = account_named(session, "piers").reference
    for name in ("olive", "sam", "amina"):
        with pytest.raises(Forbidden):
            delegate_signing(session, **(facts | {"delegate": piers_, "actor": actor_named(session, name)}))  # type: ignore[arg-type]
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Refused, match="Choose a grants officer"):
            delegate_signing(session, **(facts | {"delegate": account_named(session, name).reference}))  # type: ignore[arg-type]
    for wrong in ({"reason": " "}, {"until_on": today() - timedelta(days=1)}, {"until_on": None}):
        with pytest.raises(Refused):
            delegate_signing(session, **(facts | {"delegate": piers_} | wrong))  # type: ignore[arg-type]
    let(session, round_)
    with pytest.raises(Refused, match="Piers Nash may sign in this round already"):
        let(session, round_, "olive")


def test_what_was_signed_stands_when_it_is_taken_back(session: Session) -> None:
    application = waiting(session)
    made = let(session, application.round)
    press(session, application, piers(session))
    grace = actor_named(session, "grace")
    withdraw_delegation(session, round_=application.round, delegation_id=made.id, actor=grace)
    assert decision_on(session, application.id) is not None
    with pytest.raises(Refused, match="taken back"):
        withdraw_delegation(session, round_=application.round, delegation_id=made.id, actor=grace)
    assert piers(session).delegated == frozenset()
    signed_again = waiting(session)
    signed(session, signed_again)
    assert notices_of(session, signed_again.round_id)[0].capacity == "commissioner"


def test_two_commissioners_name_two_delegates_at_once(database: Database) -> None:
    with database.session() as session:
        round_id = waiting(session).round_id
    names = ("piers", "olive")
    acts = {name: lambda own, who=name: let(own, own.get_one(Round, round_id), who) for name in names}
    said = at_once(database, **acts)
    assert sorted(words[-21:] for words in said.values()) == sorted(["done", "Take that back first."])
    with database.session(read_only=True) as session:
        assert len(session.scalars(select(Delegation).where(Delegation.round_id == round_id)).all()) == 1


def test_a_signature_at_any_moment_of_taking_it_back_is_whole_or_refused(database: Database) -> None:
    def build(session: Session) -> str:
        application = waiting(session)
        let(session, application.round)
        return application.reference

    def found(session: Session, reference: str) -> Application:
        return session.scalars(select(Application).where(Application.reference == reference)).one()

    def signs(session: Session, reference: str) -> None:
        application = found(session, reference)
        press(session, application, piers(session))

    def takes_back(session: Session, reference: str) -> None:
        round_ = found(session, reference).round
        one = session.scalars(select(Delegation).where(Delegation.round_id == round_.id)).one()
        withdraw_delegation(session, round_=round_, delegation_id=one.id, actor=actor_named(session, "grace"))

    for reference in each_pause(database, build, signs, takes_back):
        with database.session(read_only=True) as session:
            application = found(session, reference)
            made = notices_of(session, application.round_id)
            withdrawn = session.scalars(select(Delegation).where(Delegation.round_id == application.round_id)).one()
            assert withdrawn.withdrawn_at is not None
            assert all(notice.signed_at <= withdrawn.withdrawn_at for notice in made)
            assert (application.state == "approved") == bool(made)
