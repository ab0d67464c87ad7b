"""Which phrases fit a text, which places in it are still to be filled in, and what is only phrases. No session."""

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any

from portal.funds import pack

KINDS: Mapping[str, str] = {
    "strong": "What was strong",
    "missing": "What was missing",
    "change_first": "One change to make first",
    "stronger": "What a stronger answer held",
}
BANDS: Mapping[str, str] = {"strength": "Strong", "fine": "Good", "improve": "Needs more"}
MOST_WORDS = 60
_GAP = re.compile(r"\[[^\[\]\n]+\]")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")


@dataclass(frozen=True)
class Facts:
    """What a version of a phrase says: for which text, principle (key) and band, and its words."""

    kind: str
    principle: str
    band: str
    words: str

    def fits(self, kind: str, principle: str, band: str) -> bool:
        """Whether it is offered for a text of this kind, on a principle that was scored in this band."""
        return self.kind == kind and self.principle in ("", principle) and self.band in ("", band)


def gaps(text: str) -> list[str]:
    """The places in square brackets that somebody still has to fill in, in their order."""
    return _GAP.findall(text)


def split_at_gaps(text: str) -> list[str]:
    """The text in pieces, each gap a piece of its own."""
    return re.split(rf"({_GAP.pattern})", text)


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, without their marks."""
    return [one.strip() for one in _SENTENCE_END.split(text) if one.strip()]


def folded(sentence: str) -> str:
    """A sentence so that case, marks and spaces do not part equal ones."""
    return " ".join(re.findall(r"[\w']+", sentence.lower()))


def stock_of(phrases: Iterable[str]) -> set[str]:
    """The folded sentences of phrases as they stand, and also with their gaps only taken out."""
    texts = [text for phrase in phrases for text in (phrase, _GAP.sub("", phrase))]
    return {folded(sentence) for text in texts for sentence in sentences_of(text)}


def is_only_stock(text: str, stock: AbstractSet[str]) -> bool:
    """Whether a text says nothing but phrases, word for word, so that it is about no group in particular."""
    said = [folded(sentence) for sentence in sentences_of(text)]
    return bool(said) and all(one in stock for one in said)


@cache
def principles() -> Mapping[str, str]:
    """The principles of the pack by their keys: number and short name."""
    return {one["id"]: f"{number}. {one['short_name']}" for number, one in enumerate(pack.principles(), 1)}


def starting_phrases() -> list[tuple[str, Facts]]:
    """The phrases of the pack with their ids."""
    found: list[dict[str, Any]] = pack.read("08_feedback_templates.yaml")["phrases"]
    return [
        (one["id"], Facts(one["kind"], one.get("principle", ""), one.get("band", ""), one["words"])) for one in found
    ]
