"""Money for the reserve list, on a database with its own guards."""

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.queries import application_by_reference
from portal.audit.models import AuditEntry
from portal.cli.invariants import faults
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.decisions.models import Promotion
from portal.decisions.operations import (
    ListChanged,
    promote,
    propose_promotion,
    raise_budget,
    send_back_promotion,
    take_back,
)
from portal.decisions.queries import held_by, past_rounds
from portal.decisions.queries.line import line_facts
from portal.decisions.queries.results import result_on, results_of
from portal.decisions.rules.promotion import Offer
from portal.fairness.queries import asked_in
from portal.feedback.operations import release_round
from portal.feedback.queries import lines
from portal.network.queries.history import applications_and_awards
from portal.network.queries.reaching import asked_by_round
from portal.organisations.models import TeamMember
from portal.outbox.models import Message
from tests.factories.panel import actor_named, approved, new_person
from tests.factories.promotion import promoted, proposed, reserve_round, shown_for
from tests.support.at_once import at_once, each_pause
from tests.support.building.decisions import GROUNDS


def messages(session: Session, template: str, about: str) -> list[Message]:
    """The messages of a template about an application."""
    return list(session.scalars(select(Message).where(Message.template == template, Message.about == about)))


def money_faults(session: Session) -> list[str]:
    """What does not hold; the applications of these tests were never sent by a form, so that is left out."""
    return [fault for fault in faults(session) if "it was not frozen" not in fault]


def found(session: Session, reference: str) -> Application:
    """An application of the test."""
    application = application_by_reference(session, reference)
    assert application is not None
    return application


def test_everything_that_counts_money_or_outcomes_counts_a_promotion(session: Session) -> None:
    made, (one, other) = reserve_round(session, announced=True)
    proposed(session, one, 5_000_00, conditions="Name the worker.")
    (promotion,) = promoted(session, one)
    assert (promotion.outcome, promotion.decision.outcome, one.state, other.state) == (
        "part_fund", "reserve", "approved", "reserve",
    )  # fmt: skip
    assert made.committed_pence == 13_000_00
    result = result_on(session, one.id)
    assert result and (result.outcome, result.amount_pence, result.conditions) == (
        "part_fund", 5_000_00, "Name the worker.",
    )  # fmt: skip
    assert held_by(session, one.organisation_id)[0] == ("Grants", 1)
    assert held_by(session, other.organisation_id)[0] == ("Grants", 0)
    assert {c.reference: c.signed_pence for c in line_facts(session, made).candidates}[one.reference] == 5_000_00
    assert [asking.awarded_pence for asking in applications_and_awards(session, one.organisation)] == [5_000_00]
    reached = {round_.id: asked for round_, asked in asked_by_round(session)}[made.id]
    assert sorted(asked.awarded_pence for asked in reached) == [0, 5_000_00, 8_000_00]
    assert sorted(asked.awarded_pence for asked in asked_in(session, made)) == [0, 5_000_00, 8_000_00]
    assert {line.application.id: line.result.amount_pence for line in lines(session, made) if line.result}[
        one.id
    ] == 5_000_00
    (past,) = past_rounds(session, made.fund_id)
    assert (past.applied, past.funded) == ("fewer than 5", "fewer than 5")
    assert money_faults(session) == []


def test_public_figures_count_it(session: Session) -> None:
    made, listed = reserve_round(session, reserve=10, budget_pence=60_000_00, announced=True)
    for application in listed[:4]:
        proposed(session, application)
    promoted(session, *listed[:4])
    (past,) = past_rounds(session, made.fund_id)
    assert (past.applied, past.funded, past.awarded_pence) == ("11", "5", 40_000_00)


def test_its_group_is_told_once_after_the_announcement_leads_and_editors_only(session: Session) -> None:
    _made, (one, other) = reserve_round(session, announced=True)
    for name, role in (("Edie", "editor"), ("Vic", "viewer")):
        person = new_person(session, name, f"{name}@group.example.org")
        session.add(TeamMember(organisation_id=one.organisation_id, account=person, role=role, joined_at=now()))
    session.flush()
    proposed(session, one)
    assert messages(session, "promotion_released", one.reference) == []
    promoted(session, one)
    told = messages(session, "promotion_released", one.reference)
    assert len(told) == 2 and "vic@group.example.org" not in {message.to_email for message in told}
    assert "We can now fund your project with the £8,000 that you asked for." in told[0].body
    assert messages(session, "promotion_released", other.reference) == []


