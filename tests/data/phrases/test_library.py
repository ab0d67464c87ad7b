"""Adding, changing and retiring phrases; the pack's; what stays for ever."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.audit.models import AuditEntry
from portal.core.clash import Stale
from portal.core.db import Database
from portal.core.refusal import Forbidden
from portal.phrases.models import Phrase
from portal.phrases.operations import add_phrase, change_phrase, load_phrases, retire_phrase
from portal.phrases.queries import library, newest_of, phrase_by_reference
from portal.phrases.rules import Facts, starting_phrases
from tests.factories.panel import actor_named
from tests.support.at_once import at_once

FACTS = Facts("strong", "p1", "", "You named [partner] and its part.")


def test_the_packs_phrases_come_once_and_what_officers_changed_stays(session: Session) -> None:
    load_phrases(session)
    assert load_phrases(session) == 0
    phrase = session.scalars(select(Phrase).where(Phrase.key == "p1_strong")).one()
    olive = actor_named(session, "olive")
    change_phrase(session, phrase=phrase, facts=FACTS, revision=1, actor=olive)
    retire_phrase(session, phrase=phrase, retired=True, revision=2, actor=olive)
    assert load_phrases(session) == 0
    assert (newest_of(session, phrase).words, newest_of(session, phrase).retired) == (FACTS.words, True)
    assert len([one for one in library(session) if one.phrase.key]) == len(starting_phrases()) - 1


def test_every_version_stays_and_the_same_words_are_none(session: Session) -> None:
    olive, piers = actor_named(session, "olive"), actor_named(session, "piers")
    phrase = add_phrase(session, facts=FACTS, actor=olive)
    assert add_phrase(session, facts=FACTS, actor=piers) is phrase, "pressed twice"
    other = Facts("strong", "", "improve", "You named [someone].")
    change_phrase(session, phrase=phrase, facts=other, revision=1, actor=piers)
    change_phrase(session, phrase=phrase, facts=other, revision=2, actor=piers)
    with pytest.raises(Stale):
        change_phrase(session, phrase=phrase, facts=FACTS, revision=1, actor=olive)
    retire_phrase(session, phrase=phrase, retired=True, revision=2, actor=olive)
    retire_phrase(session, phrase=phrase, retired=True, revision=3, actor=olive)
    assert phrase.id not in {one.phrase.id for one in library(session)}
    assert phrase.id in {one.phrase.id for one in library(session, retired=True)}
    retire_phrase(session, phrase=phrase, retired=False, revision=3, actor=olive)
    found = phrase_by_reference(session, phrase.reference)
    assert found is not None
    assert [(one.number, one.words, one.retired, one.by.name if one.by else "") for one in found.versions] == [
        (4, other.words, False, "Olive Hart"),
        (3, other.words, True, "Olive Hart"),
        (2, other.words, False, "Piers Nash"),
        (1, FACTS.words, False, "Olive Hart"),
    ]
    entries = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == phrase.reference))
    assert sorted(entries) == ["phrase:added", "phrase:changed", "phrase:offered-again", "phrase:retired"]
    with pytest.raises(DatabaseError, match="never changed"):
        session.execute(text("UPDATE phrase_version SET words = 'x'"))


def test_only_officers_keep_the_library(session: Session) -> None:
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            add_phrase(session, facts=FACTS, actor=actor_named(session, name))


def test_two_change_it_at_once_and_one_is_told(database: Database) -> None:
    with database.session() as session:
        reference = add_phrase(session, facts=FACTS, actor=actor_named(session, "olive")).reference

    def changes(name: str) -> Callable[[Session], object]:
        def act(session: Session) -> object:
            phrase = phrase_by_reference(session, reference)
            assert phrase is not None
            facts = Facts("strong", "", "", f"You named {name}.")
            change_phrase(session, phrase=phrase, facts=facts, revision=1, actor=actor_named(session, name))
            return None

        return act

    said = at_once(database, one=changes("olive"), other=changes("piers"))
    assert sorted(word == "done" for word in said.values()) == [False, True]
    with database.session() as session:
        found = phrase_by_reference(session, reference)
        assert found is not None
        assert (found.revision, len(found.versions)) == (2, 2)
