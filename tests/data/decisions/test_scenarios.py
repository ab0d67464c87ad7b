"""The facts of the line, saving scenarios and recommending them, on a database with its own guards."""

import hashlib
import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, event, func, select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.decisions.models import Recommendation, Scenario
from portal.decisions.operations import Using, changes_since, digest_of, save_scenario, use_scenario
from portal.decisions.queries import ranking
from portal.decisions.queries.line import line_facts
from portal.decisions.rules.line import Line
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.organisations.models import TeamMember
from tests.factories.panel import (
    actor_named,
    new_application,
    new_round,
    recommended,
    scored,
    signed,
)
from tests.support.world import World

MODERATION = ApplicationState.MODERATION
USING = Using("Best by score.")


def three(session: Session, **facts: int) -> Round:
    """Tide 40 out of 40, Ebb 24, Slack 8; each asks for £8,000."""
    made = new_round(session, budget_pence=facts.get("budget_pence", 20_000_00))
    for name, points in (("Tide", 5), ("Ebb", 3), ("Slack", 1)):
        scored(session, new_application(session, made, name=name), asha=[points] * 2, ben=[points] * 2)
    return made


def saved(session: Session, round_: Round, line: Line, *, name: str = "By score", by: str = "olive") -> Scenario:
    digest = digest_of(session, round_, line_facts(session, round_), line)[1]
    actor = actor_named(session, by)
    return save_scenario(session, round_=round_, line=line, name=name, why="It fits.", seen=digest, actor=actor)


def at(total: str, **facts: object) -> Line:
    return Line(Decimal(total), **facts)  # type: ignore[arg-type]


def test_the_facts_of_the_line_are_those_of_the_ranking_and_of_the_answers(session: Session) -> None:
    round_ = round_by_slug(session, World().announced_round)
    assert round_ is not None
    facts = line_facts(session, round_)
    rows = ranking(session, round_)
    assert [(c.reference, c.place, c.total) for c in facts.candidates] == [
        (row.application.reference, row.rank, row.panel.shown_total) for row in rows
    ]
    funded, other = facts.candidates
    assert (funded.reference, funded.signed_pence, funded.movable) == ("SCF25-NWAY", 12_600_00, False)
    assert (other.signed_pence, other.districts, other.size) == (0, ("E06000045",), "under_10k")
    assert other.priority in facts.priorities and other.districts[0] in facts.districts
    assert "all" not in facts.districts
    assert funded.first_time, "no round closed before this one"
    later = round_by_slug(session, World().scoring_round)
    assert later is not None
    assert line_facts(session, later).waiting == 2 and line_facts(session, later).candidates == []


def test_a_group_that_sent_one_before_is_not_a_first_timer(session: Session) -> None:
    made = three(session)
    assert all(one.first_time for one in line_facts(session, made).candidates)
    earlier = new_application(session, new_round(session), state=ApplicationState.DECLINED)
    tide = line_facts(session, made).candidates[0]
    earlier.organisation_id = tide.organisation_id
    earlier.round.closes_at = made.closes_at - timedelta(days=1)
    session.flush()
    assert [one.first_time for one in line_facts(session, made).candidates] == [False, True, True]


def test_what_is_not_eligible_or_not_scored_is_not_in_the_line(session: Session) -> None:
    made = three(session)
    recommended(session, new_application(session, made, state=ApplicationState.INELIGIBLE))
    new_application(session, made, state=ApplicationState.DRAFT)
    new_application(session, made)
    facts = line_facts(session, made)
    assert (len(facts.candidates), facts.waiting) == (3, 1)


