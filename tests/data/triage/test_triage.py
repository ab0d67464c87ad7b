"""Owners, days, flags, notes and hints: what changes, what is recorded, who is mailed, and what a second press does."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.audit.models import AuditEntry
from portal.core.clock import today
from portal.core.paging import Paging
from portal.core.refusal import Forbidden, Refused
from portal.outbox.models import Message
from portal.triage import operations as doing
from portal.triage import queries
from portal.triage.models import Note
from portal.triage.rules import Filter
from portal.triage.rules.hints import Hint
from tests.factories.panel import actor_named
from tests.support.building.decisions import found
from tests.support.cast import account_named


@pytest.fixture
def olive(session: Session) -> Actor:
    return actor_named(session, "olive")


def mails(session: Session) -> list[Message]:
    return list(session.scalars(select(Message).where(Message.template == "triage_owner")))


def acts(session: Session, action: str) -> int:
    return len(session.scalars(select(AuditEntry).where(AuditEntry.action == action)).all())


def test_a_new_owner_gets_one_mail_for_many_and_nobody_mails_themselves(session: Session, olive: Actor) -> None:
    both = [found(session, one) for one in ("SCF26-SCRG", "SCF26-NWAY")]
    piers = account_named(session, "piers")
    assert piers.id in {one.id for one in queries.officers(session)}
    assert doing.give(session, applications=both, owner=piers, actor=olive) == 2
    assert doing.give(session, applications=both, owner=piers, actor=olive) == 0
    (mail,) = mails(session)
    assert mail.account_id == piers.id and "SCF26-SCRG" in mail.body and "SCF26-NWAY" in mail.body
    assert acts(session, "triage:owned") == 2
    assert doing.give(session, applications=both, owner=account_named(session, "olive"), actor=olive) == 2
    assert doing.give(session, applications=both, owner=None, actor=olive) == 2
    assert len(mails(session)) == 1
    with pytest.raises(Refused, match="grants officer"):
        doing.give(session, applications=both, owner=account_named(session, "asha"), actor=olive)
    with pytest.raises(Forbidden):
        doing.give(session, applications=both, owner=None, actor=actor_named(session, "asha"))


def test_the_board_filters_by_owner_lateness_and_flags(session: Session, olive: Actor) -> None:
    ours, theirs = found(session, "SCF26-SCRG"), found(session, "SCF26-NWAY")
    doing.give(session, applications=[ours], owner=account_named(session, "olive"), actor=olive)
    assert doing.set_due(session, applications=[ours], due_on=today() - timedelta(days=3), actor=olive) == 1
    assert doing.set_due(session, applications=[ours], due_on=today() - timedelta(days=3), actor=olive) == 0

    def seen(**wanted: str) -> list[str]:
        found_ = Filter(**wanted)
        args = (session, ours.round, found_, olive.account_id, today())
        lines = queries.board(*args, Paging(1, 100, 50))
        assert queries.count_board(*args) == len(lines)
        return [line.application.reference for line in lines]

    assert seen(owner="mine") == seen(late="yes") == seen(flag="open") == seen(flag="money") == [ours.reference]
    assert theirs.reference in seen(owner="nobody") and ours.reference not in seen(owner="nobody")
    assert ours.reference not in seen(flag="none") and seen(flag="safeguarding") == []
    assert queries.waiting(session, olive.account_id or 0, today()) == [(ours.round.slug, ours.round.name, 1, 1)]


def test_a_flag_is_raised_once_and_closed_once(session: Session, olive: Actor) -> None:
    application = found(session, "SCF26-NWAY")
    facts = {"kind": "safeguarding", "team": "legal", "reason": "No policy was sent."}
    flag = doing.raise_flag(session, application=application, **facts, actor=olive)
    assert doing.raise_flag(session, application=application, **facts, actor=olive) is flag
    doing.close_flag(session, flag=flag, how="resolve", outcome="It came.", actor=olive)
    assert (flag.state, flag.outcome) == ("resolved", "It came.") and acts(session, "triage:flag-closed") == 1
    with pytest.raises(Refused, match="resolved already"):
        doing.close_flag(session, flag=flag, how="stop", outcome="Again.", actor=olive)
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
