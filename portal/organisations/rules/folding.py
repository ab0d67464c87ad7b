"""When two names or numbers are alike: each is folded to keys, and what is alike has the same key."""

import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

LONGEST = 200  # as the column


class KeyKind(StrEnum):
    """What two organisations may have in common, in words for an officer in `WHY`."""

    NAME = "name"
    LOOK = "look"
    CHARITY = "charity"
    COMPANY = "company"


WHY = {
    KeyKind.NAME: "The names are the same, apart from capitals, accents, punctuation and small words",
    KeyKind.LOOK: "The names look the same, with letters that can be mistaken for each other",
    KeyKind.CHARITY: "The charity numbers are the same",
    KeyKind.COMPANY: "The company numbers are the same",
}
SMALL_WORDS = frozenset({"the", "ltd", "limited", "cic", "cio", "plc", "llp"})

# Cyrillic and Greek letters, and what they look like; capitals apart, because some of those look like other letters.
_CYRILLIC = ("АВЕЅЗІЈКМНОРСТУХЬаеёіјкмнорстухѕԁһв", "ABES3IJKMHOPCTYXbaeeijkmhopctyxsdhb")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεηικνορτυχγω", "ABEZHIKMNOPTYXaenikvoptuxyw")
_LATIN = ("ıłøđŁØĐ", "ilodLOD")
_LETTERS = str.maketrans("".join(pair[0] for pair in (_CYRILLIC, _GREEK, _LATIN)),
                         "".join(pair[1] for pair in (_CYRILLIC, _GREEK, _LATIN)))  # fmt: skip
# Within one alphabet: nobody sees these apart in every typeface.
_GLYPHS = str.maketrans("01i5", "olls")


def name_key(name: str) -> str:
    """A name without capitals, accents, punctuation, spaces and small words."""
    return _joined(_words(_plain(name).casefold()))


def look_key(name: str) -> str:
    """A name as it looks: letters of other alphabets and digits as the Latin letters that they resemble."""
    latin = _plain(unicodedata.normalize("NFKC", name).translate(_LETTERS)).casefold()
    return _joined(_words(latin)).translate(_GLYPHS)


def number_key(number: str) -> str:
    """A charity or company number without spaces, signs and leading zeros."""
    return re.sub(r"[^0-9A-Z]", "", number.upper()).lstrip("0")[:LONGEST]


def keys_of(name: str, answers: Mapping[str, Any]) -> frozenset[tuple[KeyKind, str]]:
    """Everything that an organisation is compared by: both its names, and the numbers that it wrote."""
    names = [name, answers.get("org_name") or "", answers.get("known_as") or ""]
    found = {(kind, fold(one)) for one in names for kind, fold in ((KeyKind.NAME, name_key), (KeyKind.LOOK, look_key))}
    found.add((KeyKind.CHARITY, number_key(str(answers.get("charity_number") or ""))))
    found.add((KeyKind.COMPANY, number_key(str(answers.get("company_number") or ""))))
    return frozenset((kind, value) for kind, value in found if value)


def why_alike(kinds: set[str]) -> list[str]:
    """Sentences for the kinds of keys that two organisations share; equal names are not also said to look alike."""
    return [why for kind, why in WHY.items() if kind in kinds and not (kind == KeyKind.LOOK and KeyKind.NAME in kinds)]


def _plain(text: str) -> str:
    """Without accents: every letter by itself."""
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


def _words(text: str) -> list[str]:
    """The words, with small ones left out unless there are no others. Apostrophes and full stops join."""
    words = re.findall(r"\w+", re.sub(r"['’‘.]", "", text.replace("&", " and ").replace("_", " ")))
    return [word for word in words if word not in SMALL_WORDS] or words


def _joined(words: list[str]) -> str:
    return "".join(words)[:LONGEST]
