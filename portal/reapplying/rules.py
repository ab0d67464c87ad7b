"""Which feedback stands beside which question, and what changed since. No session."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portal.formkit.types.base import Shown


@dataclass(frozen=True)
class Note:
    """What a group was told on one principle last time. `looks_at` are the questions that show it now, by key."""

    principle: str
    number: int
    name: str
    band: str
    missing: str
    change_first: str
    looks_at: frozenset[str]
    addressed: bool = False


@dataclass(frozen=True)
class LastTime:
    """The feedback that a draft carries: of which application, on each principle, and whether scorers may see it."""

    reference: str
    project: str
    fund: str
    summary: str
    notes: tuple[Note, ...]
    agreed: bool | None

    @property
    def done(self) -> int:
        """How many notes are ticked."""
        return sum(1 for note in self.notes if note.addressed)


@dataclass(frozen=True)
class Before:
    """An answer that changed: its question, what it was last time, and whether it was asked then at all."""

    label: str
    shown: Shown | None


@dataclass(frozen=True)
class Changed:
    """What people who score are shown on one principle: the advice, the tick, and the answers before."""

    note: Note
    before: tuple[Before, ...]


def notes_beside(notes: Iterable[Note], keys: Iterable[str]) -> list[Note]:
    """The notes that stand beside these questions, those still to deal with first."""
    asked = set(keys)
    found = [note for note in notes if note.looks_at & asked]
    return sorted(found, key=lambda note: (note.addressed, note.number))


def ticks(shown: Iterable[str], done: Iterable[str], known: Iterable[str], before: Iterable[str]) -> set[str]:
    """The principles that are ticked after a page was sent: those on the page as sent, all others as before."""
    on_page = set(shown) & set(known)
    return (set(before) - on_page) | (set(done) & on_page)


def weakest_first(notes: Sequence[Note]) -> list[str]:
    """The principles that still need work, those with the weakest band first: for a workshop that could help."""
    order: Mapping[str, int] = {"improve": 0, "fine": 1}
    open_ = [note for note in notes if not note.addressed and note.band in order]
    return [note.principle for note in sorted(open_, key=lambda note: (order[note.band], note.number))]