def test_before_the_announcement_nobody_is_told_and_then_the_release_tells_all(session: Session) -> None:
    made, listed = reserve_round(session)
    proposed(session, listed[0])
    promoted(session, listed[0])
    assert messages(session, "promotion_released", listed[0].reference) == []
    for application in session.scalars(select(Application).where(Application.round_id == made.id)):
        approved(session, application)
    release_round(session, round_=made, actor=actor_named(session, "olive"))
    (told,) = messages(session, "decision_released", listed[0].reference)
    assert "We will fund your project with the £8,000 that you asked for." in told.body
    assert messages(session, "promotion_released", listed[0].reference) == []


def test_what_changed_since_it_was_shown_is_told_and_nothing_is_signed(session: Session) -> None:
    made, (one, other) = reserve_round(session)
    proposed(session, one)
    proposed(session, other, 2_000_00)
    shown, chosen, grace = (
        shown_for(session, one, other),
        [one.reference, other.reference],
        actor_named(session, "grace"),
    )
    proposed(session, other, 3_000_00)
    with pytest.raises(ListChanged) as changed:
        promote(session, round_=made, chosen=chosen, shown=shown, grounds=GROUNDS, actor=grace)
    assert [(c.what, c.before, c.after) for c in changed.value.changes] == [
        (f"{other.reference}, amount", "£2,000", "£3,000")
    ]
    shown = shown_for(session, one, other)
    take_back(session, application=other, revision=2, actor=actor_named(session, "piers"))
    with pytest.raises(ListChanged):
        promote(session, round_=made, chosen=chosen, shown=shown, grounds=GROUNDS, actor=grace)
    with pytest.raises(Refused, match="Open the list again"):
        promote(session, round_=made, chosen=[one.reference], shown="[]", grounds=GROUNDS, actor=grace)
    with pytest.raises(Refused, match="Open the list again"):
        promote(session, round_=made, chosen=chosen, shown=shown_for(session, one), grounds=GROUNDS, actor=grace)
    assert session.scalar(select(func.count(Promotion.id))) == 0 and made.committed_pence == 8_000_00


def test_nobody_signs_twice_or_their_own_and_only_the_commissioner(session: Session) -> None:
    _made, (one, _other) = reserve_round(session)
    proposed(session, one)
    for name in ("olive", "piers", "asha", "sam", "amina"):
        with pytest.raises(Forbidden):
            promoted(session, one, by=name)
    session.execute(
        update(type(proposed(session, one))).values(proposed_by_id=actor_named(session, "grace").account_id)
    )
    with pytest.raises(Refused, match="You proposed"):
        promoted(session, one)
    proposed(session, one)
    promoted(session, one)
    with pytest.raises(Refused, match="Grace Whitfield signed the decision on"):
        promoted(session, one)


def test_the_list_is_kept_in_order_or_a_reason_is_given(session: Session) -> None:
    _made, (first, second) = reserve_round(session)
    with pytest.raises(Refused, match="Enter why those that stand before it wait"):
        proposed(session, second)
    proposed(session, first)
    proposed(session, second)
    with pytest.raises(Refused, match=f"{first.title} stands before {second.title}"):
        promoted(session, second)
    send_back_promotion(
        session, application=first, reason="They closed.", revision=1, actor=actor_named(session, "grace")
    )
    proposed(session, second, order_reason="The first group closed down.")
    (made,) = promoted(session, second)
    assert made.order_reason == "The first group closed down."


