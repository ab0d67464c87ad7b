"""Whom to ask about which application, by the routing of the pack, and who is missing from the directory."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.applications.models import Application
from portal.consultation.models import Consultee
from portal.consultation.rules.words import ALL_DISTRICTS, DISTRICT, THEME, Kind
from portal.core.text import in_words
from portal.organisations.rules import named, pack


@dataclass(frozen=True)
class Facts:
    """What decides who is asked about an application: its districts (ONS codes), all of them or not, and its theme."""

    districts: frozenset[str]
    everywhere: bool
    theme: str


def facts_of(answers: Mapping[str, Any]) -> Facts:
    """The same from the answers of an application."""
    chosen = answers.get("districts")
    known = frozenset(named("districts"))
    ticked = set(chosen) if isinstance(chosen, list) else set()
    everywhere = ALL_DISTRICTS in ticked or ticked >= known
    theme = answers.get("main_theme")
    return Facts(known if everywhere else known & ticked, everywhere, theme if isinstance(theme, str) else "")


def why_ask(kind: str, districts: Iterable[str], themes: Iterable[str], facts: Facts) -> tuple[str, bool]:
    """(why a consultee may be asked about an application, whether the pack's routing asks them); ("", False) for no.

    A partnership or commander is asked by area, a theme lead by theme, all others by whatever they name. Where a
    project covers every district, theme leads are asked and partnerships and commanders may be.
    """
    mine, about = frozenset(districts) & facts.districts, facts.theme in set(themes)
    has_area, has_theme = bool(set(districts)), bool(set(themes))
    area = in_words([label for value, label in named("districts").items() if value in mine])
    theme = named("themes").get(facts.theme, "")
    if kind in (Kind.CSP, Kind.COMMANDER):
        if facts.everywhere:
            return ("It covers every area", False) if has_area else ("", False)
        return (area, True) if mine else ("", False)
    if kind == Kind.THEME_LEAD:
        has_area = has_area and not facts.everywhere
        return (theme, True) if about and (mine or not has_area) else ("", False)
    if not (has_area or has_theme) or (has_area and not mine) or (has_theme and not about):
        return "", False
    reasons = [theme] if has_theme else []
    return ", ".join([*reasons, "It covers every area" if facts.everywhere else area] if has_area else reasons), True


@dataclass(frozen=True)
class Pair:
    """One application that one consultee may be asked about: why, and what is known of it."""

    application: Application
    why: str
    ticked: bool
    asked: bool


@dataclass(frozen=True)
class Plan:
    """What one consultee may be asked in a round. `fits` by area or theme; `others` are the rest of the round."""

    consultee: Consultee
    fits: list[Pair]
    others: list[Pair]

    @property
    def asked(self) -> int:
        """How many they have been asked about already."""
        return sum(pair.asked for pair in (*self.fits, *self.others))

    @property
    def suggested(self) -> int:
        """How many new ones the routing suggests."""
        return sum(pair.ticked for pair in self.fits)


def plans(
    consultees: Sequence[Consultee],
    applications: Sequence[tuple[Application, Facts]],
    asked: Iterable[tuple[int, int]],
) -> list[Plan]:
    """For each consultee what may be asked; `asked` are (consultee id, application id) that are out already."""
    known, found = set(asked), []
    for one in consultees:
        fits: list[Pair] = []
        others: list[Pair] = []
        for application, facts in applications:
            why, routed = why_ask(one.kind, one.values(DISTRICT), one.values(THEME), facts)
            out = (one.id, application.id) in known
            (fits if why else others).append(Pair(application, why, routed and not out, out))
        found.append(Plan(one, fits, others))
    return found


@dataclass(frozen=True)
class Seat:
    """Somebody whom the pack's lists name and the directory lacks: a partnership, a theme without a lead."""

    key: str
    kind: str
    body: str
    districts: tuple[str, ...]
    themes: tuple[str, ...]


def seats() -> list[Seat]:
    """Everybody who should be in the directory by the pack's lists, partnerships first."""
    lists = pack("12_reference_lists.yaml")
    by_csp: dict[str, list[str]] = {}
    for one in lists["districts"]["items"]:
        by_csp.setdefault(one["csp"], []).append(one["value"])
    names = named("community_safety_partnerships")
    found = [
        Seat(f"csp-{code}", Kind.CSP, f"{names[code].partition(' (')[0]} Community Safety Partnership", tuple(mine), ())
        for code, mine in by_csp.items()
    ]
    themes = named("themes").items()
    return found + [Seat(f"theme-{value}", Kind.THEME_LEAD, label, (), (value,)) for value, label in themes]


def empty_seats(consultees: Iterable[Consultee]) -> list[Seat]:
    """The seats that nobody of the directory fills: every area or theme of theirs is somebody's of that kind."""
    filled = {(one.kind, kind, value) for one in consultees for kind in (DISTRICT, THEME) for value in one.values(kind)}
    return [
        seat
        for seat in seats()
        if not all((seat.kind, DISTRICT, value) in filled for value in seat.districts)
        or not all((seat.kind, THEME, value) in filled for value in seat.themes)
    ]
