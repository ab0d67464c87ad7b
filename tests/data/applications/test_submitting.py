"""Sending: once, whole, in time, and kept for ever as it was."""

import hashlib
import json
import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application, Snapshot
from portal.applications.operations import find_eligible, note_saved, reopen, submit, withdraw
from portal.applications.queries import application_by_reference
from portal.audit.models import AuditEntry
from portal.core.clock import as_of
from portal.core.db import Database
from portal.core.refusal import Forbidden, Refused
from portal.formkit.operations import FROZEN, canonical, save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.organisations.models import Organisation
from portal.organisations.states import MembershipState
from portal.outbox.models import Message
from tests.support.building.applications import person
from tests.support.world import World

SECOND = timedelta(seconds=1)


def snapshots(session: Session, application: Application) -> list[Snapshot]:
    wanted = select(Snapshot).where(Snapshot.application_id == application.id).order_by(Snapshot.number)
    return list(session.scalars(wanted))


def receipts(session: Session, reference: str) -> list[str]:
    wanted = select(Message.to_email).where(Message.template == "application_received", Message.about == reference)
    return sorted(session.scalars(wanted))


def acts(session: Session, reference: str, verb: str) -> int:
    wanted = select(func.count()).where(AuditEntry.subject == reference, AuditEntry.action == f"application:{verb}")
    return session.scalar(wanted) or 0


def answer(session: Session, application: Application, key: str, value: object, actor: Actor) -> None:
    section, _step = form_of(application.response.form_version).place_of[key]
    base = sections_of(session, application.response)[section.key].revision
    saved = save_answers(
        session, response=application.response, section=section, values={key: value}, base=base, actor=actor
    )
    answers = answers_of(session, application.response)
    note_saved(session, application=application, saved=saved, answers=answers, actor=actor)


def test_sending_twice_leaves_one_snapshot_one_entry_and_one_message_each(
    session: Session, draft: Application, amina: Actor
) -> None:
    first = submit(session, application=draft, actor=amina)
    second = submit(session, application=draft, actor=amina)
    assert second is first
    assert snapshots(session, draft) == [first]
    assert acts(session, draft.reference, "submitted") == 1
    assert receipts(session, draft.reference) == [
        "amina@harbour-sisters.example.org",
        "beth@harbour-sisters.example.org",
    ]
    assert (draft.state, draft.submitted_at) == ("submitted", first.submitted_at)


def test_a_second_press_finds_the_receipt_whatever_was_done_since(
    session: Session, draft: Application, amina: Actor
) -> None:
    first = submit(session, application=draft, actor=amina)
    find_eligible(session, application=draft, actor=person(session, "olive"))
    with as_of(draft.round.closes_at + SECOND):
        assert submit(session, application=draft, actor=amina) is first
    assert draft.state == "eligible"


def test_many_who_press_at_once_send_once(database: Database, world: World) -> None:
    hashes: list[str] = []
    ready = threading.Barrier(5)

    def press() -> None:
        ready.wait()
        with database.session() as session:
            application = application_by_reference(session, world.draft)
            assert application is not None
            hashes.append(submit(session, application=application, actor=person(session, "amina")).sha256)

    threads = [threading.Thread(target=press) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(hashes), len(set(hashes))) == (5, 1)
    with database.session(read_only=True) as session:
        assert acts(session, world.draft, "submitted") == 1
        assert len(receipts(session, world.draft)) == 2


def test_saving_and_sending_at_once_wait_for_nothing_but_each_other(database: Database, world: World) -> None:
    outcomes: list[str] = []
    ready = threading.Barrier(8)

    def run(verb: str) -> None:
        ready.wait()
        try:
            with database.session() as session:
                application = application_by_reference(session, world.draft)
                assert application is not None
                amina = person(session, "amina")
                if verb == "submit":
                    submit(session, application=application, actor=amina)
                else:
                    answer(session, application, "project_name", f"Safe Steps {verb}", amina)
            outcomes.append("done")
        except Refused as refusal:
            assert refusal.reason == FROZEN
            outcomes.append("done")

    threads = [threading.Thread(target=run, args=(verb,)) for verb in ("submit", *"1234567")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes == ["done"] * 8
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.draft)
        assert application is not None
        (kept,) = snapshots(session, application)
        sent = json.loads(kept.document)["answers"]["project_name"]
        assert (sent, application.title) == (answers_of(session, application.response)["project_name"], sent)


def test_the_hash_can_be_computed_again_and_the_document_holds_the_facts_of_the_moment(
    session: Session, draft: Application, amina: Actor
) -> None:
    kept = submit(session, application=draft, actor=amina)
    session.commit()
    session.expire_all()
    stored = session.execute(text("SELECT document, sha256 FROM snapshot WHERE id = :id"), {"id": kept.id}).one()
    document = json.loads(stored.document)
    assert hashlib.sha256(stored.document.encode()).hexdigest() == stored.sha256
    assert canonical(document) == stored.document
    assert document["reference"] == draft.reference
    assert document["organisation"]["name"] == "Harbour Sisters"
    assert document["form"]["sha256"] == draft.round.form_version.sha256
    assert document["answers"]["project_name"] == "Safe Steps on the Seafront"
    assert document["answers"]["amount_requested"] == 845_000


