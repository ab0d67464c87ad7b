"""Correcting released feedback: approved by a colleague, kept in versions, sent to nobody by itself."""

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.core.clash import Stale
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.feedback.models import Feedback, FeedbackVersion
from portal.feedback.operations import approve_correction, drop_correction, save_correction
from portal.feedback.operations.writing import fields_of
from portal.feedback.queries import feedback_on
from portal.feedback.queries.corrections import open_correction, versions_of
from portal.outbox.models import Message
from tests.support.at_once import at_once
from tests.support.building.applications import person
from tests.support.world import World

WRONG = "We gave the wrong name for the hall."
NEW = {"strong-1": "You named the hall on Tide Street in your answer."}


def released(session: Session) -> Feedback:
    found = feedback_on(session, World.announced)
    assert found is not None
    return found


def save(session: Session, *, by: str = "olive", tell: bool = False, **changed: str) -> Feedback:
    feedback = released(session)
    fields = changed or NEW
    facts = {"fields": fields, "wrong": WRONG, "tell": tell, "revision": feedback.revision}
    save_correction(session, feedback=feedback, actor=person(session, by), **facts)
    return feedback


def approve(session: Session, by: str = "piers") -> None:
    feedback = released(session)
    approve_correction(session, feedback=feedback, revision=feedback.revision, actor=person(session, by))


def mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).order_by(Message.id)))


def test_the_group_reads_what_was_released_until_a_colleague_approves(session: Session, world: World) -> None:
    before = fields_of(released(session))
    was = (released(session).released_at, released(session).approved_at, released(session).state)
    told = len(mails(session))
    feedback = save(session)
    assert fields_of(feedback) == before
    with pytest.raises(Refused, match="Ask a colleague to read it"):
        approve(session, "olive")
    approve(session)
    assert fields_of(feedback) == before | NEW
    assert (feedback.released_at, feedback.approved_at, feedback.state) == was, "the release stays as it was"
    assert len(mails(session)) == told, "nothing is sent by itself"
    (version,) = versions_of(session, feedback.application_id)
    assert (version.fields, version.wrong, version.told) == (before, WRONG, False)
    assert (version.corrected_by.name, version.approved_by.name) == ("Olive Hart", "Piers Nash")
    assert open_correction(session, feedback.application_id) is None


def test_a_version_is_never_changed(session: Session, world: World) -> None:
    save(session)
    approve(session)
    for statement in (update(FeedbackVersion).values(wrong="Nothing."), delete(FeedbackVersion)):
        with pytest.raises(DBAPIError, match="never changed"), session.begin_nested():
            session.execute(statement)


def test_one_mail_for_each_correction_and_only_when_asked_for(session: Session, world: World) -> None:
    for number in (1, 2):
        save(session, tell=True, summary=f"Thank you. This is text {number}.")
        approve(session)
        with pytest.raises(Stale):
            approve(session)
    sent = [mail for mail in mails(session) if mail.template == "feedback_corrected"]
    assert Counter(mail.to_name for mail in sent) == {person(session, one).name: 2 for one in ("amina", "beth")}
    assert WRONG in sent[0].body and "Our decision stays as it is." in sent[0].body
    one, two = versions_of(session, released(session).application_id)
    assert (one.number, two.number, two.fields["summary"]) == (1, 2, "Thank you. This is text 1.")


def test_the_rules_of_a_first_text_hold(session: Session, world: World) -> None:
    save(session, **{"strong-1": "You named [partner]."})
    with pytest.raises(Refused, match=r"Replace “\[partner\]”"):
        approve(session)
    save(session, **{"strong-1": " "})
    with pytest.raises(Refused, match="Enter a text for"):
        approve(session)
    save(session, **{"strong-1": fields_of(released(session))["strong-1"]})
    with pytest.raises(Refused, match="Nothing is changed yet"):
        approve(session)
    feedback = released(session)
    facts = {"fields": NEW, "wrong": " ", "tell": False, "revision": feedback.revision}
    with pytest.raises(Refused, match="Enter what was wrong"):
        save_correction(session, feedback=feedback, actor=person(session, "olive"), **facts)
    with pytest.raises(Refused, match="60 words or fewer"):
        save_correction(session, feedback=feedback, actor=person(session, "olive"), **facts | {"wrong": "word " * 61})
    for name in ("amina", "asha", "grace"):
        with pytest.raises(Forbidden):
            save(session, by=name)


def test_a_correction_that_is_given_up_leaves_everything(session: Session, world: World) -> None:
    before = fields_of(released(session))
    feedback = save(session)
    drop_correction(session, feedback=feedback, revision=feedback.revision, actor=person(session, "piers"))
    assert open_correction(session, feedback.application_id) is None
    assert fields_of(feedback) == before
    assert not versions_of(session, feedback.application_id)


def test_a_change_at_the_top_keeps_up(session: Session, world: World) -> None:
    old = fields_of(released(session))
    principle = next(name for name in old if name.startswith("change_first-") and old[name] == old["change-1"])
    save(session, **{principle: "Write down who keeps the keys of the hall."})
    approve(session)
    assert fields_of(released(session))["change-1"] == "Write down who keeps the keys of the hall."


def test_two_officers_begin_at_once_and_one_is_told(database: Database, world: World) -> None:
    with database.session(read_only=True) as session:
        revision = released(session).revision

    def begins(name: str) -> Callable[[Session], object]:
        def act(session: Session) -> None:
            facts = {"fields": NEW, "wrong": f"{name} knows.", "tell": True, "revision": revision}
            save_correction(session, feedback=released(session), actor=person(session, name), **facts)

        return act

    said = at_once(database, one=begins("olive"), other=begins("piers"))
    assert sorted(said.values()) == ["done", "stale"]


def test_two_approve_at_once_and_one_effect_results(database: Database, world: World) -> None:
    with database.session() as session:
        revision = save(session, tell=True).revision

    def approves(session: Session) -> None:
        approve_correction(session, feedback=released(session), revision=revision, actor=person(session, "piers"))

    said = at_once(database, one=approves, other=approves)
    assert sorted(said.values()) == ["done", "stale"]
    with database.session(read_only=True) as session:
        assert len(versions_of(session, released(session).application_id)) == 1
        assert len([mail for mail in mails(session) if mail.template == "feedback_corrected"]) == 2
