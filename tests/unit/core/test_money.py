"""Pounds as people type them, exact or refused."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.money import MOST_PENCE, format_pounds, parse_pounds


@pytest.mark.parametrize(
    ("typed", "pence"),
    [
        ("£5,000", 500_000), ("5000.00", 500_000), (" 5 000 ", 500_000), ("5\u00a0000", 500_000), ("£ 5,000", 500_000),
        ("£5000.5", 500_050), ("0", 0), ("0.07", 7), ("\uff15\uff10\uff10\uff10", 500_000), ("\uffe15", 500),
        ("1,000,000", 100_000_000), ("1 000 000.01", 100_000_001), ("0.1", 10), ("0.29", 29), ("007", 700),
        ("10000000000", MOST_PENCE), ("5,000\n", 500_000), ("5\u2009000", 500_000),
    ],
)  # fmt: skip
def test_amounts(typed: str, pence: int) -> None:
    assert parse_pounds(typed) == pence


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", "£", ".", "5.", ".50", "1e9", "1E9", "NaN", "nan", "Infinity", "-Infinity", "inf", "-1", "−1", "+1",
        "(5)", "1,000.005", "0.001", "1.2.3", "1.000,50", "12,50", "1,5", "5,00", "1,0000", ",500", "500,", "5,,000",
        "50 00", "5 0", "££5", "5£", "$5", "5 pounds", "five", str(2**63), "9" * 5000, "10000000000.01", "0x10",
        "1_000", "5\x00", "5²", "①", "½", "٥", "5\u200b000", "5000 6000", "5;6", "5'000",
    ],
)  # fmt: skip
def test_what_is_no_exact_amount_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        parse_pounds(typed)


@pytest.mark.parametrize(
    ("pence", "shown"),
    [
        (0, "£0"), (7, "£0.07"), (2_500_000, "£25,000"), (231_505, "£2,315.05"), (231_550, "£2,315.50"),
        (-50_000, "minus £500"), (-1, "minus £0.01"), (MOST_PENCE, "£10,000,000,000"),
    ],
)  # fmt: skip
def test_shown(pence: int, shown: str) -> None:
    assert format_pounds(pence) == shown


@given(st.integers(0, MOST_PENCE))
def test_what_is_shown_can_be_typed_again(pence: int) -> None:
    shown = format_pounds(pence)
    assert parse_pounds(shown) == pence
    assert parse_pounds(shown.replace(",", " ")) == pence
    assert parse_pounds(shown.replace(",", "").removeprefix("£")) == pence


@given(st.text())
def test_anything_is_an_amount_or_refused(typed: str) -> None:
    with contextlib.suppress(ValueError):
        assert 0 <= parse_pounds(typed) <= MOST_PENCE
