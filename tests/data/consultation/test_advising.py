"""What consultees do behind their link, and the right of reply: what changed, what was recorded, what was refused."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.applications.queries import application_by_reference
from portal.consultation import operations as doing
from portal.consultation import queries
from portal.consultation.models import Advice
from portal.consultation.operations.advising import said_of
from portal.consultation.rules import NOTHING_SAID, Standing
from portal.consultation.states import AdviceState
from portal.core.clash import Stale
from portal.core.clock import now, today
from portal.core.refusal import Forbidden, Refused
from tests.data.consultation.test_asking import actions, consultation, mails
from tests.factories.panel import actor_named
from tests.support.building.consultation import EMAIL, KEY
from tests.support.cast import CAST
from tests.support.world import World

WORLD = World()
SAID = {
    "need": "high",
    "duplicate": "partly",
    "duplicate_who": "A youth club",
    "concerns": "Concern-canary",
    "anything": "It is needed after dark.",
}


def declared(session: Session, *linked: int) -> list[Advice]:
    held = consultation(session)
    doing.declare_interests(session, consultation=held, seen={1, 2}, linked=set(linked))
    return held.advice


def save(session: Session, advice: Advice, state: AdviceState = AdviceState.ANSWERED, **changed: str) -> None:
    said = (SAID if state == AdviceState.ANSWERED else NOTHING_SAID) | changed
    doing.save_advice(session, advice=advice, state=state, said=said, revision=advice.revision)


def test_nothing_is_read_before_the_group_was_looked_at(session: Session) -> None:
    assert queries.opened_item(session, KEY, 1).advice is None
    doing.declare_interests(session, consultation=consultation(session), seen={1}, linked=set())
    assert queries.opened_item(session, KEY, 1).advice is not None
    assert queries.opened_item(session, KEY, 2).advice is None, "it was not shown, so it was not declared"
    with pytest.raises(Refused, match="link to this group"):
        save(session, consultation(session).advice[1])


def test_a_conflict_vanishes_for_good_and_holds_nothing(session: Session) -> None:
    first, second = declared(session, 2)
    assert (first.state, second.state) == (AdviceState.ASKED, AdviceState.CONFLICT)
    assert queries.opened_item(session, KEY, 2).advice is None
    save(session, first)
    doing.has_interest(session, advice=first)
    assert first.state == AdviceState.CONFLICT and said_of(first) == NOTHING_SAID
    with pytest.raises(Refused):
        save(session, first)
    assert actions(session, WORLD.consultation) == [
        "advice:conflict", "advice:declared", "advice:saved", "advice:conflict",
    ]  # fmt: skip
    first.concerns = "Still here"
    with pytest.raises(IntegrityError), session.begin_nested():
        session.flush()


def test_answers_are_saved_each_time_and_can_change_until_the_deadline(session: Session) -> None:
    first, second = declared(session)
    save(session, first)
    assert said_of(first) == SAID and first.revision == 1
    save(session, first)
    assert first.revision == 1, "the same again is a second press"
    save(session, second, AdviceState.NO_VIEW, concerns="Look at the insurance")
    assert (second.state, second.need, second.concerns) == ("no_view", "", "Look at the insurance")
    save(session, first, AdviceState.NOT_MY_AREA)
    assert first.state == AdviceState.NOT_MY_AREA
    with pytest.raises(Stale):
        doing.save_advice(session, advice=first, state=AdviceState.ANSWERED, said=SAID, revision=0)
    with pytest.raises(Refused, match="missing or too long"):
        save(session, first, need="")
    with time_machine.travel(first.consultation.ends_at + timedelta(minutes=1)):
        with pytest.raises(Refused, match="You could answer until"):
            save(session, first)
        with pytest.raises(Refused):
            doing.has_interest(session, advice=first)
        with pytest.raises(Refused):
            doing.declare_interests(session, consultation=first.consultation, seen={1}, linked={1})


def test_finishing_sends_one_receipt_that_quotes_nothing(session: Session) -> None:
    held = consultation(session)
    with pytest.raises(Refused, match="2 projects left"):
        doing.finish(session, consultation=held)
    first, second = declared(session)
    save(session, first)
    save(session, second, AdviceState.NO_VIEW)
    for _ in range(2):
        doing.finish(session, consultation=held)
    letters = mails(session, EMAIL, "consult_receipt")
    assert len(letters) == 1 and "a view on 1 project" in letters[0].body
    assert not any(words in letters[0].body for words in SAID.values() if len(words) > 10)
    save(session, second, AdviceState.NOT_MY_AREA)
    assert held.finished_at is None
    doing.finish(session, consultation=held)
    assert len(mails(session, EMAIL, "consult_receipt")) == 2, "what changed has a receipt of its own"


def test_declining_leaves_what_was_said_and_can_be_taken_back(session: Session) -> None:
    held = consultation(session)
    first, second = declared(session)
    save(session, first)
    with pytest.raises(Refused, match="why you cannot help"):
        doing.decline(session, consultation=held, reason="")
    for _ in range(2):
        doing.decline(session, consultation=held, reason="I am on leave.")
    assert actions(session, WORLD.consultation).count("advice:declined") == 1
    harbour, northway = (application_by_reference(session, one) for one in (WORLD.scoring, "SCF26-NWAY"))
    assert harbour is not None and northway is not None
    assert [one.standing for one in queries.advice_to_read(session, harbour).lines] == [Standing.ANSWERED]
    assert [one.standing for one in queries.advice_to_read(session, northway).lines] == [Standing.DECLINED]
    for _ in range(2):
        doing.take_part_again(session, consultation=held)
    assert held.declined_at is None and actions(session, WORLD.consultation).count("advice:taken-up-again") == 1
    doing.decline(session, consultation=held, reason="I am on leave.")
    save(session, second)
    assert held.declined_at is None, "an answer takes it back"


def test_the_panel_reads_neither_concerns_nor_people(session: Session) -> None:
    first, _second = declared(session)
    save(session, first)
    read = queries.advice_to_read(session, first.application)
    assert "Concern-canary" not in repr(read) and CAST["ines"].name not in repr(read) and EMAIL not in repr(read)
    assert [(one.body, one.need, one.anything) for one in read.lines] == [
        ("Southampton Partnership", "Yes, a high need", "It is needed after dark.")
    ]
    assert read.count(Standing.ANSWERED) == 1 and read.count(Standing.NO_RESPONSE) == 0


def test_a_summary_is_written_sent_once_and_replied_to_once(session: Session) -> None:
    olive, amina = actor_named(session, "olive"), actor_named(session, "amina")
    found = application_by_reference(session, WORLD.scoring)
    assert found is not None
    summary = doing.send_summary(session, application=found, due_on=today(), actor=olive)
    assert summary.due_on == today() + timedelta(days=7), "it was sent before, and a second press changes nothing"
    assert [len(mails(session, CAST[name].email, "partners_said")) for name in ("amina", "beth", "vera")] == [1, 1, 0]
    assert summary.kinds == ["csp"]
    with pytest.raises(Refused, match="was sent"):
        doing.save_summary(session, application=found, words="Other words", revision=1, actor=olive)
    with pytest.raises(Forbidden):
        doing.reply(session, application=found, words="No.", actor=actor_named(session, "vera"))
    for words in ("", "w " * 201):
        with pytest.raises(Refused, match="200 words or fewer"):
            doing.reply(session, application=found, words=words, actor=amina)
    assert queries.unread_replies(session, []) == []
    for _ in range(2):
        doing.reply(session, application=found, words="The club has closed.", actor=amina)
    with pytest.raises(Refused, match="Amina Karim has sent a reply already"):
        doing.reply(session, application=found, words="One more thing.", actor=actor_named(session, "beth"))
    assert [one.reference for one in queries.unread_replies(session, [])] == [WORLD.scoring]
    assert queries.unread_replies(session, [found.organisation_id]) == []
    for _ in range(2):
        doing.read_reply(session, application=found, actor=olive)
    assert queries.unread_replies(session, []) == []
    kept = [one for one in actions(session, WORLD.scoring) if one.startswith("summary:")]
    assert kept == ["summary:saved", "summary:sent", "summary:replied", "summary:reply-read"]


def test_a_reply_has_until_the_end_of_its_day(session: Session) -> None:
    amina = actor_named(session, "amina")
    found = application_by_reference(session, WORLD.scoring)
    assert found is not None
    with time_machine.travel(now() + timedelta(days=8)), pytest.raises(Refused, match="You could reply until"):
        doing.reply(session, application=found, words="Too late.", actor=amina)
    with time_machine.travel(now() + timedelta(days=7)):
        doing.reply(session, application=found, words="In time.", actor=amina)


def test_what_stands_against_sending_a_summary(session: Session) -> None:
    olive, found = actor_named(session, "olive"), application_by_reference(session, "SCF26-NWAY")
    assert found is not None
    with pytest.raises(Refused, match="Write a summary"):
        doing.send_summary(session, application=found, due_on=today(), actor=olive)
    kept = doing.save_summary(session, application=found, words="Ines Moreau says no.", revision=0, actor=olive)
    with pytest.raises(Refused, match="Take out Ines Moreau"):
        doing.send_summary(session, application=found, due_on=today(), actor=olive)
    with pytest.raises(Stale):
        doing.save_summary(session, application=found, words="Mine", revision=0, actor=olive)
    doing.save_summary(session, application=found, words="One partner says no.", revision=kept.revision, actor=olive)
    with pytest.raises(Refused, match="from today on"):
        doing.send_summary(session, application=found, due_on=today() - timedelta(days=1), actor=olive)
    assert queries.said_to_applicant(session, found) is None, "a draft is nobody else's"
    with pytest.raises(Refused, match="nothing to reply to"):
        doing.reply(session, application=found, words="What?", actor=actor_named(session, "owen"))
    with pytest.raises(Forbidden):
        doing.send_summary(session, application=found, due_on=today(), actor=actor_named(session, "asha"))
    found.state = "withdrawn"
    session.flush()
    with pytest.raises(Refused, match="being assessed"):
        doing.send_summary(session, application=found, due_on=today(), actor=olive)
