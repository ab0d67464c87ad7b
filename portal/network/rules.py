"""Pure judgements about the members as a whole: which are asked for, who is reached, and small numbers kept back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum

from portal.core.disclosure import FEWEST_SHOWN
from portal.organisations.rules import kinds, named
from portal.organisations.states import MEMBERSHIP, MembershipState

ENDS_SOON_DAYS = 60
LED = "by-and-for"  # stands beside the communities: groups that call themselves so


class Ending(StrEnum):
    """How a membership's last day lies to today."""

    SOON = "soon"
    OVER = "over"


class Sort(StrEnum):
    """The orders of the list."""

    NAME = "name"
    WAITING = "waiting"
    ENDING = "ending"


class Word(StrEnum):
    """What a group says of itself: by-and-for, not, or nothing that we may count as either."""

    YES = "yes"
    NO = "no"
    NOT_SAID = "not_said"


WORD_LABELS = {
    Word.YES: "Call themselves by-and-for",
    Word.NO: "Say that they are not",
    Word.NOT_SAID: "Did not say, or not sure",
}
SORT_LABELS = {
    Sort.NAME: "Name",
    Sort.WAITING: "Longest since they asked to join",
    Sort.ENDING: "Membership ends soonest",
}
ENDING_LABELS = {Ending.SOON: f"Ends within {ENDS_SOON_DAYS} days", Ending.OVER: "Has ended"}


@dataclass(frozen=True)
class Wanted:
    """The members that a list asks for; an empty word asks nothing. Values are those of `choices`."""

    search: str = ""
    state: str = ""
    district: str = ""
    theme: str = ""
    community: str = ""
    kind: str = ""
    size: str = ""
    word: str = ""
    ending: str = ""
    sort: str = Sort.NAME

    def filled(self) -> dict[str, str]:
        """What is asked for, without what is empty or usual: the address of the list."""
        return {name: value for name, value in asdict(self).items() if value and (name, value) != ("sort", Sort.NAME)}

    @property
    def more(self) -> bool:
        """Whether something other than the words and the state is asked for."""
        return bool(set(self.filled()) - {"search", "state", "sort"})


def choices() -> dict[str, dict[str, str]]:
    """What each part of `Wanted` may be, with its label."""
    return {
        "state": {s.value: MEMBERSHIP.labels[s].staff for s in MembershipState if s != MembershipState.DRAFT},
        "district": named("districts"),
        "theme": named("themes"),
        "community": named("dei_population_groups"),
        "kind": {kind.value: kind.label for kind in kinds()},
        "size": named("income_bands"),
        "word": {word.value: label for word, label in WORD_LABELS.items()},
        "ending": {ending.value: label for ending, label in ENDING_LABELS.items()},
        "sort": {sort.value: label for sort, label in SORT_LABELS.items()},
    }


def wanted_from(typed: Mapping[str, str]) -> Wanted:
    """The list that an address asks for; what is not known asks nothing."""
    known = {name: typed[name] for name, values in choices().items() if typed.get(name) in values}
    return Wanted(search=typed.get("search", ""), **known)


@dataclass(frozen=True)
class Tile:
    """A district on the map: its place in a grid of tiles, columns from the west and rows from the north."""

    code: str
    column: int
    row: int


# A map of equal tiles, so that a small city is as easy to see and to press as a wide forest.
TILES = (
    Tile("E07000084", 3, 1),  # Basingstoke and Deane
    Tile("E07000089", 4, 1),  # Hart
    Tile("E07000092", 5, 1),  # Rushmoor
    Tile("E07000093", 2, 2),  # Test Valley
    Tile("E07000094", 3, 2),  # Winchester
    Tile("E07000085", 4, 2),  # East Hampshire
    Tile("E07000091", 1, 3),  # New Forest
    Tile("E06000045", 2, 3),  # Southampton
    Tile("E07000086", 3, 3),  # Eastleigh
    Tile("E07000087", 4, 3),  # Fareham
    Tile("E07000090", 5, 3),  # Havant
    Tile("E07000088", 4, 4),  # Gosport
    Tile("E06000044", 5, 4),  # Portsmouth
    Tile("E06000046", 3, 5),  # Isle of Wight
)


def shade(count: int, most: int) -> int:
    """How dark a tile is, 0 (none) to 4 (a quarter of the most or less is 1)."""
    if count <= 0 or most <= 0:
        return 0
    return min(4, 1 + (count - 1) * 4 // most)


@dataclass(frozen=True)
class Asked:
    """What came of one application of an announced round; money in pence."""

    word: Word
    requested_pence: int
    awarded_pence: int


@dataclass(frozen=True)
class Gap:
    """One row of the success-gap report; None where too few groups stand behind a figure. Money in pence."""

    word: Word
    applied: int | None
    funded: int | None
    percent: int | None
    requested_pence: int | None
    awarded_pence: int | None


def word_of(by_and_for: str) -> Word:
    """How a group's own answer counts."""
    return Word(by_and_for) if by_and_for in (Word.YES, Word.NO) else Word.NOT_SAID


def success_gap(asked: Iterable[Asked]) -> list[Gap]:
    """How often each sort of group was funded, small numbers kept back.

    A row of fewer than five groups is kept back whole. Where that leaves one hidden row, the next smallest is hidden
    with it, so that nobody can take the others from a known total. A share is told only when at least five were funded
    and five were not (or none), because a share and a count tell the rest.
    """
    rows: dict[Word, list[Asked]] = {word: [] for word in Word}
    for one in asked:
        rows[one.word].append(one)
    hidden = {word for word, all_of_it in rows.items() if 0 < len(all_of_it) < FEWEST_SHOWN}
    if len(hidden) == 1:
        others = [word for word in Word if word not in hidden and rows[word]]
        hidden |= {min(others, key=lambda word: (len(rows[word]), word))} if others else set()
    return [_gap(word, rows[word], hidden=word in hidden) for word in Word]


def _gap(word: Word, rows: Sequence[Asked], *, hidden: bool) -> Gap:
    if hidden:
        return Gap(word, None, None, None, None, None)
    funded = [one for one in rows if one.awarded_pence > 0]
    told = all(count == 0 or count >= FEWEST_SHOWN for count in (len(funded), len(rows) - len(funded)))
    return Gap(
        word,
        applied=len(rows),
        funded=len(funded) if told else None,
        percent=round(100 * len(funded) / len(rows)) if told and rows else None,
        requested_pence=sum(one.requested_pence for one in rows),
        awarded_pence=sum(one.awarded_pence for one in funded) if told else None,
    )
