"""Flags, notes and hints of one application. The row of its case is the lock."""

from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.triage.models import Flag, Note, SetAside
from portal.triage.policy import TRIAGE
from portal.triage.queries import cases_for, flags_of, notes_of, set_aside_of
from portal.triage.rules import KINDS, TEAMS
from portal.triage.rules.hints import Hint
from portal.triage.states import FLAG, FlagState


def raise_flag(session: Session, *, application: Application, kind: str, team: str, reason: str, actor: Actor) -> Flag:
    """Flag an application for a team, with the reason; audit. The same flag while it is open is a second press."""
    _begin(session, application, actor)
    if kind not in KINDS or team not in TEAMS or not reason:
        raise Refused("Say what the flag is about, for which team and why.")
    flags = flags_of(session, application.id)
    for one in flags:
        if (one.state, one.kind, one.team, one.reason) == (FlagState.OPEN, kind, team, reason):
            return one
    assert actor.account_id is not None
    flag = Flag(
        application_id=application.id,
        number=len(flags) + 1,
        kind=kind,
        team=team,
        reason=reason,
        state=FlagState.OPEN,
        raised_at=now(),
        raised_by_id=actor.account_id,
        raised_by_name=actor.name[:200],
    )
    session.add(flag)
    _record(session, "triage:flag-raised", application, actor, number=flag.number, kind=kind, team=team)
    session.flush()
    return flag


def close_flag(session: Session, *, flag: Flag, how: str, outcome: str, actor: Actor) -> None:
    """Resolve or stop a flag (`how` is the move), with what came of it; state, audit. Refused when it is closed."""
    _begin(session, flag.application, actor)
    if not outcome:
        raise Refused("Say what came of it.")
    session.refresh(flag, ["state"], with_for_update=True)
    if FLAG.allows(flag.state, how):
        flag.outcome, flag.closed_at = outcome, now()
        flag.closed_by_id, flag.closed_by_name = actor.account_id, actor.name[:200]
    with session.no_autoflush:  # one flush with the state: a check holds the two together
        FLAG.advance(session, flag, how, actor_id=actor.account_id, reason=outcome)
    _record(session, "triage:flag-closed", flag.application, actor, number=flag.number, state=flag.state)


def write_note(session: Session, *, application: Application, words: str, actor: Actor) -> Note:
    """Write something down for colleagues; audit, without the words. The newest note again is a second press."""
    _begin(session, application, actor)
    if not words:
        raise Refused("Write a note first.")
    notes = notes_of(session, application.id)
    if notes and (notes[0].words, notes[0].author_id, notes[0].struck_at) == (words, actor.account_id, None):
        return notes[0]
    assert actor.account_id is not None
    note = Note(
        application_id=application.id,
        number=len(notes) + 1,
        words=words,
        written_at=now(),
        author_id=actor.account_id,
        author_name=actor.name[:200],
    )
    session.add(note)
    _record(session, "triage:note-written", application, actor, number=note.number)
    session.flush()
    return note


def strike_note(session: Session, *, note: Note, why: str, actor: Actor) -> None:
    """Strike a note out, with the reason; its words stay to be read. Audit. Refused when it is struck out already."""
    _begin(session, note.application, actor)
    session.refresh(note, ["struck_at"])
    if note.struck_at is not None:
        raise Refused("This note is struck out already.")
    if not why:
        raise Refused("Say why you strike it out.")
    note.struck_at, note.struck_why = now(), why
    note.struck_by_id, note.struck_by_name = actor.account_id, actor.name[:200]
    _record(session, "triage:note-struck", note.application, actor, number=note.number)
    session.flush()


def put_hint_aside(session: Session, *, application: Application, hint: Hint, reason: str, actor: Actor) -> SetAside:
    """Set a hint aside with the reason; audit. A second press finds what the first said."""
    _begin(session, application, actor)
    known = set_aside_of(session, application.id).get(hint.key)
    if known:
        return known
    if not reason:
        raise Refused("Say why this hint does not matter.")
    assert actor.account_id is not None
    kind, other = hint.key
    row = SetAside(
        application_id=application.id,
        kind=kind,
        other=other,
        reason=reason,
        at=now(),
        by_id=actor.account_id,
        by_name=actor.name[:200],
    )
    session.add(row)
    _record(session, "triage:hint-set-aside", application, actor, kind=kind, other=other)
    session.flush()
    return row


def _begin(session: Session, application: Application, actor: Actor) -> None:
    """Ask whether the actor may, then hold the case: of two presses one waits for the other."""
    require(actor, TRIAGE, application)
    cases_for(session, [application.id])


def _record(session: Session, action: str, application: Application, actor: Actor, **detail: Any) -> None:
    record(session, action, subject_type="application", subject=application.reference, actor=actor, **detail)
