"""Links between people and groups: declared for a round, recorded, suggested, dismissed, lifted."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.assessment.models import Assignment, Conflict, Dismissal
from portal.assessment.operations import (
    assign,
    declare_round,
    dismiss_suggestion,
    lift_conflict,
    pin_conflict,
)
from portal.assessment.queries import assignment_of, assignments_of, counted_scores, groups_to_declare
from portal.assessment.queries.conflicts import conflict_of, kept_from, open_suggestions
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.interests.models import Declaration, Interest
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.cast import account_named


def given_to(session: Session, application: Application, name: str) -> Assignment:
    return assign(
        session, application=application, assessor=account_named(session, name), actor=actor_named(session, "olive")
    )


def audited(session: Session, action: str) -> int:
    return session.scalar(select(func.count(AuditEntry.id)).where(AuditEntry.action == action)) or 0


def test_going_through_a_round_opens_all_but_what_is_named(session: Session) -> None:
    round_ = new_round(session)
    first, second, third = (new_application(session, round_) for _ in range(3))
    asha = actor_named(session, "asha")
    before = given_to(session, first, "asha")
    gone = given_to(session, second, "asha")
    links = {second.reference: ("work", "I was a trustee.")}
    assert declare_round(session, round_=round_, links=links, actor=asha) == 1
    assert (before.state, gone.state) == ("declared", "conflicted")
    assert given_to(session, third, "asha").state == "declared", "given later, declared already"
    assert kept_from(session, round_.id) == {second.id: frozenset({asha.account_id})}
    shown = groups_to_declare(session, round_.id, asha.account_id)
    assert {group.reference for group in shown.values()} == {first.reference, third.reference}
    assert declare_round(session, round_=round_, links={}, actor=asha) == 0, "declaring again takes nothing back"
    assert gone.state == "conflicted" and audited(session, "assessment:round-declared") == 2
    with pytest.raises(Refused, match="The list of groups has changed"):
        declare_round(session, round_=round_, links={second.reference: ("work", "Again")}, actor=asha)
    with pytest.raises(Forbidden):
        declare_round(session, round_=round_, links={}, actor=actor_named(session, "sam"))


def test_a_recorded_link_takes_the_application_and_the_scores(session: Session) -> None:
    round_ = new_round(session, assessors=2)
    application = scored(session, new_application(session, round_), asha=[4, 4], ben=[1, 1])
    assert application.state == "moderation"
    olive, ben = actor_named(session, "olive"), account_named(session, "ben")
    for _ in range(2):  # pressed twice
        pin_conflict(session, application=application, person=ben, kind="family", text="His sister.", actor=olive)
    found = conflict_of(session, application.id, ben.id)
    assert found is not None and (found.pinned, found.late, found.stands) == (True, True, True)
    assert application.state == "assessing", "one score is too few"
    assert {one.points for one in counted_scores(session, [application.id])[application.id]} == {4}
    assert audited(session, "assessment:conflict") == 2, "that of the world, and this one"
    with pytest.raises(Refused, match="has a conflict of interest here"):
        given_to(session, application, "ben")
    with pytest.raises(Forbidden):
        pin_conflict(
            session, application=application, person=ben, kind="work", text="x", actor=actor_named(session, "asha")
        )


def test_a_link_without_an_assignment_keeps_a_person_from_getting_one(session: Session) -> None:
    application = new_application(session, new_round(session))
    dev = account_named(session, "dev")
    pin_conflict(
        session, application=application, person=dev, kind="money", text="A loan.", actor=actor_named(session, "olive")
    )
    with pytest.raises(Refused, match="has a conflict of interest here"):
        given_to(session, application, "dev")
    assert [a for a in assignments_of(session, dev.id) if a.application_id == application.id] == []


def test_a_lifted_link_lets_the_application_be_given_anew(session: Session) -> None:
    application = scored(session, new_application(session, new_round(session, assessors=1)), asha=[3, 3])
    olive, asha = actor_named(session, "olive"), account_named(session, "asha")
    pin_conflict(session, application=application, person=asha, kind="other", text="Same name.", actor=olive)
    found = conflict_of(session, application.id, asha.id)
    assert found is not None
    with pytest.raises(Refused, match="Say why"):
        lift_conflict(session, conflict=found, reason=" ", actor=olive)
    lift_conflict(session, conflict=found, reason="Another person.", actor=olive)
    lift_conflict(session, conflict=found, reason="Pressed twice.", actor=olive)
    assert not found.stands and found.lifted_reason == "Another person."
    assignment = assignment_of(session, application.reference, asha.id)
    assert assignment is not None and assignment.state == "removed"
    assert counted_scores(session, [application.id]) == {}
    assert given_to(session, application, "asha").state == "assigned"
    assert session.scalar(select(func.count(Conflict.id)).where(Conflict.application_id == application.id)) == 1


def test_the_register_suggests_and_an_officer_settles_it(session: Session) -> None:
    round_ = new_round(session)
    application = new_application(session, round_, name="Tide Turners")
    dev, olive = account_named(session, "dev"), actor_named(session, "olive")
    old = Declaration(account=dev, declared_at=now())
    old.interests = [Interest(kind="job", organisation="Elsewhere", part="Cook", private=False)]
    new = Declaration(account=dev, declared_at=now())
    new.interests = [Interest(kind="volunteer", organisation="tide  turners", part="Driver", private=True)]
    session.add_all([old, new])
    session.flush()
    (found,) = open_suggestions(session, round_.id)
    assert (found.application_id, found.account_id, found.ground) == (application.id, dev.id, "interest-volunteer")
    with pytest.raises(Refused, match=r"Dev .+ may have a link"):
        given_to(session, application, "dev")
    facts = {"application": application, "account_id": dev.id, "ground": found.ground}
    with pytest.raises(Refused, match="Say why"):
        dismiss_suggestion(session, **facts, reason="", actor=olive)  # type: ignore[arg-type]
    for _ in range(2):
        dismiss_suggestion(session, **facts, reason="Left in 2020.", actor=olive)  # type: ignore[arg-type]
    assert session.scalar(select(func.count(Dismissal.id))) == 1 and open_suggestions(session, round_.id) == []
    assert given_to(session, application, "dev").state == "assigned"
