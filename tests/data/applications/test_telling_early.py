"""Telling a group before the release that its application cannot be considered: once, in the words that were seen."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.applications.models import Application, EarlyAnswer
from portal.applications.operations import find_eligible, find_ineligible, put_off_decision, tell_early
from portal.applications.queries.early import early_answer_on
from portal.applications.rules import applicant_label
from portal.applications.rules.early import early_words
from portal.applications.rules.promise import promise_to
from portal.applications.states import ApplicationState
from portal.core.clock import today
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.operations import release_round
from portal.outbox.models import Message
from tests.factories.panel import actor_named, approved, new_application, new_round, recommended, signed
from tests.support.at_once import at_once

WHY = "The project is in another county."
HELPS = ["own_area", "other_funds"]


def ineligible(session: Session) -> Application:
    """Owen's group sent it, and Olive found that it is not eligible."""
    made = new_application(session, new_round(session), state=ApplicationState.SUBMITTED)
    owen = actor_named(session, "owen")
    (made.organisation_id,) = owen.memberships
    session.flush()
    session.refresh(made)
    find_ineligible(session, application=made, reason=WHY, actor=actor_named(session, "olive"))
    return made


def tell(session: Session, application: Application, by: str = "olive", helps: list[str] = HELPS) -> None:
    """Tell them in the words that stand there now."""
    seen = early_words(application)
    tell_early(session, application=application, helps=helps, seen=seen, actor=actor_named(session, by))


def mails(session: Session, application: Application) -> list[Message]:
    """The mails about an application to its group."""
    session.flush()
    wanted = select(Message).where(Message.about == application.reference).order_by(Message.id)
    return list(session.scalars(wanted))


def test_the_group_is_told_once_why_and_what_else_could_help(session: Session) -> None:
    application = ineligible(session)
    assert applicant_label(application) != "Cannot be considered for this fund"
    tell(session, application)
    answer = early_answer_on(session, application.id)
    assert answer is not None and WHY in answer.words
    assert [one["href"] for one in answer.helps] == ["/funds", "/help"], "in the order of the pack"
    (mail,) = mails(session, application)
    assert mail.template == "not_eligible_early" and WHY in mail.body and answer.helps[1]["text"] in mail.body
    assert applicant_label(application) == "Cannot be considered for this fund"
    assert promise_to(application, today()) is None
    with pytest.raises(Refused, match="They were told already"):
        tell(session, application)
    assert len(mails(session, application)) == 1


def test_two_presses_at_once_tell_once(database: Database) -> None:
    with database.session() as session:
        number = ineligible(session).id
    act = lambda own: tell(own, own.get_one(Application, number))  # noqa: E731
    said = at_once(database, one=act, two=act)
    assert sorted(words[:22] for words in said.values()) == ["They were told already", "done"]
    with database.session(read_only=True) as session:
        assert len(mails(session, session.get_one(Application, number))) == 1


def test_only_officers_only_what_was_found_only_before_the_release(session: Session) -> None:
    application = ineligible(session)
    for name in ("grace", "asha", "owen", "sam"):
        with pytest.raises(Forbidden):
            tell(session, application, by=name)
    with pytest.raises(Refused, match="Choose at least one thing"):
        tell(session, application, helps=["made_up", "join"])
    with pytest.raises(Refused, match="The reason was changed"):
        tell_early(
            session, application=application, helps=HELPS, seen="Other words.", actor=actor_named(session, "olive")
        )
    other = new_application(session, new_round(session), state=ApplicationState.ELIGIBLE)
    with pytest.raises(Refused, match="Only a group whose application was found not eligible"):
        tell(session, other)
    application.round.state = "announced"
    session.flush()
    with pytest.raises(Refused, match="The round is announced"):
        tell(session, application)


def test_what_was_told_holds(session: Session) -> None:
    application = ineligible(session)
    tell(session, application)
    with pytest.raises(Refused, match="that it cannot be considered"):
        find_eligible(session, application=application, actor=actor_named(session, "olive"))
    assert application.state == "ineligible"
    with pytest.raises(DatabaseError, match="rows are never changed"), session.begin_nested():
        session.execute(text("UPDATE early_answer SET words = 'Other'"))
    assert session.scalars(select(EarlyAnswer.words)).all()[-1] == early_words(application)


def test_they_wait_for_no_new_day(session: Session) -> None:
    application = ineligible(session)
    tell(session, application)
    later = max(application.round.decision_on, today()) + timedelta(days=9)
    olive = actor_named(session, "olive")
    put_off_decision(session, round_=application.round, decision_on=later, reason="We are late.", actor=olive)
    assert [mail.template for mail in mails(session, application)] == ["not_eligible_early"]


def test_the_release_does_not_bring_it_as_news(session: Session) -> None:
    application = ineligible(session)
    tell(session, application)
    for _step in ("recommended", "signed"):
        assert applicant_label(application) == "Cannot be considered for this fund"
        if _step == "recommended":
            recommended(session, application)
        else:
            signed(session, application)
    assert applicant_label(application) == "Cannot be considered for this fund"
    approved(session, application)
    release_round(session, round_=application.round, actor=actor_named(session, "olive"))
    first, second = mails(session, application)
    assert (first.template, second.template) == ("not_eligible_early", "feedback_after_early")
    assert "Nothing has changed since." in second.body and "did not meet the rules" not in second.body
    assert applicant_label(application) == "Decision made"