def test_a_scenario_keeps_who_when_why_and_the_whole_choice(session: Session) -> None:
    made = three(session)
    scenario = saved(session, made, at("24.0", parts={"x": 1}))
    assert (scenario.number, scenario.name, scenario.why, scenario.saved_by_name) == (
        1, "By score", "It fits.", "Olive Hart",
    )  # fmt: skip
    assert (scenario.chosen, scenario.chosen_pence, scenario.left_pence) == (2, 16_000_00, 4_000_00)
    assert hashlib.sha256(scenario.document.encode()).hexdigest() == scenario.sha256
    assert changes_since(session, scenario) == []
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None and (entry.action, entry.detail["sha256"]) == ("scenario:saved", scenario.sha256)


def test_pressed_twice_it_is_one_scenario_and_a_name_is_taken_once(session: Session) -> None:
    made = three(session)
    first = saved(session, made, at("24.0"))
    assert saved(session, made, at("24.0")) is first
    with pytest.raises(Refused, match="has that name"):
        saved(session, made, at("40.0"))
    assert saved(session, made, at("40.0"), name="Only the best").number == 2
    assert saved(session, three(session), at("40.0")).number == 1, "numbers begin anew in each round"


def test_only_officers_save_and_only_what_they_saw(session: Session) -> None:
    made = three(session)
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            saved(session, made, at("24.0"), by=name)
    actor = actor_named(session, "olive")
    with pytest.raises(Refused, match="changed since you opened the page"):
        save_scenario(session, round_=made, line=at("24.0"), name="A", why="B", seen="old", actor=actor)


@pytest.mark.parametrize("change", [update(Scenario).values(name="Other"), delete(Scenario)])
def test_the_database_lets_nobody_change_a_scenario(session: Session, change: object) -> None:
    saved(session, three(session), at("24.0"))
    with pytest.raises(DatabaseError, match="scenario rows are never changed"):
        session.execute(change)  # type: ignore[call-overload]


def test_using_a_scenario_recommends_all_of_it_with_one_reason(session: Session) -> None:
    made = three(session)
    tide, ebb, slack = (one.reference for one in line_facts(session, made).candidates)
    scenario = saved(session, made, at("24.0", parts={ebb: 5_000_00}))
    using = Using("Best by score.", "not_funded", "score_low")
    assert use_scenario(session, scenario=scenario, using=using, actor=actor_named(session, "olive")) == 3
    found = [row.recommendation for row in ranking(session, made) if row.recommendation]
    assert [(r.application.reference, r.outcome, r.amount_pence, r.main_reason) for r in found] == [
        (tide, "fund", 8_000_00, ""),
        (ebb, "part_fund", 5_000_00, ""),
        (slack, "not_funded", 0, "score_low"),
    ]
    assert {r.reason for r in found} == {"Best by score."}
    actions = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert actions[-4:] == [*["application:recommended"] * 3, "scenario:used"]
    with pytest.raises(Refused, match="3 things changed since this scenario was saved"):
        use_scenario(session, scenario=scenario, using=using, actor=actor_named(session, "olive"))


def test_a_scenario_is_refused_with_the_difference_once_something_changed(session: Session) -> None:
    made = three(session)
    scenario = saved(session, made, at("24.0"))
    tide, ebb, slack = (row.application for row in ranking(session, made))
    recommended(session, tide, "part_fund", amount_pence=1_000_00)
    signed(session, tide)
    ebb.requested_pence = 7_000_00
    slack.state = ApplicationState.WITHDRAWN
    made.budget_pence = 30_000_00
    session.flush()
    found = {(c.what, c.before, c.after) for c in changes_since(session, scenario)}
    assert found == {
        ("The pot", "£20,000", "£30,000"),
        ("Signed", "£0", "£1,000"),
        (f"{tide.reference}, signed", "Not signed", "£1,000"),
        (f"{tide.reference}, recommended", "Nothing yet", "Version 1"),
        (f"{ebb.reference}, asked for", "£8,000", "£7,000"),
        (slack.reference, "In the list", "Not in the list"),
    }
    before = session.scalar(select(func.count(Recommendation.id)))
    with pytest.raises(Refused, match="6 things changed"):
        use_scenario(session, scenario=scenario, using=USING, actor=actor_named(session, "olive"))
    assert session.scalar(select(func.count(Recommendation.id))) == before


