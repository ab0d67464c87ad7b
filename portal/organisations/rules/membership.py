"""Pure judgements about organisations, teams and membership, and the lists of the content pack that they use."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.core.dates import months_after
from portal.formkit.definition import Form
from portal.formkit.types import TYPES
from portal.formkit.types.base import FileFacts
from portal.organisations.models import Membership, Organisation, ReachKind
from portal.organisations.states import MembershipState

CONTENT = Path(__file__).resolve().parents[2] / "content"
Reaches = frozenset[tuple[str, str]]  # kinds (of ReachKind, or a room's own) with their values
REGISTRATION = CONTENT / "05_funding_network_registration.yaml"
FORM_KEY = "funding_network_registration"
INVITATIONS_A_DAY = 20
WORKING_DAYS_TO_REPLY = 10
GRACE = timedelta(days=30)


@cache
def pack(name: str) -> Mapping[str, Any]:
    """A file of the content pack, read once in a process."""
    return dict(yaml.safe_load((CONTENT / name).read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Kind:
    """A kind of group; `may_join` is False for kinds that keep their profits."""

    value: str
    label: str
    may_join: bool


def kinds() -> tuple[Kind, ...]:
    """Every kind of group of the pack, in its order."""
    items = pack("12_reference_lists.yaml")["organisation_types"]["items"]
    return tuple(Kind(item["value"], item["label"], item.get("eligible", True)) for item in items)


def kind_of(value: str) -> Kind | None:
    """The kind of that value."""
    return next((kind for kind in kinds() if kind.value == value), None)


def may_join(value: str) -> bool:
    """Whether a group of this kind may be a member."""
    kind = kind_of(value)
    return kind is not None and kind.may_join


def decline_reasons() -> tuple[str, ...]:
    """The reasons for which a group is not approved."""
    decisions = {item["value"]: item for item in pack(REGISTRATION.name)["staff_checks"]["decisions"]}
    return tuple(decisions["not_approved"]["needs_reason"])


def last_day(membership: Membership) -> date | None:
    """The last day of a membership; thirty days more while a renewal that was sent in time waits for the office."""
    until = membership.approved_until
    return until + GRACE if until and membership.renewal_waits else until


def is_member(membership: Membership | None, on: date) -> bool:
    """Whether an organisation is an approved member of the Funding Network on that day (London)."""
    if membership is None or membership.state != MembershipState.APPROVED:
        return False
    last = last_day(membership)
    return last is None or last >= on


def why_stopped(organisation: Organisation) -> str:
    """Why an organisation can read everything, but neither start nor send an application; empty when it can.

    It holds for every fund, also for those that are open to everybody.
    """
    if organisation.merged_into_id is not None:
        return f"{organisation.name} was merged with another entry. Use that one."
    if organisation.membership is not None and organisation.membership.state == MembershipState.SUSPENDED:
        return (
            f"The membership of {organisation.name} is on hold. You can read everything, but not start or send an "
            "application until we have sorted it out with you."
        )
    return ""


def is_open(state: str) -> bool:
    """Whether the group may still write in the form."""
    return state in (MembershipState.DRAFT, MembershipState.MORE_INFORMATION)


def may_ask_again(state: str) -> bool:
    """Whether the group may open its form again after the office's answer."""
    return state in (MembershipState.DECLINED, MembershipState.LAPSED)


def may_invite(sent_today: int) -> bool:
    """Whether an organisation may ask another person within a day."""
    return sent_today < INVITATIONS_A_DAY


def keeps_a_lead(leads: Sequence[int], account_id: int) -> bool:
    """Whether somebody still leads when this person no longer does."""
    return any(lead != account_id for lead in leads)


def working_days_after(day: date, count: int) -> date:
    """The day that many Mondays to Fridays later; bank holidays count as working days here."""
    while count:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def year_after(day: date) -> date:
    """The same day a year later; from 29 February to the last of that month, so that no day is lost or given."""
    return months_after(day, 12)


def latest_end(today: date) -> date:
    """The last day until which a membership may be approved: twelve months, as the calendar counts."""
    return year_after(today)


def facts_of(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What approval copies from the form onto the organisation; numbers only where its kind has them."""
    address = answers.get("address") or {}
    return {
        "name": answers.get("org_name") or "",
        "kind": answers.get("org_type") or "",
        "charity_number": answers.get("charity_number") or "",
        "company_number": answers.get("company_number") or "",
        "income_band": answers.get("income_last_year") or "",
        "postcode": (address.get("postcode") or "")[:10],
        "address_private": answers.get("address_secret") == "yes",
        "by_and_for": answers.get("by_and_for_self") or "",
    }


def reach_of(answers: Mapping[str, Any]) -> frozenset[tuple[ReachKind, str]]:
    """The districts, themes and communities of the form; "for everyone" and "prefer not to say" are no community."""
    communities = named("dei_population_groups")
    chosen = {
        ReachKind.DISTRICT: _districts(answers.get("districts") or []),
        ReachKind.THEME: answers.get("themes") or [],
        ReachKind.COMMUNITY: [value for value in answers.get("mission_communities") or [] if value in communities],
    }
    return frozenset((kind, value) for kind, values in chosen.items() for value in values)


def meets(mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether two choices of districts, themes or the like have something in common; choosing none means all."""
    return not mine or not theirs or not set(mine).isdisjoint(theirs)


def suggests_by_and_for(answers: Mapping[str, Any]) -> bool:
    """Whether a group's answers fit the definition of by-and-for in the pack (section n4). A hint for officers only:
    the group's own word is what counts.
    """
    part = next(one for one in pack(REGISTRATION.name)["sections"] if one["id"] == "n4")
    least = part["definition"]["settings"]
    shares = {
        question["id"]: {option["value"]: option.get("percent", 0) for option in question["options"]}
        for question in part["questions"]
        if question["id"] in ("board_share", "senior_share")
    }
    for_whom = set(answers.get("mission_communities") or []) - {"general", "prefer_not"} or answers.get(
        "lived_experience"
    )
    board = shares["board_share"].get(answers.get("board_share", ""), 0)
    staff = answers.get("senior_share", "")
    staff_fit = staff == "no_staff" or shares["senior_share"].get(staff, 0) >= least["senior_staff_share_min_percent"]
    return bool(for_whom) and board >= least["board_share_min_percent"] and staff_fit


def named(list_name: str) -> dict[str, str]:
    """Value -> label of one of the pack's reference lists, in its order."""
    return {item["value"]: item["label"] for item in pack("12_reference_lists.yaml")[list_name]["items"]}


def _districts(chosen: Sequence[str]) -> list[str]:
    if "all" not in chosen:
        return list(chosen)
    return list(named("districts"))


def files_in(value: Any) -> set[str]:
    """The public ids of all files that answers name, however deep."""
    if isinstance(value, dict):
        own = {value["id"]} if {"id", "name", "size"} <= set(value) else set()
        return own.union(*(files_in(part) for part in value.values()))
    if isinstance(value, list):
        return set().union(*(files_in(part) for part in value))
    return set()


def files_by_kind(form: Form, answers: Mapping[str, Any]) -> dict[str, FileFacts]:
    """The files of a form's answers by the kind of document: the key of their question, or their place in its list."""
    return {
        field.rpartition("-")[2]: facts
        for key, value in answers.items()
        if key in form.by_key
        for field, facts in TYPES[form.by_key[key].type].files(form.by_key[key], value, key).items()
    }
