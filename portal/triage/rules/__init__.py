"""Pure judgements about the board: its filters, lateness, and how eligibility stands."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from urllib.parse import urlencode

from portal.accounts.models import Account
from portal.applications.models import Application
from portal.applications.states import DECIDED, ApplicationState
from portal.core.text import one_line, plural
from portal.triage.models import Case

PAGE_SIZE = 50
KINDS = {
    "money": "Money",
    "safeguarding": "Safeguarding",
    "eligibility": "Eligibility",
    "due_diligence": "Due diligence",
    "other": "Other",
}
TEAMS = {"grants": "Grants", "finance": "Finance", "safeguarding": "Safeguarding", "legal": "Legal"}
OWNERS = {"mine": "Mine", "nobody": "Nobody yet", "someone": "Somebody"}
FLAGGED = {"open": "Any open flag", "none": "No open flag"} | {
    kind: f"Open flag: {label.lower()}" for kind, label in KINDS.items()
}
SORTS = {
    "due": "Due first",
    "received": "Newest first",
    "organisation": "Group",
    "amount": "Largest amount first",
    "owner": "Owner",
    "reference": "Reference",
}
FINISHED = DECIDED | {ApplicationState.WITHDRAWN}


@dataclass(frozen=True)
class Filter:
    """What the board shows. Blank means all; `sort` is one of SORTS."""

    owner: str = ""
    flag: str = ""
    late: str = ""
    state: str = ""
    sort: str = ""

    def chosen(self) -> bool:
        """Whether anything narrows the list."""
        return any((self.owner, self.flag, self.late, self.state))

    def query(self) -> str:
        """The filter as the query of an address."""
        return urlencode({name: value for name, value in asdict(self).items() if value})


def filter_from(typed: Mapping[str, str]) -> Filter:
    """A filter from an address; values that no list has are left out."""
    states = {state.value: state for state in ApplicationState if state != ApplicationState.DRAFT}
    known: dict[str, Container[str]] = {
        "owner": OWNERS,
        "flag": FLAGGED,
        "late": {"yes": ""},
        "state": states,
        "sort": SORTS,
    }
    return Filter(**{part: typed.get(part, "") for part, values in known.items() if typed.get(part, "") in values})


def days_late(application: Application, due_on: date | None, today: date) -> int:
    """How many days it is late; 0 when it is not, has no day, or was decided or withdrawn."""
    if due_on is None or application.state in FINISHED:
        return 0
    return max(0, (today - due_on).days)


def late_words(application: Application, due_on: date | None, today: date) -> str:
    """`3 days late`, `due today`, or nothing."""
    days = days_late(application, due_on, today)
    if days:
        return f"{plural(days, 'day')} late"
    return "due today" if due_on == today and application.state not in FINISHED else ""


def eligibility_words(application: Application) -> str:
    """How the office's check against the rules came out, apart from what was decided."""
    if application.check_reason:
        return "Not eligible"
    checked = application.checked_by_id is not None and application.state != ApplicationState.SUBMITTED
    return "Eligible" if checked else "Not checked yet"


def owner_of(case: Case | None, kept: Mapping[int, Container[int]]) -> Account | None:
    """Who looks after an application; nobody as soon as its owner is among the accounts that must not hear of it."""
    if case is None or case.owner is None or case.owner_id in kept.get(case.application_id, ()):
        return None
    return case.owner


def revisions_in(typed: Iterable[str]) -> dict[str, int]:
    """Reference -> revision of what a page showed, from `SCF26-ABCD:3`; what reads otherwise is left out."""
    parts = [one_line(one).rpartition(":") for one in typed]
    return {
        name: int(number) for name, _, number in parts if number.isascii() and number.isdecimal() and len(number) < 10
    }


def total_pence(applications: Iterable[Application]) -> int:
    """What some applications ask for together, in pence; nothing counts as 0."""
    return sum(one.requested_pence or 0 for one in applications)


def references_in(typed: Iterable[str]) -> list[str]:
    """The references that were ticked, each once, in their order; no more than a page holds."""
    return list(dict.fromkeys(one_line(one)[:20] for one in typed))[:PAGE_SIZE]
