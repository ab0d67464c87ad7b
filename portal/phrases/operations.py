"""Adding, changing, retiring and counting phrases. A version that was written is never changed."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application
from portal.audit.operations import record
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.db import insert_or
from portal.core.references import new_reference
from portal.phrases.models import Phrase, PhraseUse, PhraseVersion
from portal.phrases.policy import KEEP_PHRASES
from portal.phrases.queries import by_references, facts_of, known_keys, newest_of, same_as
from portal.phrases.rules import Facts, starting_phrases


def load_phrases(session: Session) -> int:
    """Put the pack's phrases in the library that were never in it; how many. What officers changed or retired stays."""
    known = known_keys(session)
    new = [(key, facts) for key, facts in starting_phrases() if key not in known]
    for key, facts in new:
        _add(session, facts, None, key)
    session.flush()
    return len(new)


def add_phrase(session: Session, *, facts: Facts, actor: Actor) -> Phrase:
    """Add a phrase; one that says the same already is given back. Effects: its first version, audit."""
    require(actor, KEEP_PHRASES)
    existing = same_as(session, facts)
    if existing is not None:
        return existing
    phrase = _add(session, facts, actor.account_id, None)
    session.flush()
    _record(session, "phrase:added", phrase, actor)
    return phrase


def change_phrase(session: Session, *, phrase: Phrase, facts: Facts, revision: int, actor: Actor) -> None:
    """Write a new version, which is what is offered from now on; the same words again change nothing.

    Raises Stale when a colleague wrote one since `revision` was read. Effects: version, audit.
    """
    before = _locked(session, phrase, revision, actor)
    if facts_of(before) == facts:
        return
    _write(session, phrase, facts, retired=before.retired, actor=actor)
    _record(session, "phrase:changed", phrase, actor)


def retire_phrase(session: Session, *, phrase: Phrase, retired: bool, revision: int, actor: Actor) -> None:
    """Offer a phrase no longer, or again; done already, it changes nothing.

    Raises Stale when a colleague changed it since `revision` was read. Effects: version, audit.
    """
    before = _locked(session, phrase, revision, actor)
    if before.retired == retired:
        return
    _write(session, phrase, facts_of(before), retired=retired, actor=actor)
    _record(session, "phrase:retired" if retired else "phrase:offered-again", phrase, actor)


def count_uses(session: Session, *, application: Application, references: Collection[str]) -> None:
    """Note that phrases were put in the feedback on an application; each counts once for it. Unknown ones are nothing.

    Called by the saving of the feedback, which has checked who saves.
    """
    rows = [
        {"phrase_id": one.id, "application_id": application.id, "at": now()}
        for one in (by_references(session, references) if references else ())
    ]
    if rows:
        session.execute(insert_or(session, PhraseUse).values(rows).on_conflict_do_nothing())


def _locked(session: Session, phrase: Phrase, revision: int, actor: Actor) -> PhraseVersion:
    require(actor, KEEP_PHRASES)
    session.refresh(phrase, ["revision"], with_for_update=True)
    if phrase.revision != revision:
        raise Stale
    return newest_of(session, phrase)


def _add(session: Session, facts: Facts, by_id: int | None, key: str | None) -> Phrase:
    phrase = Phrase(reference=new_reference("PH"), key=key, revision=1)
    phrase.versions = [_version(facts, number=1, retired=False, by_id=by_id)]
    session.add(phrase)
    return phrase


def _write(session: Session, phrase: Phrase, facts: Facts, *, retired: bool, actor: Actor) -> None:
    phrase.revision += 1
    version = _version(facts, number=phrase.revision, retired=retired, by_id=actor.account_id)
    version.phrase = phrase
    session.add(version)
    session.flush()
    session.expire(phrase, ["versions"])


def _version(facts: Facts, *, number: int, retired: bool, by_id: int | None) -> PhraseVersion:
    return PhraseVersion(
        number=number,
        kind=facts.kind,
        principle=facts.principle,
        band=facts.band,
        words=facts.words,
        retired=retired,
        at=now(),
        by_id=by_id,
    )


def _record(session: Session, action: str, phrase: Phrase, actor: Actor) -> None:
    record(session, action, subject_type="phrase", subject=phrase.reference, actor=actor, revision=phrase.revision)
