"""From scores and reasons to a first draft, and what stands between a draft and its reader. No session."""

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from portal.applications.rules import not_eligible_words
from portal.applications.states import ApplicationState
from portal.core.text import count_words
from portal.feedback.rules.guide import FEWEST_WORDS, LONG_SENTENCE, MOST_WORDS, advice_on
from portal.feedback.rules.specific import unspecific
from portal.feedback.states import FeedbackState
from portal.feedback.wording import score_bands, snippet, stronger_words
from portal.phrases.rules import KINDS

MOST_CHANGES = 3
WEAKEST = 2
STANDARD = 3  # "good enough" on the pack's scale
FIELDS, FIELD_LABELS = tuple(KINDS), KINDS
# A nought would be all that somebody remembers.
_NONE_MET = (
    "We looked for more on each of the principles. You do not need to change everything at once: start with the "
    "changes below."
)


@dataclass(frozen=True)
class Judged:
    """What the panel thought of one principle: its key and number, the mean, and (points, reason) of each score."""

    key: str
    number: int
    mean: Fraction
    given: tuple[tuple[int, str], ...]

    @property
    def band(self) -> str:
        """The band of the mean."""
        return band_of(self.mean)


@dataclass(frozen=True)
class Words:
    """What an applicant reads about one principle."""

    strong: str = ""
    missing: str = ""
    change_first: str = ""
    stronger: str = ""


@dataclass(frozen=True)
class Text:
    """All that is written to one applicant: principles by their number."""

    summary: str
    changes: tuple[str, ...]
    principles: Mapping[int, Words]


def band_of(mean: Fraction) -> str:
    """The pack's band of a mean, rounded half up to a whole score first."""
    whole = floor(mean + Fraction(1, 2))
    return next(name for name, (low, high) in score_bands().items() if low <= whole <= high)


def without_names(text: str, names: Iterable[str]) -> str:
    """The text with assessors' names, whole or in part, put as `one assessor`."""
    for name in sorted({piece for full in names for piece in name_pieces(full)}, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "one assessor", text)
    return text


def name_pieces(full: str) -> list[str]:
    """A name and those of its parts that are long enough to mean somebody."""
    return [full, *(part for part in full.split() if len(part) > 2)]


def drafted(judged: Judged, names: Iterable[str] = ()) -> Words:
    """The first draft on one principle: the pack's words, then the assessors' reasons on each side of the standard."""
    known = list(names)
    high = [without_names(reason, known) for points, reason in judged.given if points > STANDARD and reason]
    low = [without_names(reason, known) for points, reason in judged.given if points <= STANDARD and reason]
    words = snippet(judged.key, judged.band)
    first, _, rest = words.partition(". ")
    stronger = stronger_words(judged.key, judged.band)
    if judged.band == "strength":
        return Words(
            _joined(words, high),
            _joined(*low) or "Nothing that we asked for was missing.",
            "No change is needed. Keep this as it is.",
            stronger,
        )
    if judged.band == "fine":
        missing = _joined(*low) or "We looked for a little more detail."
        return Words(_joined(f"{first}.", high), missing, rest, stronger)
    return Words(
        _joined(*high) or "You answered the questions on this principle.",
        _joined(*low) or "We could not see enough to give a higher score.",
        words,
        stronger,
    )


def _joined(*parts: str | Sequence[str]) -> str:
    flat = [piece for part in parts for piece in ([part] if isinstance(part, str) else part)]
    return " ".join(dict.fromkeys(piece.strip() for piece in flat if piece.strip()))


def weakest(judged: Sequence[Judged], most: int = WEAKEST) -> list[str]:
    """The keys of the principles with the lowest means, the lowest first; none that was a strength."""
    ordered = sorted(judged, key=lambda one: (one.mean, one.number))
    return [one.key for one in ordered if one.band != "strength"][:most]


def first_draft(judged: Sequence[Judged], names: Iterable[str]) -> Text:
    """The first draft of all that an applicant reads whose application was scored."""
    known = list(names)
    words = {one.number: drafted(one, known) for one in judged}
    weakest = sorted(judged, key=lambda one: (one.mean, one.number))
    chosen = [one for one in weakest if one.band != "strength"][:MOST_CHANGES] or weakest[:1]
    met = sum(1 for one in judged if one.band != "improve")
    standard = f"It met our standard on {met} of the {len(judged)} principles." if met else _NONE_MET
    return Text(
        f"Thank you for your application. {standard}", tuple(words[one.number].change_first for one in chosen), words
    )


