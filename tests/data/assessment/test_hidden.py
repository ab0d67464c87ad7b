"""What is kept from one member of staff is left out of everything that their session reads."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.assessment.models import Assignment, Conflict
from portal.assessment.operations import pin_conflict
from portal.assessment.queries import progress_of
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.queries.hidden import hidden_from, hide_from
from portal.core.clock import now
from portal.core.hiding import hidden_in, whole
from portal.core.refusal import Refused
from portal.decisions.queries import committed_of, ranking, states_in
from portal.feedback.operations import release_round
from portal.organisations.models import TeamMember
from tests.factories.panel import actor_named, new_application, new_person, new_round, recommended, scored, signed
from tests.support.cast import account_named


def test_it_is_the_rule_of_kept_from_for_one_person(session: Session) -> None:
    round_ = new_round(session)
    declared, member, domain, lifted, free = (new_application(session, round_) for _ in range(5))
    piers = account_named(session, "piers")
    for one in (declared, lifted):
        pin(session, one, "piers")
    session.scalars(select(Conflict).where(Conflict.application_id == lifted.id)).one().lifted_at = now()
    session.add(TeamMember(organisation=member.organisation, account=piers, role="viewer", joined_at=now()))
    new = new_person(session, "One More", "one@opcc.example.org")
    session.add(TeamMember(organisation=domain.organisation, account=new, role="viewer", joined_at=now()))
    session.flush()
    kept = {one for one, people in kept_from(session, round_.id).items() if piers.id in people}
    assert hidden_from(session, piers.id, "Piers@OPCC.example.org").ids == kept == {declared.id, member.id, domain.id}
    assert free.id not in kept


def test_the_session_leaves_it_out_of_lists_counts_and_totals(session: Session) -> None:
    round_ = new_round(session, budget_pence=90_000_00)
    mine, rest = (scored(session, new_application(session, round_), asha=[4, 4], ben=[4, 4]) for _ in range(2))
    for one in (mine, rest):
        recommended(session, one)
    signed(session, mine, rest)
    pin(session, mine, "piers")
    gone = mine.id
    session.flush()
    session.expunge(mine)
    hide_from(session, actor_named(session, "piers"))
    assert [row.application.reference for row in ranking(session, round_)] == [rest.reference]
    counted = select(func.count(Application.id)).where(Application.round_id == round_.id)
    given = select(func.count(Assignment.id)).join(Assignment.application).where(Application.round_id == round_.id)
    assert (session.scalar(counted), session.scalar(given)) == (1, 2)
    assert session.get(Application, gone) is None
    assert committed_of(session, round_) == 8_000_00 and progress_of(session, round_.id) == []
    assert hidden_in(session).rounds == {round_.id}
    assert len(states_in(session, round_.id)) == 2, "the round goes by all of them"
    with whole(session):
        assert session.scalar(counted) == 2 and committed_of(session, round_) == 16_000_00
    with pytest.raises(Refused, match="Someone else must release"):
        release_round(session, round_=round_, actor=actor_named(session, "piers"))


def pin(session: Session, application: Application, name: str) -> None:
    """Olive records somebody's link."""
    facts = {"kind": "work", "text": "A trustee there.", "person": account_named(session, name)}
    pin_conflict(session, application=application, **facts, actor=actor_named(session, "olive"))
