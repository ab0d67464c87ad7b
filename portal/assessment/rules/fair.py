"""Giving applications to assessors fairly: everyone about the same number, first to those who know the theme or area.

It is a flow of least cost (networkx): from each application as many units as it still needs, each to another person,
through people who may have it, no more than each can take. The most that anyone takes is found first, as low as it
can be; then what fits best under it.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import networkx as nx

STRANGE = 3  # what it costs to give an application to somebody who knows neither its theme nor its area
HALF = 1  # to somebody who knows one of the two


@dataclass(frozen=True)
class Wanted:
    """An application that needs `needs` more people, and what it is about (themes and districts)."""

    application_id: int
    needs: int
    topics: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Scorer:
    """Somebody who can take applications: how many they have in this round, the most they take, what they know."""

    account_id: int
    has: int
    most: int
    topics: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sharing:
    """Who is given what, as (application id, account id), and how many people each application still lacks."""

    given: tuple[tuple[int, int], ...]
    short: dict[int, int]


def share_out(wanted: Sequence[Wanted], scorers: Sequence[Scorer], barred: Collection[tuple[int, int]]) -> Sharing:
    """Share applications out: the same facts give the same answer.

    `barred` holds (application id, account id) that must not be: conflicts, suggestions of one, and who has it already.
    """
    reachable = _flowing(wanted, scorers, barred, most=None)
    low, high = 0, max((s.most for s in scorers), default=0)
    while low < high:  # the lowest load at which as much can be given as with no limit but people's own
        middle = (low + high) // 2
        if _flowing(wanted, scorers, barred, most=middle) == reachable:
            high = middle
        else:
            low = middle + 1
    flow = nx.max_flow_min_cost(_network(wanted, scorers, barred, low), "source", "sink")
    given = tuple(
        sorted(
            (one.application_id, node[1])
            for one in wanted
            for node, units in flow.get(("application", one.application_id), {}).items()
            if units
        )
    )
    got = [application_id for application_id, _ in given]
    short = {w.application_id: w.needs - got.count(w.application_id) for w in wanted}
    return Sharing(given, {key: lacking for key, lacking in short.items() if lacking > 0})


def _flowing(
    wanted: Sequence[Wanted], scorers: Sequence[Scorer], barred: Collection[tuple[int, int]], most: int | None
) -> int:
    network = _network(wanted, scorers, barred, most)
    return int(nx.maximum_flow_value(network, "source", "sink"))


def _network(
    wanted: Iterable[Wanted], scorers: Sequence[Scorer], barred: Collection[tuple[int, int]], most: int | None
) -> "nx.DiGraph[Any]":
    network: nx.DiGraph[Any] = nx.DiGraph()
    network.add_nodes_from(("source", "sink"))
    for one in sorted(wanted, key=lambda w: w.application_id):
        node = ("application", one.application_id)
        network.add_edge("source", node, capacity=one.needs, weight=0)
        for scorer in sorted(scorers, key=lambda s: s.account_id):
            if (one.application_id, scorer.account_id) not in barred:
                cost = strangeness(one, scorer)
                network.add_edge(node, ("scorer", scorer.account_id), capacity=1, weight=cost)
    for scorer in scorers:
        room = scorer.most if most is None else min(scorer.most, most)
        network.add_edge(("scorer", scorer.account_id), "sink", capacity=max(room - scorer.has, 0), weight=0)
    return network


def strangeness(one: Wanted, scorer: Scorer) -> int:
    """How far an application is from what somebody knows: 0 when they know its theme and its area."""
    known = bool(one.topics & scorer.topics), bool(one.places & scorer.places)
    return {2: 0, 1: HALF, 0: STRANGE}[sum(known)]


def loads_after(scorers: Iterable[Scorer], given: Iterable[tuple[int, int]]) -> dict[int, int]:
    """How many each person has once a sharing is applied, by account id."""
    loads = {scorer.account_id: scorer.has for scorer in scorers}
    for _, account_id in given:
        loads[account_id] = loads.get(account_id, 0) + 1
    return loads
