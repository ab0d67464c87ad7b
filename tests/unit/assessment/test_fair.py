"""Giving applications out fairly."""

from collections import Counter
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from portal.assessment.rules.fair import Scorer, Wanted, loads_after, share_out, strangeness

FEW = st.integers(1, 3)
KEYS = st.frozensets(st.sampled_from(["a", "b"]), max_size=2)


def test_everyone_gets_the_same_number_and_what_they_know() -> None:
    wanted = [Wanted(n, 2, frozenset({"theft" if n % 2 else "youth"})) for n in range(1, 7)]
    scorers = [
        Scorer(who, 0, 10, frozenset({topic}))
        for who, topic in ((1, "theft"), (2, "theft"), (3, "youth"), (4, "youth"))
    ]
    sharing = share_out(wanted, scorers, set())
    assert sharing.short == {}
    assert loads_after(scorers, sharing.given) == {1: 3, 2: 3, 3: 3, 4: 3}
    assert all((application % 2 == 1) == (who in (1, 2)) for application, who in sharing.given)


def test_nobody_gets_what_is_barred_or_more_than_they_take() -> None:
    wanted = [Wanted(1, 2), Wanted(2, 1)]
    sharing = share_out(wanted, [Scorer(1, 4, 5), Scorer(2, 0, 5)], {(2, 2)})
    assert sharing.given == ((1, 2), (2, 1)) and sharing.short == {1: 1}
    assert share_out(wanted, [], set()).short == {1: 2, 2: 1}
    assert share_out([], [Scorer(1, 0, 3)], set()).given == ()


@given(
    st.lists(st.tuples(FEW, KEYS), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), KEYS), min_size=1, max_size=3),
    st.frozensets(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=4),
)
def test_no_sharing_gives_more_or_a_lower_highest_load_or_fits_better(
    applications: list[tuple[int, frozenset[str]]],
    people: list[tuple[int, int, frozenset[str]]],
    barred: frozenset[tuple[int, int]],
) -> None:
    wanted = [Wanted(n, needs, topics) for n, (needs, topics) in enumerate(applications)]
    scorers = [Scorer(n, has, most, topics) for n, (has, most, topics) in enumerate(people)]
    sharing = share_out(wanted, scorers, barred)
    assert _judged(sharing.given, wanted, scorers, barred) == min(
        _judged(pairs, wanted, scorers, barred) for pairs in _every(wanted, scorers)
    )


def _every(wanted: list[Wanted], scorers: list[Scorer]) -> list[tuple[tuple[int, int], ...]]:
    choices = [
        [
            tuple((w.application_id, s.account_id) for s in some)
            for k in range(w.needs + 1)
            for some in combinations(scorers, k)
        ]
        for w in wanted
    ]
    return [tuple(pair for part in parts for pair in part) for parts in product(*choices)]


def _judged(
    pairs: tuple[tuple[int, int], ...],
    wanted: list[Wanted],
    scorers: list[Scorer],
    barred: frozenset[tuple[int, int]],
) -> tuple[int, int, int]:
    """How far from good: not allowed at all; then fewest given, highest load that had to grow, least fitting."""
    allowed = not barred & set(pairs)
    counts = Counter(who for _, who in pairs)
    fits = all(s.has + counts[s.account_id] <= max(s.most, s.has) for s in scorers)
    if not allowed or not fits or len(set(pairs)) < len(pairs):
        return (1, 0, 0)
    loads = [s.has + counts[s.account_id] for s in scorers if counts[s.account_id]]
    cost = sum(strangeness(wanted[application], scorers[who]) for application, who in pairs)
    return (-len(pairs), max(loads, default=0), cost)
