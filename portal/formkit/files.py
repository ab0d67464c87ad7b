"""The files that a field may be given without an upload: earlier ones of its own, and what the host had already."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from portal.core.clock import london
from portal.core.dates import date_words, datetime_words
from portal.formkit.definition import Question, Step
from portal.formkit.models import SectionRevision
from portal.formkit.types import TYPES
from portal.formkit.types.base import FileFacts, as_object
from portal.formkit.types.files import Uploading


class Files(Protocol):
    """What the host knows of the files that answers name."""

    def __call__(self, file: FileFacts) -> str:
        """The address of a file."""

    def note(self, file: FileFacts) -> str:
        """Why a file cannot be opened; empty when it can."""

    def is_there(self, file: FileFacts) -> bool:
        """Whether a file can still be used in an answer."""

    def had_a_virus(self, file: FileFacts) -> bool:
        """Whether a file was deleted because of a virus."""


@dataclass(frozen=True)
class Given:
    """A file that the host had already: what kind of document it is (`accounts`), in which words, and since when.

    `ran_out` is its last good day in words when that is over: it is told then, and cannot be chosen. `replace` is the
    address at which a new one is given.
    """

    kind: str
    label: str
    facts: FileFacts
    at: datetime
    ran_out: str = ""
    replace: str = ""


@dataclass(frozen=True)
class Offer:
    """A file to choose with one press: the words of the button and, for an earlier one, who had put it there when.

    Without a button it cannot be chosen: `told` says why, and `replace` is where a new one is given.
    """

    facts: FileFacts
    button: str
    told: str = ""
    replace: str = ""


@dataclass(frozen=True)
class Lost:
    """A file that stood here and was deleted because it had a virus."""

    facts: FileFacts
    at: datetime


def has_files(step: Step) -> bool:
    """Whether a page asks for a file."""
    return any(isinstance(TYPES[question.type], Uploading) for question in step.questions)


def offers_for(
    step: Step,
    answers: Mapping[str, Any],
    revisions: Iterable[SectionRevision],
    given: Sequence[Given],
    is_there: Callable[[FileFacts], bool],
) -> dict[str, list[Offer]]:
    """Field name -> what may be chosen there: what the host has of that kind, then earlier files, the newest first."""
    earlier = _earlier(step, revisions)
    found: dict[str, list[Offer]] = {}
    for question in step.questions:
        present = _files(question, answers.get(question.key))
        for name in _fields(question):
            seen = {present[name]["id"]} if name in present else set()
            offers = []
            for offer in [*_from_host(name, given), *earlier.get(name, [])]:
                if offer.facts["id"] not in seen and is_there(offer.facts):
                    seen.add(offer.facts["id"])
                    offers.append(offer)
            if offers:
                found[name] = offers
    return found


def lost_in(
    step: Step,
    answers: Mapping[str, Any],
    revisions: Iterable[SectionRevision],
    had_a_virus: Callable[[FileFacts], bool],
) -> dict[str, Lost]:
    """Field name -> the file that stood there last and is gone because of a virus; nothing once there is another."""
    found: dict[str, Lost] = {}
    last: dict[str, tuple[FileFacts, datetime]] = {}
    for revision in revisions:
        for question in step.questions:
            if question.key in revision.changed:
                files = _files(question, revision.changed[question.key])
                last |= {name: (facts, revision.saved_at) for name, facts in files.items()}
    for question in step.questions:
        present = _files(question, answers.get(question.key))
        for name in _fields(question):
            if name in last and name not in present and had_a_virus(last[name][0]):
                found[name] = Lost(*last[name])
    return found


def _fields(question: Question) -> list[str]:
    documents = question.details.get("documents")
    return [f"{question.key}-{one['value']}" for one in documents] if documents else [question.key]


def _files(question: Question, value: Any) -> dict[str, FileFacts]:
    return TYPES[question.type].files(question, value, question.key)


def _from_host(name: str, given: Sequence[Given]) -> list[Offer]:
    kind = name.rpartition("-")[2]
    return [_offer(one) for one in given if one.kind == kind]


def _offer(one: Given) -> Offer:
    name = as_object(one.label)
    if one.ran_out:
        return Offer(one.facts, "", f"The {name} you gave us ran out on {one.ran_out}. Upload the new one", one.replace)
    return Offer(one.facts, f"Use the {name} you gave us on {date_words(london(one.at).date())}", one.facts["name"])


def _earlier(step: Step, revisions: Iterable[SectionRevision]) -> dict[str, list[Offer]]:
    """Every file that an answer has named, by field, the newest first."""
    found: dict[str, list[Offer]] = {}
    for revision in revisions:
        for question in step.questions:
            for name, facts in _files(question, revision.changed.get(question.key)).items():
                when = datetime_words(revision.saved_at)
                told = f"Earlier: {facts['name']}, put here by {revision.saved_by_name} on {when}"
                offers = found.setdefault(name, [])
                if all(offer.facts["id"] != facts["id"] for offer in offers):
                    offers.insert(0, Offer(facts, f"Use {facts['name']} again", told))
    return found
