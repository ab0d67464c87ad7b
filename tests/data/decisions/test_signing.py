"""Recommending and signing on a database, with its own guards."""

import threading

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError, IntegrityError
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.decisions.models import Decision
from portal.decisions.operations import recommend, send_back, sign
from portal.decisions.queries import budget_of, decision_on, ranking
from portal.decisions.rules import Budget, Proposal
from portal.funds.models import Round
from tests.factories.panel import (
    actor_named,
    actor_of,
    new_application,
    new_person,
    new_round,
    recommended,
    scored,
    signed,
)
from tests.support.building.decisions import GROUNDS
from tests.support.cast import account_named

MODERATION = ApplicationState.MODERATION
FUND = Proposal("fund", None, "A strong plan.")


def test_a_recommendation_may_change_until_it_is_signed(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    first = recommended(session, application)
    assert (application.state, first.outcome, first.amount_pence, first.revision) == (
        "recommended",
        "fund",
        8_000_00,
        1,
    )
    piers = actor_named(session, "piers")
    part = Proposal("part_fund", 5_000_00, "Part of it is enough.")
    with pytest.raises(Stale):
        recommend(session, application=application, proposal=part, revision=0, actor=piers)
    changed = recommend(session, application=application, proposal=part, revision=1, actor=piers)
    assert changed is first
    assert (changed.outcome, changed.amount_pence, changed.revision, changed.recommended_by_id) == (
        "part_fund",
        5_000_00,
        2,
        piers.account_id,
    )
    signed(session, application)
    with pytest.raises(Refused, match="The decision on this application is signed"):
        recommend(session, application=application, proposal=part, revision=2, actor=piers)


def test_only_officers_recommend_and_only_after_scoring(session: Session) -> None:
    made = new_round(session)
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            recommend(
                session,
                application=new_application(session, made, state=MODERATION),
                proposal=FUND,
                revision=0,
                actor=actor_named(session, name),
            )
    half = scored(session, new_application(session, made), asha=[3, 3])
    with pytest.raises(Refused, match="once all its assessors have scored it"):
        recommended(session, half)


def test_an_ineligible_application_is_only_ever_not_funded(session: Session) -> None:
    application = new_application(session, new_round(session), state=ApplicationState.INELIGIBLE)
    with pytest.raises(Refused, match="Choose what you recommend"):
        recommend(session, application=application, proposal=FUND, revision=0, actor=actor_named(session, "olive"))
    found = recommended(session, application)
    assert (found.outcome, found.main_reason, found.amount_pence) == ("not_funded", "not_eligible", 0)


def test_signing_takes_from_the_budget_and_closes_the_round(session: Session) -> None:
    made = new_round(session, budget_pence=20_000_00)
    pairs = [("fund", "approved"), ("reserve", "reserve"), ("not_funded", "declined")]
    applications = [new_application(session, made, state=MODERATION) for _ in pairs]
    new_application(session, made, state=ApplicationState.DRAFT)
    new_application(session, made, state=ApplicationState.WITHDRAWN)
    for application, (outcome, _) in zip(applications, pairs, strict=True):
        recommended(session, application, outcome)
    assert budget_of(session, made) == Budget(20_000_00, 0, 8_000_00)
    signed(session, *applications[:2])
    assert (made.state, made.committed_pence) == ("assessing", 8_000_00)
    signed(session, applications[2])
    assert [a.state for a in applications] == [state for _, state in pairs]
    assert (made.state, made.committed_pence) == ("decided", 8_000_00)
    assert budget_of(session, made) == Budget(20_000_00, 8_000_00, 0)
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    done = ["application:decided", "decisions:signed"]
    assert actions[-6:] == ["application:decided", *done, *done, "round:decided"]


def test_only_the_commissioner_signs(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    recommended(session, application)
    for name in ("olive", "piers", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            signed(session, application, by=name)


def test_nobody_signs_what_they_recommended(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    recommendation = recommended(session, application)
    recommendation.recommended_by_id = account_named(session, "grace").id
    session.flush()
    with pytest.raises(Refused, match=f"You recommended {application.reference} yourself"):
        signed(session, application)


def raw_decision(session: Session, application: Application, **values: object) -> None:
    grace, olive = account_named(session, "grace").id, account_named(session, "olive").id
    row = {
        "application_id": application.id,
        "round_id": application.round_id,
        "outcome": "fund",
        "amount_pence": 8_000_00,
        "reason": "x",
        "main_reason": "",
        "recommended_by_id": olive,
        "signed_by_id": grace,
        "signed_at": now(),
    }
    session.execute(insert(Decision).values(**(row | values)))


def test_the_database_refuses_one_person_for_both(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    with pytest.raises(IntegrityError, match="signed_by_another"):
        raw_decision(session, application, recommended_by_id=account_named(session, "grace").id)


@pytest.mark.parametrize(
    "values",
    [
        {"amount_pence": 10_000_01},
        {"amount_pence": 0},
        {"outcome": "not_funded"},
        {"outcome": "reserve", "amount_pence": 1},
        {"outcome": "everything"},
        {"amount_pence": -1},
    ],
)
def test_the_database_refuses_amounts_that_cannot_be(session: Session, values: dict[str, object]) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    with pytest.raises(IntegrityError):
        raw_decision(session, application, **values)


def test_the_database_keeps_the_sum_of_awards_within_the_budget(session: Session) -> None:
    made = new_round(session, budget_pence=10_000_00)
    raw_decision(session, new_application(session, made, state=MODERATION), amount_pence=6_000_00)
    with pytest.raises(IntegrityError, match="within_budget"):
        raw_decision(session, new_application(session, made, state=MODERATION), amount_pence=4_000_01)


@pytest.mark.parametrize("statement", ["UPDATE decision SET amount_pence = 1", "DELETE FROM decision"])
def test_a_decision_is_never_changed(session: Session, statement: str) -> None:
    raw_decision(session, new_application(session, new_round(session), state=MODERATION))
    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text(statement))


def test_awards_above_the_budget_are_refused_in_plain_words_and_nothing_is_signed(session: Session) -> None:
    made = new_round(session, budget_pence=15_000_00)
    applications = [new_application(session, made, state=MODERATION) for _ in range(2)]
    for application in applications:
        recommended(session, application)
    assert budget_of(session, made).left == -1_000_00
    with pytest.raises(Refused, match="These awards come to £16,000, and £15,000 of the budget is left"):
        signed(session, *applications)
    assert session.scalars(select(Decision).where(Decision.round_id == made.id)).all() == []
    signed(session, applications[0])
    assert made.committed_pence == 8_000_00


def test_what_was_changed_or_sent_back_meanwhile_is_not_signed(session: Session) -> None:
    made = new_round(session)
    application = new_application(session, made, state=MODERATION)
    recommendation = recommended(session, application)
    grace = actor_named(session, "grace")
    with pytest.raises(Refused, match="was changed since you opened the page"):
        sign(session, round_=made, chosen={application.reference: 0}, grounds=GROUNDS, actor=grace)
    with pytest.raises(Refused, match="Enter what the officer should look at again"):
        send_back(session, recommendation=recommendation, reason=" ", revision=1, actor=grace)
    send_back(session, recommendation=recommendation, reason="Ask about the costs.", revision=1, actor=grace)
    with pytest.raises(Refused, match="was sent back to the officer"):
        sign(session, round_=made, chosen={application.reference: 1}, grounds=GROUNDS, actor=grace)
    recommend(session, application=application, proposal=FUND, revision=1, actor=actor_named(session, "olive"))
    assert (recommendation.sent_back_at, recommendation.sent_back_reason) == (None, "")
    signed(session, application)


def test_only_applications_of_the_round_are_signed(session: Session) -> None:
    application = new_application(session, new_round(session), state=MODERATION)
    recommended(session, application)
    for chosen in ({}, {application.reference: 1}, {"SCF00-ZZZZ": 1}):
        with pytest.raises(Refused, match="Select at least one application of this round"):
            sign(
                session, round_=new_round(session), chosen=chosen, grounds=GROUNDS, actor=actor_named(session, "grace")
            )


def test_two_commissioners_at_once_make_one_decision(database: Database) -> None:
    with database.session() as session:
        application = new_application(session, new_round(session), state=MODERATION)
        recommended(session, application)
        other = new_person(session, "Gil Deputy", "gil@opcc.example.org", Role.COMMISSIONER)
        actors = [actor_named(session, "grace"), actor_of(session, other, Role.COMMISSIONER)]
        chosen, round_id, number = {application.reference: 1}, application.round_id, application.id
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def press(actor: object) -> None:
        start.wait()
        try:
            with database.session() as own:
                made = own.get(Round, round_id)
                sign(own, round_=made, chosen=chosen, grounds=GROUNDS, actor=actor)  # type: ignore[arg-type]
            outcomes.append("signed")
        except Refused as refusal:
            outcomes.append(refusal.reason)

    threads = [threading.Thread(target=press, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.session(read_only=True) as session:
        decision = decision_on(session, number)
        assert decision is not None
        assert session.get(Round, round_id).committed_pence == 8_000_00
        (loser,) = [said for said in outcomes if said != "signed"]
        assert loser.startswith(f"{decision.signed_by.name} signed the decision on {application.reference} on ")
        assert loser.endswith(": Fund, £8,000.")


def test_the_ranking_is_by_total_and_takes_the_same_queries_for_any_number(session: Session) -> None:
    made = new_round(session, weights=(3, 1))
    weak = scored(session, new_application(session, made), asha=[2, 2], ben=[2, 1])
    strong = scored(session, new_application(session, made), asha=[5, 4], ben=[4, 1])
    unscored = new_application(session, made)
    recommended(session, strong, "part_fund", amount_pence=5_000_00)
    rows = ranking(session, made)
    found = [(r.application.reference, r.rank, str(r.panel.shown_total), r.outcome, r.amount_pence) for r in rows]
    assert found == [
        (strong.reference, 1, "32", "part_fund", 5_000_00),
        (weak.reference, 2, "15", None, 0),
        (unscored.reference, None, "None", None, 0),
    ]
    assert rows[0].panel.needs_moderation and not rows[1].panel.needs_moderation


def test_recommendations_are_kept_apart_by_round(session: Session) -> None:
    one, other = (new_application(session, new_round(session), state=MODERATION) for _ in range(2))
    recommended(session, one)
    assert [budget_of(session, a.round).recommended for a in (one, other)] == [8_000_00, 0]
