"""Links between people who score and groups, as far as the portal can see them by itself: grounds to ask, no proof."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.assessment.rules import CONFLICT_KINDS
from portal.core.text import count_words
from portal.interests.rules import KINDS

MOST_TEXT_WORDS = 100
WHY_NONE = "Say why this is no conflict of interest"
WHY_BACK = "Say in a few words why you give it back"
LONGEST_WORD = 20  # characters of a word, on average: what is longer is no prose


@dataclass(frozen=True)
class Place:
    """The group of an application, or a partner in it: its id, name, and the names of its people."""

    application_id: int
    organisation_id: int
    name: str
    people: frozenset[str]


@dataclass(frozen=True)
class Known:
    """Something that a person declared in the register of interests."""

    account_id: int
    kind: str
    organisation_id: int | None
    organisation: str


@dataclass(frozen=True)
class Suggestion:
    """A link that may be: `ground` names what suggests it and stays the same, `words` say it to an officer."""

    application_id: int
    account_id: int
    ground: str
    words: str


def suggestions(places: Iterable[Place], people: Sequence[tuple[int, str]], known: Sequence[Known]) -> list[Suggestion]:
    """Everything that suggests a link. `people` are (account id, name) of those who score."""
    found: dict[tuple[int, int, str], Suggestion] = {}
    names = [(account_id, _folded(name)) for account_id, name in people]
    for place in places:
        for account_id, ground, words in [*_declared(place, known), *_same_name(place, names)]:
            found.setdefault(
                (place.application_id, account_id, ground), Suggestion(place.application_id, account_id, ground, words)
            )
    return [found[key] for key in sorted(found)]


def _declared(place: Place, known: Sequence[Known]) -> Iterable[tuple[int, str, str]]:
    for one in known:
        same = one.organisation_id == place.organisation_id if one.organisation_id else False
        if same or _folded(one.organisation) == _folded(place.name):
            kind = KINDS.get(one.kind, "An interest").lower()
            yield one.account_id, f"interest-{one.kind}", f"The register of interests names {place.name}: {kind}."


def _same_name(place: Place, names: Sequence[tuple[int, str]]) -> Iterable[tuple[int, str, str]]:
    theirs = {_folded(name) for name in place.people}
    for account_id, name in names:
        if name in theirs:
            yield account_id, "name", f"Somebody of the same name is in the team of {place.name}."


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def kind_fault(kind: str) -> str:
    """What is wrong with the kind of a declared link; empty when nothing is."""
    return "" if kind in CONFLICT_KINDS else "Choose what kind of link it is"


def text_fault(text: str) -> str:
    """What is wrong with the description of a link; empty when nothing is."""
    return _words_fault(text, "Describe the link in a few words", "Describe the link")


def reason_fault(reason: str, wanted: str) -> str:
    """What is wrong with a short reason (`wanted` asks for it); empty when nothing is."""
    return _words_fault(reason, wanted, "Say it")


def link_faults(links: Sequence[tuple[str, str, str]]) -> dict[str, str]:
    """Field -> what is wrong with links given as (reference, kind, text); fields are `kind-REF` and `text-REF`."""
    found = {f"kind-{reference}": kind_fault(kind) for reference, kind, _ in links}
    found |= {f"text-{reference}": text_fault(text) for reference, _, text in links}
    order = [f"{part}-{reference}" for reference, *_ in links for part in ("kind", "text")]
    return {field: found[field] for field in order if found[field]}


def _words_fault(text: str, blank: str, verb: str) -> str:
    if not text.strip():
        return blank
    long = count_words(text) > MOST_TEXT_WORDS or len(text) > MOST_TEXT_WORDS * LONGEST_WORD
    return f"{verb} in {MOST_TEXT_WORDS} words or fewer" if long else ""
