"""Owners, days, flags, notes and hints: what changes, what is recorded, who is mailed, and what a second press does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, object_session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.assessment.operations import pin_conflict
from portal.assessment.queries.conflicts import kept_from
from portal.audit.models import AuditEntry
from portal.core.clash import Stale
from portal.core.clock import today
from portal.core.paging import Paging
from portal.core.refusal import Forbidden, Refused
from portal.core.workflow import StateChange
from portal.outbox.models import Message
from portal.triage import operations as doing
from portal.triage import queries
from portal.triage.models import Note
from portal.triage.queries import Looking
from portal.triage.rules import Filter
from portal.triage.rules.hints import Hint
from tests.factories.panel import actor_named
from tests.support.building.decisions import found
from tests.support.cast import account_named


@pytest.fixture
def olive(session: Session) -> Actor:
    return actor_named(session, "olive")


def seen(*applications: Application) -> dict[int, int]:
    """What a page that is opened now would show."""
    session = object_session(applications[0])
    assert session is not None
    return {one.id: 0 for one in applications} | {
        key: case.revision for key, case in queries.cases_of(session, [one.id for one in applications]).items()
    }


def mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.template == "triage_owner")))


def acts(session: Session, action: str) -> int:
    return len(session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all())


def test_a_new_owner_gets_one_mail_for_many_and_nobody_mails_themselves(session: Session, olive: Actor) -> None:
    both = [found(session, one) for one in ("SCF26-SCRG", "SCF26-NWAY")]
    piers = account_named(session, "piers")
    assert piers.id in {one.id for one in queries.officers(session)}
    first = seen(*both)
    assert doing.give(session, applications=both, owner=piers, seen=first, actor=olive) == 2
    assert doing.give(session, applications=both, owner=piers, seen=first, actor=olive) == 0
    (mail,) = mails(session)
    assert mail.account_id == piers.id and "SCF26-SCRG" in mail.body and "SCF26-NWAY" in mail.body
    assert acts(session, "triage:owned") == 2
    assert (
        doing.give(session, applications=both, owner=account_named(session, "olive"), seen=seen(*both), actor=olive)
        == 2
    )
    assert doing.give(session, applications=both, owner=None, seen=seen(*both), actor=olive) == 2
    assert len(mails(session)) == 1
    with pytest.raises(Refused, match="grants officer"):
        doing.give(session, applications=both, owner=account_named(session, "asha"), seen=seen(*both), actor=olive)
    with pytest.raises(Forbidden):
        doing.give(session, applications=both, owner=None, seen=seen(*both), actor=actor_named(session, "asha"))


def test_the_board_filters_by_owner_lateness_and_flags(session: Session, olive: Actor) -> None:
    ours, theirs = found(session, "SCF26-SCRG"), found(session, "SCF26-NWAY")
    mine, late = account_named(session, "olive"), today() - timedelta(days=3)
    doing.give(session, applications=[ours], owner=mine, seen=seen(ours), actor=olive)
    assert doing.set_due(session, applications=[ours], due_on=late, seen=seen(ours), actor=olive) == 1
    assert doing.set_due(session, applications=[ours], due_on=late, seen={}, actor=olive) == 0

    def shown(**wanted: str) -> list[str]:
        found_ = Filter(**wanted)
        args = (session, ours.round, found_, Looking(olive.account_id, today()))
        lines = queries.board(*args, Paging(1, 100, 50))
        assert queries.count_board(*args) == len(lines)
        return [line.application.reference for line in lines]

    assert shown(owner="mine") == shown(late="yes") == shown(flag="open") == shown(flag="money") == [ours.reference]
    assert theirs.reference in shown(owner="nobody") and ours.reference not in shown(owner="nobody")
    assert ours.reference not in shown(flag="none") and shown(flag="safeguarding") == []
    assert queries.waiting(session, olive.account_id or 0, today()) == [(ours.round.slug, ours.round.name, 1, 1)]


def test_a_flag_is_raised_once_and_closed_once(session: Session, olive: Actor) -> None:
    application = found(session, "SCF26-NWAY")
    facts = {"kind": "safeguarding", "team": "legal", "reason": "No policy was sent."}
    flag = doing.raise_flag(session, application=application, **facts, actor=olive)
    assert doing.raise_flag(session, application=application, **facts, actor=olive) is flag
    doing.close_flag(session, flag=flag, how="resolve", outcome="It came.", actor=olive)
    assert (flag.state, flag.outcome) == ("resolved", "It came.") and acts(session, "triage:flag-closed") == 1
    with pytest.raises(Refused, match="This flag is resolved"):
        doing.close_flag(session, flag=flag, how="stop", outcome="Again.", actor=olive)
    moves = select(StateChange).where(StateChange.subject_type == "flag", StateChange.subject_id == flag.id)
    (move,) = session.scalars(moves)
    assert (move.move, move.to_state, move.reason, move.actor_id) == (
        "resolve", "resolved", "It came.", olive.account_id
    )  # fmt: skip
    with pytest.raises(Forbidden):
        doing.raise_flag(session, application=application, **facts, actor=actor_named(session, "amina"))


def test_a_note_is_struck_out_once_and_then_never_changed(session: Session, olive: Actor) -> None:
    application = found(session, "SCF26-NWAY")
    note = doing.write_note(session, application=application, words="Call them.", actor=olive)
    assert doing.write_note(session, application=application, words="Call them.", actor=olive) is note
    doing.strike_note(session, note=note, why="Wrong group.", actor=olive)
    with pytest.raises(Refused, match="struck out already"):
        doing.strike_note(session, note=note, why="Once more.", actor=olive)
    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(update(Note).where(Note.id == note.id).values(words="Other words."))


def test_hints_are_never_drafts_and_are_set_aside_once(session: Session, olive: Actor) -> None:
    application = found(session, "SCF26-NWAY")
    hint = next(one for one in queries.hints_about(session, application) if one.other.reference == "SCF27-NWAY")
    assert hint.kind == "same-group"
    drafts = {one.other.reference for one in queries.hints_about(session, found(session, "SCF26-SCRG"))}
    assert "SCF27-DRFT" not in drafts
    row = doing.put_hint_aside(session, application=application, hint=hint, reason="Another year.", actor=olive)
    again = Hint(hint.kind, hint.other, hint.why)
    assert doing.put_hint_aside(session, application=application, hint=again, reason="Again.", actor=olive) is row


def test_of_two_officers_one_takes_it_and_the_other_overwrites_nothing(session: Session, olive: Actor) -> None:
    one, piers = found(session, "SCF26-NWAY"), account_named(session, "piers")
    mine, day, first = account_named(session, "olive"), today() + timedelta(days=9), seen(one)[one.id]
    facts = {"application": one, "revision": first}
    doing.look_after(session, **facts, owner=mine, due_on=day, actor=olive)
    doing.look_after(session, **facts, owner=mine, due_on=day, actor=olive)  # a second press: it is so already
    with pytest.raises(Stale):
        doing.look_after(session, **facts, owner=piers, due_on=None, actor=actor_named(session, "piers"))
    with pytest.raises(Stale):
        doing.give(session, applications=[one], owner=piers, seen={one.id: first}, actor=olive)
    with pytest.raises(Stale):
        doing.set_due(session, applications=[one], due_on=None, seen={one.id: first}, actor=olive)
    case = queries.cases_of(session, [one.id])[one.id]
    assert (case.owner, case.due_on) == (mine, day)
    assert acts(session, "triage:owned") == acts(session, "triage:due") == 1
    doing.look_after(session, application=one, revision=case.revision, owner=piers, due_on=None, actor=olive)
    assert (case.owner, case.due_on) == (piers, None)


def test_whoever_has_a_link_owns_it_no_more(session: Session, olive: Actor) -> None:
    one, other = found(session, "SCF26-NWAY"), found(session, "SCF26-SCRG")
    piers = account_named(session, "piers")
    doing.give(session, applications=[one, other], owner=piers, seen=seen(one, other), actor=olive)
    before = seen(one)[one.id]
    told = "My sister is a trustee of this group and signs for its bank account."
    pin_conflict(session, application=one, person=piers, kind="family", text=told, actor=olive)
    kept = kept_from(session, one.round_id)
    ownerless = queries.owned_by_linked(session, one.round_id, kept)
    assert ownerless == {one.id}
    looking = Looking(piers.id, today(), ownerless)
    for owner, count in (("mine", 1), ("someone", 1), ("nobody", 1)):
        lines = queries.board(session, one.round, Filter(owner=owner), looking, Paging(1, 100, 50))
        assert queries.count_board(session, one.round, Filter(owner=owner), looking) == len(lines)
        assert (one.id in {line.application.id for line in lines}) == (owner == "nobody"), owner
        assert len(lines) >= count
    session.expire_all()
    assert doing.take_from_linked(session, round_id=one.round_id, kept=kept, actor=olive) == 1
    assert doing.take_from_linked(session, round_id=one.round_id, kept=kept, actor=olive) == 0
    cases = queries.cases_of(session, [one.id, other.id])
    assert cases[one.id].owner is None and cases[other.id].owner == piers
    with pytest.raises(Stale):
        doing.give(
            session, applications=[one], owner=account_named(session, "olive"), seen={one.id: before}, actor=olive
        )