def test_a_proposal_of_an_older_page_is_stale_and_a_stopped_one_is_not_stopped_again(session: Session) -> None:
    _made, (one, _other) = reserve_round(session)
    proposal = proposed(session, one)
    olive = actor_named(session, "olive")
    with pytest.raises(Refused, match="was changed, stopped or signed"):
        take_back(session, application=one, revision=0, actor=olive)
    take_back(session, application=one, revision=1, actor=olive)
    with pytest.raises(Refused, match="was changed, stopped or signed"):
        take_back(session, application=one, revision=1, actor=olive)
    assert not proposal.open
    with pytest.raises(Stale):
        propose_promotion(session, application=one, offer=Offer(1_00, "Money."), revision=0, actor=olive)


def test_the_database_itself_refuses_money_that_is_not_there_and_any_change(session: Session) -> None:
    made, (one, other) = reserve_round(session, budget_pence=16_000_00)
    proposed(session, one)
    proposed(session, other)
    with pytest.raises(Refused, match="That is £8,000 too much"):
        promoted(session, one, other)
    (promotion,) = promoted(session, one)
    values = {
        column.name: getattr(promotion, column.name) for column in Promotion.__table__.columns if column.name != "id"
    }
    result = results_of(session, [other.id])[other.id]
    values |= {"application_id": other.id, "decision_id": result.decision.id, "amount_pence": 1}
    for statement in (
        Promotion.__table__.insert().values(values),
        update(Promotion).values(amount_pence=1),
        delete(Promotion),
    ):
        with pytest.raises(DatabaseError), session.begin_nested():
            session.execute(statement)
    session.refresh(made)
    assert made.committed_pence == made.budget_pence == 16_000_00


@pytest.mark.parametrize("announced", [False, True])
def test_late_money_is_raised_after_deciding_and_after_announcing(session: Session, announced: bool) -> None:
    made, listed = reserve_round(session, budget_pence=8_000_00, announced=announced)
    proposed(session, listed[0])
    with pytest.raises(Refused, match="£0 of the budget is left"):
        promoted(session, listed[0])
    raise_budget(
        session, round_=made, after_pence=16_000_00, reason="Late money.", before_pence=8_000_00,
        actor=actor_named(session, "olive"),
    )  # fmt: skip
    promoted(session, listed[0])
    assert made.committed_pence == 16_000_00
    entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "promotions:signed")).one()
    assert entry.detail["amount_pence"] == 8_000_00 and len(entry.detail["sha256"]) == 64


def test_twelve_at_once_never_take_more_than_the_last_money(database: Database) -> None:
    with database.session() as session:
        made, listed = reserve_round(session, reserve=12, budget_pence=8_000_00 + 5 * 8_000_00, announced=True)
        for application in listed:
            proposed(session, application, order_reason="At once.")
        number, references = made.id, [application.reference for application in listed]
    acts = {
        reference: lambda session, mine=reference: promoted(session, found(session, mine)) for reference in references
    }
    said = at_once(database, **acts)
    done = [reference for reference in references if said[reference] == "done"]
    assert len(done) == 5, said
    with database.session() as session:
        committed = session.scalar(select(type(made).committed_pence).where(type(made).id == number))
        assert committed == 48_000_00 and session.scalar(select(func.count(Promotion.id))) == 5
        assert [len(messages(session, "promotion_released", one)) for one in done] == [1] * 5
        assert money_faults(session) == []


def test_a_proposal_that_is_changed_between_any_two_statements_is_never_signed_unread(database: Database) -> None:
    def build(session: Session) -> str:
        _made, listed = reserve_round(session)
        proposed(session, listed[0])
        return listed[0].reference

    def press(session: Session, reference: str) -> None:
        application = found(session, reference)
        shown = "[" + shown_for(session, application)[1:-1].replace('"revision":2', '"revision":1') + "]"
        shown = shown.replace("300000", "800000")
        grace = actor_named(session, "grace")
        promote(session, round_=application.round, chosen=[reference], shown=shown, grounds=GROUNDS, actor=grace)

    def change(session: Session, reference: str) -> None:
        proposed(session, found(session, reference), 3_000_00)

    for reference in each_pause(database, build, press, change):
        with database.session() as session:
            result = result_on(session, found(session, reference).id)
            assert result is not None and result.amount_pence in (0, 8_000_00)
            assert money_faults(session) == []
