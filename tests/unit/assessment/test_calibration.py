"""Practice on worked examples."""

from decimal import Decimal

from portal.assessment.rules.calibration import Drift, Example, Part, drift, examples, is_practised, practice_faults

ONE = Example("one", "One", "", (Part(1, "", 2, ""), Part(2, "", 4, ""), Part(3, "", 1, "")))


def test_the_pack_has_two_examples_with_an_agreed_score_for_every_principle() -> None:
    found = examples(range(1, 9))
    assert [len(one.parts) for one in found] == [8, 8]
    assert all(0 <= part.anchor <= 5 and part.why and part.answer for one in found for part in one.parts)
    assert {part.anchor for one in found for part in one.parts} == {1, 2, 3, 4, 5}, "the whole scale is practised"
    assert [len(one.parts) for one in examples([2, 5])] == [2, 2] and examples([9]) == []


def test_the_distance_is_rounded_once_and_has_a_side() -> None:
    assert drift(ONE, {1: 2, 2: 4, 3: 1}) == Drift(Decimal(0), Decimal(0))
    assert drift(ONE, {1: 4, 2: 4, 3: 2}) == Drift(Decimal("1.0"), Decimal("1.0"))
    assert drift(ONE, {1: 0, 2: 5, 3: 1}) == Drift(Decimal("1.0"), Decimal("-0.3"))
    assert drift(ONE, {1: 3, 2: 3, 3: 1}) == Drift(Decimal("0.7"), Decimal(0))


def test_what_is_missing_is_named() -> None:
    assert practice_faults(ONE, {1: 0, 2: None}) == [
        ("points-2", "Choose a score from 0 to 5 for principle 2"),
        ("points-3", "Choose a score from 0 to 5 for principle 3"),
    ]
    assert not is_practised([ONE], []) and is_practised([ONE], ["one", "two"])