def test_money_that_a_scenario_leaves_out_does_not_stay_recommended_by_accident(session: Session) -> None:
    made = three(session)
    slack = ranking(session, made)[2].application
    recommended(session, slack)
    scenario = saved(session, made, at("24.0"))
    olive = actor_named(session, "olive")
    with pytest.raises(Refused, match=f"{slack.reference} is recommended for money and not in this scenario"):
        use_scenario(session, scenario=scenario, using=USING, actor=olive)
    use_scenario(session, scenario=scenario, using=Using("By score.", "reserve"), actor=olive)
    assert [row.outcome for row in ranking(session, made)] == ["fund", "fund", "reserve"]


def test_over_the_pot_or_nothing_or_ones_own_group_is_not_recommended(session: Session) -> None:
    made = three(session, budget_pence=15_000_00)
    olive = actor_named(session, "olive")
    for name, line in (("Over", at("24.0")), ("Nothing", Line())):
        with pytest.raises(Refused, match="chooses nothing, or more than the pot"):
            use_scenario(session, scenario=saved(session, made, line, name=name), using=USING, actor=olive)
    best = saved(session, made, at("40.0"), name="Best")
    tide = ranking(session, made)[0].application
    session.add(
        TeamMember(
            organisation_id=tide.organisation_id, account_id=olive.account_id, role="viewer", joined_at=made.opens_at
        )
    )
    session.flush()
    with pytest.raises(Refused, match=f"You belong to the group of {tide.reference}"):
        use_scenario(session, scenario=best, using=USING, actor=actor_named(session, "olive"))


def test_the_facts_take_the_same_queries_for_any_number(session: Session) -> None:
    counts = []
    statements: list[str] = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    for number in (1, 3, 30):
        made = new_round(session)
        for _ in range(number):
            recommended(session, new_application(session, made, state=MODERATION), "reserve")
        session.expire_all()
        slug = made.slug
        found = round_by_slug(session, slug)
        assert found is not None
        statements.clear()
        assert len(line_facts(session, found).candidates) == number
        counts.append(len([one for one in statements if one.startswith("SELECT")]))
    assert counts == [counts[0]] * 3


def test_conditions_that_were_written_stay_when_a_scenario_is_used(session: Session) -> None:
    made = three(session)
    tide = ranking(session, made)[0].application
    recommended(session, tide).conditions = "Name the worker."
    session.flush()
    scenario = saved(session, made, at("24.0"))
    use_scenario(session, scenario=scenario, using=USING, actor=actor_named(session, "olive"))
    found = [row.recommendation.conditions for row in ranking(session, made) if row.recommendation]
    assert found == ["Name the worker.", ""]


def test_two_who_use_a_scenario_at_once_recommend_once(database: Database) -> None:
    with database.session() as session:
        made = three(session)
        number = saved(session, made, at("24.0")).id
        actors = [actor_named(session, name) for name in ("olive", "piers")]
        round_id = made.id
    start, said = threading.Barrier(2, timeout=20), list[str]()

    def press(actor: Actor) -> None:
        start.wait()
        try:
            with database.session() as own:
                scenario = own.get(Scenario, number)
                assert scenario is not None
                use_scenario(own, scenario=scenario, using=USING, actor=actor)
            said.append("used")
        except Refused as refusal:
            said.append(refusal.reason)

    threads = [threading.Thread(target=press, args=(actor,)) for actor in actors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    refusal, used = sorted(said)
    assert used == "used" and "changed since this scenario was saved" in refusal, said
    with database.session(read_only=True) as session:
        found = session.get(Round, round_id)
        assert found is not None
        rows = [row.recommendation for row in ranking(session, found) if row.recommendation]
        assert [(row.revision, row.amount_pence) for row in rows] == [(1, 8_000_00)] * 2
        assert len({row.recommended_by_id for row in rows}) == 1