def test_answers_that_are_not_asked_for_are_kept_but_not_sent(
    session: Session, draft: Application, amina: Actor
) -> None:
    row = {"name": "Tide Turners", "number": "", "role": "Lend a hall", "amount": 1000, "agreed": "yes"}
    answer(session, draft, "partner_organisations", [row], amina)
    kept = submit(session, application=draft, actor=amina)
    assert "partner_organisations" not in json.loads(kept.document)["answers"]
    assert answers_of(session, draft.response)["partner_organisations"] == [row]


@pytest.mark.parametrize("statement", ["UPDATE snapshot SET document = '{}'", "DELETE FROM snapshot"])
def test_the_database_itself_refuses_to_change_what_was_sent(session: Session, statement: str) -> None:
    with pytest.raises(DBAPIError, match="snapshot rows are never changed"):
        session.execute(text(statement))


def test_the_clock_decides_to_the_second(session: Session, draft: Application, amina: Actor) -> None:
    for late in (timedelta(0), SECOND):
        with as_of(draft.round.closes_at + late), pytest.raises(Refused) as refused:
            submit(session, application=draft, actor=amina)
        assert refused.value.title == "This fund has closed"
        session.rollback()
    assert (draft.state, snapshots(session, draft), receipts(session, draft.reference)) == ("draft", [], [])
    with as_of(draft.round.closes_at - SECOND):
        kept = submit(session, application=draft, actor=amina)
    assert kept.submitted_at < draft.round.closes_at


def test_something_missing_is_refused_and_leaves_no_trace(session: Session, draft: Application, amina: Actor) -> None:
    answer(session, draft, "problem", "", amina)
    answer(session, draft, "declarations", [], amina)
    session.commit()
    with pytest.raises(Refused, match=r"2 things are missing or must be changed\."):
        submit(session, application=draft, actor=amina)
    session.rollback()
    assert (draft.state, draft.response.frozen_at) == ("draft", None)
    assert (snapshots(session, draft), acts(session, draft.reference, "submitted")) == ([], 0)


def test_a_group_that_is_not_approved_yet_cannot_send(session: Session, draft: Application, amina: Actor) -> None:
    assert draft.organisation.membership is not None
    draft.organisation.membership.state = MembershipState.APPLIED
    session.flush()
    with pytest.raises(Refused, match="not yet an approved member"):
        submit(session, application=draft, actor=amina)


def test_only_a_lead_of_the_group_sends(session: Session, draft: Application) -> None:
    for name in ("beth", "vera", "owen", "nell", "olive", "sam"):
        with pytest.raises(Forbidden):
            submit(session, application=draft, actor=person(session, name))


def test_nothing_is_saved_after_sending(session: Session, draft: Application, amina: Actor) -> None:
    submit(session, application=draft, actor=amina)
    with pytest.raises(Refused) as refused:
        answer(session, draft, "project_name", "Another name", amina)
    assert refused.value.reason == FROZEN


def test_taken_back_and_sent_again_the_first_snapshot_stays_as_it_was(
    session: Session, draft: Application, amina: Actor
) -> None:
    first = submit(session, application=draft, actor=amina)
    before = (first.number, first.document, first.sha256, first.submitted_at)
    reopen(session, application=draft, actor=amina)
    answer(session, draft, "project_name", "Safer Steps", amina)
    second = submit(session, application=draft, actor=amina)
    session.commit()
    session.expire_all()
    kept = snapshots(session, draft)
    assert [one.number for one in kept] == [1, 2]
    assert (kept[0].number, kept[0].document, kept[0].sha256, kept[0].submitted_at) == before
    assert json.loads(second.document)["answers"]["project_name"] == draft.title == "Safer Steps"
    assert len(receipts(session, draft.reference)) == 4


def test_it_cannot_be_taken_back_after_closing_or_once_checked(
    session: Session, draft: Application, amina: Actor
) -> None:
    submit(session, application=draft, actor=amina)
    with as_of(draft.round.closes_at), pytest.raises(Refused, match="only until the fund closes"):
        reopen(session, application=draft, actor=amina)
    find_eligible(session, application=draft, actor=person(session, "olive"))
    with pytest.raises(Refused, match="only until the fund closes"):
        reopen(session, application=draft, actor=amina)


def test_a_change_of_the_group_s_name_does_not_touch_what_was_sent(
    session: Session, draft: Application, amina: Actor
) -> None:
    kept = submit(session, application=draft, actor=amina)
    session.get_one(Organisation, draft.organisation_id).name = "Harbour Sisters and Brothers"
    session.flush()
    assert json.loads(kept.document)["organisation"]["name"] == "Harbour Sisters"


def test_withdrawing_is_for_good_and_frees_the_place(session: Session, draft: Application, amina: Actor) -> None:
    submit(session, application=draft, actor=amina)
    withdraw(session, application=draft, actor=amina)
    assert (draft.state, draft.live) == ("withdrawn", None)
    assert acts(session, draft.reference, "withdrawn") == 1
    for again in (withdraw, reopen, submit):
        with pytest.raises(Refused):
            again(session, application=draft, actor=amina)


def test_title_and_amount_follow_the_answers(session: Session, draft: Application, amina: Actor) -> None:
    answer(session, draft, "project_name", "Lights on the Pier", amina)
    answer(session, draft, "amount_requested", 512_345, amina)
    assert (draft.title, draft.requested_pence) == ("Lights on the Pier", 512_345)
    answer(session, draft, "amount_requested", "lots", amina)
    assert (draft.requested_pence, draft.changed_by_id) == (None, amina.account_id)
