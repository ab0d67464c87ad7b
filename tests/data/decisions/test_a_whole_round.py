"""A whole round: 120 applications, nine assessors, fourteen partners, from the deadline to signature and release."""

from collections import Counter
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from random import Random

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts.models import Account
from portal.applications.models import Application
from portal.assessment.models import Assignment, Score
from portal.assessment.operations import assign_all, declare_round, save_scores, submit_scores
from portal.assessment.queries import assignments_of
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.queries.sharing import work_of
from portal.assessment.rules import Draft
from portal.assessment.rules.fair import loads_after, share_out
from portal.consultation import operations as consulting
from portal.core.clock import today
from portal.decisions.operations import recommend, shown_line, sign
from portal.decisions.queries import ranking, recommendation_on
from portal.decisions.rules import Proposal
from portal.decisions.rules.signing import list_text
from portal.feedback.operations import release_round
from portal.funds.models import Criterion, Round
from portal.outbox.models import Message
from tests.factories.panel import actor_named, actor_of, approved, new_application, new_person, new_round
from tests.support.building.consultation import add
from tests.support.building.decisions import GROUNDS

APPLICATIONS, ASSESSORS, PARTNERS, NEEDED = 120, 9, 14, 2
ASKED = 8_000_00
BUDGET = 40 * ASKED


def test_a_round_is_played_from_the_deadline_to_the_release(session: Session) -> None:
    chance, olive = Random(2026), actor_named(session, "olive")
    round_ = new_round(session, budget_pence=BUDGET, assessors=NEEDED, weights=(600, 400))
    made = [new_application(session, round_) for _ in range(APPLICATIONS)]
    people = [
        new_person(session, f"Assessor {n}", f"assessor{n}@place{n}.example.org", Role.ASSESSOR)
        for n in range(ASSESSORS)
    ]
    partners = [
        add(session, f"CE-WHOLE{n}", "csp", f"Partnership {n}", f"Person {n}", f"p{n}@partner{n}.example.org")
        for n in range(PARTNERS)
    ]
    linked = {person.id: chance.sample(made, 4) for person in people}
    for person in people:
        links = {one.reference: ("work", "I know them.") for one in linked[person.id]}
        declare_round(session, round_=round_, links=links, actor=actor_of(session, person, Role.ASSESSOR))
    _shared_fairly(session, round_, people)
    assert kept_from(session, round_.id) == _kept(linked)
    pairs = [(partner.reference, one.reference) for partner in partners for one in chance.sample(made, 10)]
    consulting.ask(session, round_=round_, pairs=pairs, ends_on=today() + timedelta(days=15), actor=olive)
    given = {person.id: _scored(session, person, chance) for person in people}
    rows = ranking(session, round_)
    assert [row.application.state for row in rows] == ["moderation"] * APPLICATIONS
    totals = [row.panel.total for row in rows]
    assert all(earlier >= later for earlier, later in pairwise(total or 0 for total in totals))
    assert {row.application.id: row.panel.shown_total for row in rows} == _independently(session, round_)
    assert sum(given.values()) == APPLICATIONS * NEEDED
    for place, row in enumerate(rows):
        funded = place < BUDGET // ASKED
        proposal = Proposal("fund" if funded else "not_funded", None, "By its total.", "" if funded else "score_low")
        recommend(session, application=row.application, proposal=proposal, revision=0, actor=olive)
    lines = [shown_line(one, row) for one in made if (row := recommendation_on(session, one.id))]
    chosen = {line.reference: line.revision for line in lines}
    grace = actor_named(session, "grace")
    decisions = sign(session, round_=round_, chosen=chosen, grounds=GROUNDS, actor=grace, shown=list_text(lines))
    assert Counter(decision.outcome for decision in decisions) == {"fund": 40, "not_funded": 80}
    session.refresh(round_)
    assert (round_.committed_pence, round_.state) == (BUDGET, "decided")
    for application in made:
        approved(session, application)
    assert release_round(session, round_=round_, actor=olive) == APPLICATIONS
    told = session.execute(
        select(Message.about, func.count()).where(Message.template == "decision_released").group_by(Message.about)
    ).all()
    mine = {one.reference for one in made}
    assert {about: count for about, count in told if about in mine} == dict.fromkeys(mine, 1)


def _shared_fairly(session: Session, round_: Round, people: list[Account]) -> None:
    work = work_of(session, round_)
    scorers = work.scorers([person.id for person in people], APPLICATIONS)
    sharing = share_out(work.wanted, scorers, work.barred)
    assert sharing.short == {} and len(sharing.given) == APPLICATIONS * NEEDED
    loads = loads_after(scorers, sharing.given)
    assert max(loads.values()) == -(-APPLICATIONS * NEEDED // ASSESSORS), "nobody has more than an even share"
    pairs = [(work.applications[application], work.people[who]) for application, who in sharing.given]
    assert assign_all(session, pairs=pairs, actor=actor_named(session, "olive")) == []


def _kept(linked: dict[int, list[Application]]) -> dict[int, frozenset[int]]:
    applications = {one.id for chosen in linked.values() for one in chosen}
    return {
        number: frozenset(who for who, chosen in linked.items() if number in {one.id for one in chosen})
        for number in applications
    }


def _scored(session: Session, person: Account, chance: Random) -> int:
    """Score everything that was given to somebody, who has declared already. Out: how many."""
    actor, mine = actor_of(session, person, Role.ASSESSOR), assignments_of(session, person.id)
    for one in mine:
        drafts = {number: Draft(chance.randint(0, 5), "For a reason.") for number in (1, 2)}
        save_scores(session, assignment=one, drafts=drafts, note="", revision=0, actor=actor)
        submit_scores(session, assignment=one, actor=actor)
    return len(mine)


def _independently(session: Session, round_: Round) -> dict[int, Decimal]:
    """The totals once more, by decimal fractions: 60 % and 40 % of the two means, times 8, rounded half up."""
    rows = session.execute(
        select(Assignment.application_id, Criterion.number, Score.points)
        .join(Assignment, Assignment.id == Score.assignment_id)
        .join(Criterion, Criterion.id == Score.criterion_id)
        .where(Criterion.round_id == round_.id)
    )
    points: dict[tuple[int, int], list[int]] = {}
    for application_id, number, given in rows:
        points.setdefault((application_id, number), []).append(given or 0)
    means = {key: Decimal(sum(given)) / len(given) for key, given in points.items()}
    return {
        number: ((means[number, 1] * 6 + means[number, 2] * 4) / 10 * 8).quantize(Decimal("0.1"), ROUND_HALF_UP)
        for number in {key[0] for key in points}
    }