def draft_for_ineligible(reason: str) -> Text:
    """The first draft for an application that could not be scored: why, and what to do next time."""
    return Text(
        not_eligible_words(reason),
        ("Use our eligibility check before you start, and call us if you are not sure about an answer.",),
        {},
    )


def flat(text: Text) -> dict[str, str]:
    """The text by the names of its fields in the editor."""
    found = {"summary": text.summary}
    found |= {f"change-{i + 1}": text.changes[i] if i < len(text.changes) else "" for i in range(MOST_CHANGES)}
    for number, words in text.principles.items():
        found |= {f"{field}-{number}": getattr(words, field) for field in FIELDS}
    return found


def unflat(fields: Mapping[str, str], numbers: Iterable[int]) -> Text:
    """The text from the fields of the editor, for the principles of these numbers."""
    changes = [fields.get(f"change-{i + 1}", "") for i in range(MOST_CHANGES)]
    words = {number: Words(*(fields.get(f"{field}-{number}", "") for field in FIELDS)) for number in numbers}
    return Text(fields.get("summary", ""), tuple(change for change in changes if change), words)


def labels(principles: Mapping[int, str]) -> dict[str, str]:
    """What each field of the editor is called; `principles` maps numbers to short names."""
    found = {"summary": "Summary"} | {f"change-{i + 1}": f"Change {i + 1}" for i in range(MOST_CHANGES)}
    for number, name in principles.items():
        found |= {f"{field}-{number}": f"{number}. {name}: {FIELD_LABELS[field].lower()}" for field in FIELDS}
    return found


def problems(
    fields: Mapping[str, str], principles: Mapping[int, str], stock: AbstractSet[str]
) -> list[tuple[str, str]]:
    """(field, message) of what is missing before somebody can approve it.

    `stock` are the folded sentences of ready-made phrases: a text of nothing else is not about this group.
    """
    found = []
    named = labels(principles)
    if not fields.get("summary", "").strip():
        found.append(("summary", "Enter a summary"))
    if not any(fields.get(f"change-{i + 1}", "").strip() for i in range(MOST_CHANGES)):
        found.append(("change-1", "Enter at least one change that would help most"))
    for name in list(named)[1 + MOST_CHANGES :]:
        if not fields.get(name, "").strip():
            found.append((name, f"Enter a text for “{named[name]}”"))
    return found + unspecific(fields, named, stock)


def warnings(fields: Mapping[str, str], principles: Mapping[int, str], names: Iterable[str]) -> list[tuple[str, str]]:
    """(field, message) of what a second reader should look at. None of it stands in the way."""
    known = list(names)
    named = labels(principles)
    return [(name, f"{named[name]}: {said}") for name in named for said in _doubts(fields.get(name, ""), known)]


def _doubts(text: str, names: Sequence[str]) -> list[str]:
    found = []
    words = count_words(text)
    if 0 < words < FEWEST_WORDS:
        found.append(f"this is very short ({words} {'word' if words == 1 else 'words'})")
    if words > MOST_WORDS:
        found.append(f"this is long ({words} words). People read up to {MOST_WORDS}")
    if any(count_words(sentence) > LONG_SENTENCE for sentence in re.split(r"[.!?]\s", text)):
        found.append(f"a sentence has more than {LONG_SENTENCE} words. Split it")
    found += advice_on(text)
    pieces = [piece for full in names for piece in name_pieces(full)]
    if any(re.search(rf"\b{re.escape(piece)}\b", text) for piece in pieces):
        found.append("this may name an assessor")
    return found


def lacks(*, state: str, signed: bool, feedback: str | None) -> list[str]:
    """What stands between an application (in a round's release) and its reader, in the order of doing it."""
    found = []
    if not signed:
        waiting = state == ApplicationState.RECOMMENDED
        found.append("The Commissioner has not signed the decision" if waiting else "No decision is recommended yet")
    if feedback is None:
        found.append("No feedback is drafted")
    elif feedback == FeedbackState.DRAFT:
        found.append("The feedback is not approved")
    return found
