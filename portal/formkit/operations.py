"""Publishing forms and saving answers."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.formkit.definition import Form, Section
from portal.formkit.models import FormVersion, Response, SectionAnswers, SectionRevision
from portal.formkit.queries import form_of, lock, newest_number, revisions_of, sections_of, version_by_hash
from portal.formkit.types import TYPES

FROZEN = "These answers have been sent, so they can no longer be changed. What you typed was not saved."


@dataclass(frozen=True)
class Clashing:
    """One question that someone else changed meanwhile: their answer, mine, and who saved theirs when."""

    key: str
    theirs: Any
    mine: Any
    by: str
    at: datetime


@dataclass(frozen=True)
class Tab:
    """The open page that saves: a random key from when it was opened, and which saving of it this is (from 1).

    Without script `count` is 0. `unsure` says that an earlier saving of the page was never answered, so that it may
    still arrive.
    """

    key: str = ""
    count: int = 0
    unsure: bool = False

    def made(self, revision: SectionRevision) -> bool:
        """Whether a revision was saved from this page."""
        return self.key != "" and revision.tab_key == self.key

    def is_behind(self, revision: SectionRevision) -> bool:
        """Whether a later saving of this page came first, so that this one is old news."""
        return self.made(revision) and 0 < self.count <= revision.tab_count


NO_TAB = Tab()


@dataclass(frozen=True)
class Saved:
    """What a saving came to. With clashes nothing was saved, and the person has to choose.

    `others` are questions of the page that someone else changed meanwhile, and whose answers stand.
    """

    revision: int
    saved_at: datetime
    changed: frozenset[str] = frozenset()
    clashes: tuple[Clashing, ...] = ()
    others: frozenset[str] = frozenset()


def canonical(document: Any) -> str:
    """JSON text that is the same for the same content: sorted keys, no spaces, UTF-8 as it is."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def hash_of(text: str) -> str:
    """SHA-256 of the UTF-8 bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def publish(session: Session, *, document: Mapping[str, Any]) -> FormVersion:
    """Freeze a compiled form as its next version; the same document again is the version that is there already."""
    digest = hash_of(canonical(document))
    existing = version_by_hash(session, document["key"], digest)
    if existing:
        return existing
    version = FormVersion(
        form_key=document["key"],
        version=newest_number(session, document["key"]) + 1,
        document=dict(document),
        sha256=digest,
        published_at=now(),
    )
    session.add(version)
    session.flush()
    return version


def start_response(session: Session, *, version: FormVersion) -> Response:
    """Begin filling in a version."""
    response = Response(form_version=version, created_at=now())
    session.add(response)
    session.flush()
    return response


def freeze(session: Session, *, response: Response) -> None:
    """Let nothing more be saved; waits for a saving that is under way."""
    lock(session, response)
    response.frozen_at = response.frozen_at or now()
    session.flush()


def thaw(session: Session, *, response: Response) -> None:
    """Let answers be saved again."""
    response.frozen_at = None
    session.flush()


def hold_answers(session: Session, *, response: Response) -> dict[str, SectionAnswers]:
    """The answers as nobody else can change them until this transaction ends; refuses a frozen response."""
    lock(session, response)  # the row of the response, because that of a section may not exist yet
    if response.frozen_at:
        raise Refused(FROZEN, title="These answers have been sent")
    return sections_of(session, response)


def save_answers(
    session: Session,
    *,
    response: Response,
    section: Section,
    values: Mapping[str, Any],
    base: int,
    actor: Actor,
    held: Mapping[str, SectionAnswers] | None = None,
    tab: Tab = NO_TAB,
) -> Saved:
    """Save answers to questions of one section, whatever they lack.

    `values` maps question keys to answers; `base` is the revision that the person had before them. Refuses a frozen
    response; lets others' answers stand to questions that this person left as they found them; finds clashes
    (questions that both changed); lets a saving that arrives after a later one of the same page change nothing;
    otherwise saves what is new, one revision for it. `held` is what `hold_answers` gave in this transaction, where
    the caller had to read the answers first.
    """
    row = (hold_answers(session, response=response) if held is None else held).get(section.key)
    before = dict(row.answers) if row else {}
    revision = row.revision if row else 0
    form = form_of(response.form_version)
    changed = {key: value for key, value in values.items() if key not in before or not _same(form, key, before, value)}
    others: frozenset[str] = frozenset()
    if row and base < revision:
        found = _compare(session, response, section, base, before, changed, tab)
        if found.late or found.clashes:
            return Saved(revision, row.saved_at, clashes=found.clashes)
        changed, others = found.mine, found.others & frozenset(values)
    if row and not changed and not tab.unsure:
        return Saved(revision, row.saved_at, others=others)
    at = now()
    _write(session, response, section, row, before | changed, at, actor)
    session.add(
        SectionRevision(
            response_id=response.id,
            section_key=section.key,
            revision=revision + 1,
            changed=changed,
            saved_at=at,
            saved_by_id=actor.account_id,
            saved_by_name=actor.name[:200],
            tab_key=tab.key,
            tab_count=tab.count,
        )
    )
    # Flushed with what the room notes about it, in one go.
    return Saved(revision + 1, at, frozenset(changed), others=others)


def drop_file(session: Session, *, response: Response, file_id: str, actor: Actor) -> frozenset[str]:
    """Take a file out of every answer that names it; the keys of the questions. Nothing where it was sent already."""
    lock(session, response)
    if response.frozen_at:
        return frozenset()
    form, held = form_of(response.form_version), sections_of(session, response)
    dropped: set[str] = set()
    for section in form.sections:
        row = held.get(section.key)
        if row is None:
            continue
        without = {key: TYPES[form.by_key[key].type].without_file(value, file_id) for key, value in row.answers.items()}
        values = {key: value for key, value in without.items() if value != row.answers[key]}
        if values:
            base = row.revision
            save_answers(session, response=response, section=section, values=values, base=base, actor=actor, held=held)
            dropped |= set(values)
    return frozenset(dropped)


def _same(form: Form, key: str, before: Mapping[str, Any], value: Any) -> bool:
    return TYPES[form.by_key[key].type].same(before.get(key), value)


@dataclass(frozen=True)
class _Compared:
    """What a stale saving comes to beside what was saved since it was begun."""

    mine: dict[str, Any]
    clashes: tuple[Clashing, ...]
    others: frozenset[str]
    late: bool


def _compare(
    session: Session,
    response: Response,
    section: Section,
    base: int,
    before: Mapping[str, Any],
    changed: Mapping[str, Any],
    tab: Tab,
) -> _Compared:
    """What of `changed` this person changed themselves, and which of those questions others changed since `base`.

    What the same page saved since is this person's own, whether or not the page ever heard of it.
    """
    found: dict[str, Any] = {}  # what the person had before them
    latest: dict[str, SectionRevision] = {}  # who changed what since
    late = False
    for revision in revisions_of(session, response, section.key):
        late = late or tab.is_behind(revision)
        if revision.revision <= base or tab.made(revision):
            found |= revision.changed
        else:
            latest |= dict.fromkeys(revision.changed, revision)
    form = form_of(response.form_version)
    theirs = {key for key in latest if not _same(form, key, found, before.get(key))}
    mine = {key: new for key, new in changed.items() if key not in theirs or not _same(form, key, found, new)}
    clashes = tuple(
        Clashing(key, before[key], mine[key], latest[key].saved_by_name, latest[key].saved_at)
        for key in mine
        if key in theirs
    )
    return _Compared(mine, clashes, frozenset(theirs - set(mine)), late)


def _write(
    session: Session,
    response: Response,
    section: Section,
    row: SectionAnswers | None,
    answers: dict[str, Any],
    at: datetime,
    actor: Actor,
) -> None:
    if row is None:
        row = SectionAnswers(response_id=response.id, section_key=section.key, revision=0)
        session.add(row)
    row.answers = answers
    row.revision += 1
    row.saved_at = at
    row.saved_by_name = actor.name[:200]
