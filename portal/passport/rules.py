"""Pure judgements about the documents of a passport: which kinds there are, which run out, what is due when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache

from portal.core.clock import london
from portal.core.dates import date_words, months_after
from portal.documents.models import StoredFile
from portal.documents.rules import BEING_CHECKED, HAD_A_VIRUS, scan_note
from portal.documents.states import Scan
from portal.organisations.rules import pack
from portal.passport.models import DocumentKind, PassportDocument

REMIND_BEFORE = (60, 30, 7)  # days; and once more on the day after the last good one
LONGEST_YEARS = 10
# A reminder that a stopped worker could not send is still sent within this time, and not after.
TOO_LATE_TO_SAY = timedelta(days=60)
# The facts of the registration that stand in a passport, in the order in which they are shown.
FACTS = (
    "org_name", "known_as", "org_type", "charity_number", "company_number", "started", "address", "address_secret",
    "website", "what_you_do", "districts", "themes", "committee_size", "unrelated_people", "bank_account",
    "bank_signatories", "income_last_year", "safeguarding_lead",
)  # fmt: skip


@cache
def document_kinds() -> Mapping[str, DocumentKind]:
    """The kinds that a passport keeps, by value, in the pack's order."""
    return {
        item["value"]: DocumentKind(
            value=item["value"],
            label=item["label"],
            help=item.get("help", ""),
            expires=bool(item.get("expires")),
            sensitive=bool(item.get("sensitive")),
            private=bool(item.get("private")),
            finance=bool(item.get("finance")),
            review_months=int(item.get("review_months", 0)),
        )
        for item in pack("12_reference_lists.yaml")["document_types"]["items"]
        if item.get("passport", True)
    }


@dataclass(frozen=True)
class Version:
    """One version of a document. `row` is None while only the registration form names it."""

    kind: DocumentKind
    file: StoredFile
    row: PassportDocument | None
    source: str
    by: str
    sent: bool

    @property
    def starts_on(self) -> date | None:
        """The day it was signed or begins."""
        return self.row.starts_on if self.row else None

    @property
    def expires_on(self) -> date | None:
        """Its last good day."""
        return self.row.expires_on if self.row else None


class Standing(StrEnum):
    """How a document stands on a day."""

    MISSING = "missing"
    CHECKING = "checking"
    VIRUS = "virus"
    UNDATED = "undated"
    IN_DATE = "in_date"
    SOON = "soon"
    RAN_OUT = "ran_out"
    LOOK_AGAIN = "look_again"


COLOURS = {
    Standing.MISSING: "grey",
    Standing.CHECKING: "blue",
    Standing.VIRUS: "red",
    Standing.UNDATED: "yellow",
    Standing.IN_DATE: "green",
    Standing.SOON: "orange",
    Standing.RAN_OUT: "red",
    Standing.LOOK_AGAIN: "yellow",
}


@dataclass(frozen=True)
class Told:
    """A standing with its words and the colour of its tag."""

    standing: Standing
    words: str

    @property
    def colour(self) -> str:
        """The tag's colour: the words say the same without it."""
        return COLOURS[self.standing]


def told(version: Version | None, on: date, *, scanning: bool) -> Told:
    """How a document stands on a London day; `scanning`: whether a virus scanner is set."""
    if version is None:
        return Told(Standing.MISSING, "Missing")
    note = scan_note(version.file.scan, scanning=scanning)
    if note == HAD_A_VIRUS:
        return Told(Standing.VIRUS, HAD_A_VIRUS)
    if note == BEING_CHECKED and not has_run_out(version, on):
        return Told(Standing.CHECKING, BEING_CHECKED)
    return _told_by_days(version, on)


def _told_by_days(version: Version, on: date) -> Told:
    ends = version.expires_on
    if ends is None and version.kind.expires:
        return Told(Standing.UNDATED, "Tell us when it runs out")
    if ends is None:
        look = _is_old(version, on)
        return Told(Standing.LOOK_AGAIN, "Is this still your latest?") if look else Told(Standing.IN_DATE, "In date")
    if ends < on:
        return Told(Standing.RAN_OUT, f"Ran out on {date_words(ends)}")
    if (ends - on).days <= REMIND_BEFORE[0]:
        return Told(Standing.SOON, f"Runs out on {date_words(ends)}")
    return Told(Standing.IN_DATE, "In date")


def _is_old(version: Version, on: date) -> bool:
    begins = version.starts_on or london(version.file.uploaded_at).date()
    return bool(version.kind.review_months) and months_after(begins, version.kind.review_months) <= on


def has_run_out(version: Version, on: date) -> bool:
    """Whether its last good day is over."""
    return version.expires_on is not None and version.expires_on < on


def current_of(versions: Iterable[Version]) -> dict[str, Version]:
    """Kind -> the version that counts: the newest upload in which no virus was found. `versions`: newest first."""
    found: dict[str, Version] = {}
    for version in versions:
        if version.file.scan != Scan.INFECTED:
            found.setdefault(version.kind.value, version)
    return found


def newest_first(versions: Iterable[Version]) -> list[Version]:
    """By the moment of the upload."""
    return sorted(versions, key=lambda one: (one.file.uploaded_at, one.file.id), reverse=True)


def stage_of(expires_on: date, on: date) -> tuple[str, date] | None:
    """The reminder that is due on a London day, and the day it fell due: 60, 30 or 7 days before, or the day after.

    Only the latest is ever due: whoever was not reminded at 60 days hears once, at what is left now.
    """
    after = expires_on + timedelta(days=1)
    if on >= after:
        return ("after", after) if on - after <= TOO_LATE_TO_SAY else None
    for days in sorted(REMIND_BEFORE):
        due = expires_on - timedelta(days=days)
        if on >= due:
            return str(days), due
    return None


def hears_of(due: date, *, dated_at: datetime | None, joined_at: datetime) -> bool:
    """Whether a lead is told of what fell due on a day: not when they gave the date, or came, only after it."""
    known = max(joined_at, dated_at) if dated_at else joined_at
    return london(known).date() <= due


def problem_with_days(kind: DocumentKind, starts_on: date | None, expires_on: date | None, on: date) -> dict[str, str]:
    """Field -> what is wrong with the days of a document, as they stand together."""
    found = {}
    if starts_on is not None and starts_on > on and not kind.expires:
        found["starts"] = "The day it was signed must be today or before"
    if kind.expires and expires_on is None:
        found["expires"] = f"Enter the day your {kind.label[0].lower()}{kind.label[1:]} runs out, like 27 3 2027"
    if expires_on is not None and expires_on > months_after(on, LONGEST_YEARS * 12):
        found["expires"] = f"The day it runs out must be within {LONGEST_YEARS} years"
    if starts_on is not None and expires_on is not None and expires_on < starts_on:
        found["expires"] = "The day it runs out must be after the day it starts"
    return found


def may_remove(version: Version) -> bool:
    """Whether nothing that was sent names it."""
    return not version.sent


def changed_since(versions: Sequence[Version], since: datetime) -> list[Version]:
    """The documents that count now and came after a moment."""
    return [version for version in current_of(versions).values() if version.file.uploaded_at > since]
