"""What the report reads: signed decisions with what parts them, scores that count, first openings."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.assessment.models import ApplicationReading, Assignment
from portal.core.clock import now
from portal.fairness.queries import asked_in, given_in, sent_in
from portal.fairness.rules.scoring import Given
from portal.funds.models import Round
from tests.factories.moderation import keep_out
from tests.factories.panel import new_application, new_round, recommended, scored, signed
from tests.support.cast import account_named


def scored_application(session: Session, round_: Round) -> Application:
    """Asha gave 4 and 3, Ben 5 and 2."""
    return scored(session, new_application(session, round_, asked_pence=2_000_00), asha=[4, 3], ben=[5, 2])


def test_only_signed_decisions_count_with_what_parts_them(session: Session) -> None:
    round_ = new_round(session)
    funded, not_funded, _waiting = (scored_application(session, round_) for _ in range(3))
    funded.organisation.income_band, funded.organisation.by_and_for = "10k_100k", "yes"
    earlier = new_round(session)
    earlier.closes_at = round_.closes_at - timedelta(days=20)
    new_application(session, earlier).organisation = not_funded.organisation
    recommended(session, funded)
    recommended(session, not_funded, "not_funded")
    session.flush()
    assert asked_in(session, round_) == []
    signed(session, funded, not_funded)
    yes, no = asked_in(session, round_)
    assert (yes.awarded_pence, yes.size, yes.by_and_for, yes.first_time) == (2_000_00, "10k_100k", "yes", True)
    assert (no.awarded_pence, no.first_time) == (0, False)


def test_scores_of_somebody_with_a_link_and_of_withdrawn_applications_do_not_count(session: Session) -> None:
    round_ = new_round(session)
    application, withdrawn = scored_application(session, round_), scored_application(session, round_)
    withdrawn.state = "withdrawn"
    asha, ben = account_named(session, "asha"), account_named(session, "ben")
    assert given_in(session, round_.id) == [
        Given(asha.id, asha.name, application.id, 1, 4),
        Given(asha.id, asha.name, application.id, 2, 3),
        Given(ben.id, ben.name, application.id, 1, 5),
        Given(ben.id, ben.name, application.id, 2, 2),
    ]
    keep_out(session, application, "ben")
    assert {one.assessor_id for one in given_in(session, round_.id)} == {asha.id}
    assert {one.assessor_id for one in sent_in(session, round_.id)} == {asha.id}


def test_the_first_opening_of_that_person_counts_and_none_is_none(session: Session) -> None:
    round_ = new_round(session)
    application = scored_application(session, round_)
    asha, first = account_named(session, "asha"), now() - timedelta(hours=5)
    for at, page in ((first + timedelta(hours=1), "score"), (first, "pack")):
        session.add(ApplicationReading(application_id=application.id, account_id=asha.id, at=at, page=page))
    session.flush()
    by_name = {one.assessor_id: one for one in sent_in(session, round_.id)}
    assert by_name[asha.id].opened_at == first
    sent_at = select(Assignment.submitted_at).where(
        Assignment.application_id == application.id, Assignment.assessor_id == asha.id
    )
    assert by_name[asha.id].sent_at == session.scalar(sent_at)
    assert by_name[account_named(session, "ben").id].opened_at is None
