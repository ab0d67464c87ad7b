"""Declaring, scoring, sending, and what counts."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.assessment.models import Assignment, Score
from portal.assessment.operations import (
    assign,
    declare_conflict,
    declare_no_link,
    reopen_scores,
    save_scores,
    submit_scores,
    take_off,
)
from portal.assessment.queries import assignment_of, assignments_to, counted_scores
from portal.assessment.queries.conflicts import conflict_of
from portal.assessment.rules import Draft, Given
from portal.audit.models import AuditEntry
from portal.core.clash import Stale
from portal.core.refusal import Forbidden, Refused
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.cast import account_named

FULL = {1: Draft(4, "Two partners agreed."), 2: Draft(3, "Adds up.")}


def given_to(
    session: Session, application: Application, name: str, *, declared: bool = True
) -> tuple[Assignment, Actor]:
    actor = actor_named(session, name)
    person = account_named(session, name)
    assignment = assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
    if declared:
        declare_no_link(session, assignment=assignment, actor=actor)
    return assignment, actor


def test_nothing_is_scored_before_declaring(session: Session) -> None:
    assignment, asha = given_to(session, new_application(session, new_round(session)), "asha", declared=False)
    with pytest.raises(Forbidden):
        save_scores(session, assignment=assignment, drafts=FULL, note="", revision=0, actor=asha)
    declare_no_link(session, assignment=assignment, actor=asha)
    save_scores(session, assignment=assignment, drafts=FULL, note="Ask Ben", revision=0, actor=asha)
    assert (assignment.state, assignment.note, assignment.revision) == ("declared", "Ask Ben", 1)


def test_a_draft_may_be_half_done_and_cannot_be_sent(session: Session) -> None:
    assignment, asha = given_to(session, new_application(session, new_round(session)), "asha")
    save_scores(session, assignment=assignment, drafts={1: Draft(0)}, note="", revision=0, actor=asha)
    with pytest.raises(Refused, match="Enter the reason for your score on Working in partnership"):
        submit_scores(session, assignment=assignment, actor=asha)
    assert [(s.points, s.reason) for s in assignment.scores] == [(0, "")]


def test_an_older_copy_saves_nothing(session: Session) -> None:
    assignment, asha = given_to(session, new_application(session, new_round(session)), "asha")
    save_scores(session, assignment=assignment, drafts=FULL, note="", revision=0, actor=asha)
    with pytest.raises(Stale):
        save_scores(session, assignment=assignment, drafts={1: Draft(1, "Other")}, note="", revision=0, actor=asha)
    assert [(s.points, s.reason) for s in assignment.scores] == [(4, "Two partners agreed."), (3, "Adds up.")]


def test_nobody_saves_in_anothers_name(session: Session) -> None:
    assignment, _ = given_to(session, new_application(session, new_round(session)), "asha")
    for name in ("ben", "dev", "olive", "amina"):
        with pytest.raises(Forbidden):
            save_scores(
                session, assignment=assignment, drafts=FULL, note="", revision=0, actor=actor_named(session, name)
            )


def test_scores_outside_the_scale_are_refused(session: Session) -> None:
    assignment, asha = given_to(session, new_application(session, new_round(session)), "asha")
    for points in (-1, 6, 10**9):
        with pytest.raises(Refused, match="Choose a score from 0 to 5"):
            save_scores(session, assignment=assignment, drafts={1: Draft(points, "x")}, note="", revision=0, actor=asha)


def test_the_last_to_send_moves_the_application_on(session: Session) -> None:
    application = new_application(session, new_round(session))
    pairs = [given_to(session, application, name) for name in ("asha", "ben")]
    for (assignment, actor), state in zip(pairs, ("assessing", "moderation"), strict=True):
        save_scores(session, assignment=assignment, drafts=FULL, note="", revision=0, actor=actor)
        submit_scores(session, assignment=assignment, actor=actor)
        assert application.state == state
    with pytest.raises(Refused, match="You have already sent your scores"):
        submit_scores(session, assignment=pairs[0][0], actor=pairs[0][1])
    finished = [AuditEntry.action == "assessment:finished", AuditEntry.subject == application.reference]
    assert session.scalar(select(func.count()).where(*finished)) == 1


def test_one_assessor_is_not_enough_where_two_are_asked_for(session: Session) -> None:
    application = scored(session, new_application(session, new_round(session)), asha=[4, 3])
    assert application.state == "assessing"


def test_a_conflict_takes_scores_out_of_every_sum_and_leaves_them_in_the_database(session: Session) -> None:
    application = scored(session, new_application(session, new_round(session)), asha=[4, 3], ben=[1, 2])
    asha = actor_named(session, "asha")
    assignment = assignment_of(session, application.reference, asha.account_id)
    assert assignment is not None
    declare_conflict(session, assignment=assignment, kind="work", text="I used to work there.", actor=asha)
    ben = assignments_to(session, application.id)[1]
    first, second = (criterion.id for criterion in application.round.criteria)
    assert counted_scores(session, [application.id]) == {
        application.id: [Given(ben.id, first, 1, "ben gives 1."), Given(ben.id, second, 2, "ben gives 2.")]
    }
    kept = session.scalars(select(Score.points).where(Score.assignment_id == assignment.id).order_by(Score.id)).all()
    assert kept == [4, 3]
    recorded = conflict_of(session, application.id, asha.account_id)
    assert recorded is not None and (application.state, recorded.kind, recorded.text) == (
        "assessing",
        "work",
        "I used to work there.",
    )
    with pytest.raises(Forbidden):
        reopen_scores(session, assignment=assignment, actor=asha)


def test_a_conflict_of_the_one_who_was_waited_for_ends_the_scoring(session: Session) -> None:
    application = new_application(session, new_round(session))
    late, cara = given_to(session, application, "cara", declared=False)
    scored(session, application, asha=[4, 3], ben=[4, 3])
    assert application.state == "assessing"
    declare_conflict(session, assignment=late, kind="other", text="My street.", actor=cara)
    assert application.state == "moderation"


def test_taking_off_the_one_who_was_waited_for_ends_the_scoring(session: Session) -> None:
    application = new_application(session, new_round(session))
    late, _ = given_to(session, application, "cara")
    scored(session, application, asha=[4, 3], ben=[4, 3])
    take_off(session, assignment=late, actor=actor_named(session, "olive"))
    assert application.state == "moderation"


def test_a_third_assessor_takes_it_back_to_scoring(session: Session) -> None:
    application = scored(session, new_application(session, new_round(session)), asha=[5, 5], ben=[0, 0])
    assert application.state == "moderation"
    given_to(session, application, "dev")
    assert application.state == "assessing"


def test_scores_are_reopened_only_before_anyone_elses_can_be_seen(session: Session) -> None:
    application = scored(session, new_application(session, new_round(session, assessors=3)), asha=[4, 3])
    asha = actor_named(session, "asha")
    assignment = assignment_of(session, application.reference, asha.account_id)
    assert assignment is not None
    reopen_scores(session, assignment=assignment, actor=asha)
    assert (assignment.state, assignment.submitted_at) == ("declared", None)
    submit_scores(session, assignment=assignment, actor=asha)
    scored(session, application, ben=[4, 3])
    with pytest.raises(Refused, match="You can already see another assessor's scores"):
        reopen_scores(session, assignment=assignment, actor=asha)


def test_a_conflict_needs_a_kind_and_words(session: Session) -> None:
    assignment, asha = given_to(session, new_application(session, new_round(session)), "asha", declared=False)
    for kind, text in (("family", "  "), ("", "A cousin."), ("enemy", "A cousin.")):
        with pytest.raises(Refused, match=r"Choose what kind of link it is|Describe the link in a few words"):
            declare_conflict(session, assignment=assignment, kind=kind, text=text, actor=asha)
    assert assignment.state == "assigned"
