"""What is looked at in a draft beside its words: how hard it is to read, names, and copies. No session."""

import re
from collections.abc import Iterable, Sequence

from portal.core.text import count_words
from portal.phrases.rules import folded, sentences_of

OLDEST_READER = 11
_ENOUGH_WORDS = 20  # below this the formula tells more of one long word than of the text
_SAME_FROM_WORDS = 8
_VOWELS = re.compile(r"[aeiouy]+")


def reading_age(text: str) -> float | None:
    """The age that a text needs, in years; None when it is too short to tell.

    Flesch-Kincaid grade level, 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid, Fishburne,
    Rogers and Chissom 1975, Navy Research Branch Report 8-75), and five years for the grades before school.
    """
    words = re.findall(r"[A-Za-z']+", text)
    if len(words) < _ENOUGH_WORDS:
        return None
    sentences = max(1, len(sentences_of(text)))
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / sentences + 11.8 * syllables / len(words) - 15.59 + 5


def _syllables(word: str) -> int:
    """How many vowel groups a word has, without an e that is not heard at its end; never none."""
    plain = word.lower()
    silent = plain.endswith("e") and not plain.endswith(("le", "ee")) and len(plain) > 2
    return max(1, len(_VOWELS.findall(plain)) - silent)


def folded_sentences(texts: Iterable[str]) -> set[str]:
    """The sentences of eight words or more, folded so that case and marks do not part equal ones."""
    return {
        same
        for text in texts
        for sentence in sentences_of(text)
        if count_words(same := folded(sentence)) >= _SAME_FROM_WORDS
    }


def doubts_beside(text: str, *, people: Sequence[str], groups: Sequence[str], elsewhere: set[str]) -> list[str]:
    """What to look at in one field: hard to read, a person, another group, a sentence that another group reads too.

    `elsewhere` are the folded sentences of the other feedback of the round, without those of the pack.
    """
    found = []
    age = reading_age(text)
    if age is not None and age > OLDEST_READER:
        found.append(f"this needs a reading age of about {age:.0f}. Use shorter words and sentences")
    found += [f"this names a person ({name})" for name in people if _stands_in(name, text)]
    found += [f"this names another group ({name})" for name in groups if _stands_in(name, text)]
    if folded_sentences([text]) & elsewhere:
        found.append("a sentence of this stands in another group’s feedback too. Say what in their answer you mean")
    return found


def _stands_in(name: str, text: str) -> bool:
    return bool(name.strip()) and bool(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))
