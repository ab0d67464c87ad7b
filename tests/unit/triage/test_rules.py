"""Lateness, titles that are alike, and the filter of an address."""

from datetime import date

import pytest

from portal.applications.models import Application
from portal.triage.rules import Filter, days_late, filter_from, late_words, references_in
from portal.triage.rules.hints import alike, days_of

DAY = date(2027, 3, 10)


@pytest.mark.parametrize(
    ("state", "due", "words"),
    [
        ("submitted", date(2027, 3, 7), "3 days late"),
        ("submitted", date(2027, 3, 9), "1 day late"),
        ("submitted", DAY, "due today"),
        ("submitted", date(2027, 3, 11), ""),
        ("submitted", None, ""),
        ("approved", date(2027, 3, 7), ""),
        ("withdrawn", DAY, ""),
    ],
)
def test_lateness_is_said_in_words(state: str, due: date | None, words: str) -> None:
    application = Application(state=state)
    assert late_words(application, due, DAY) == words
    assert bool(days_late(application, due, DAY)) == ("late" in words)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Safe Steps on the Seafront", "safe step, SEAFRONT!", True),
        ("Safe Steps on the Seafront", "Safe Steps in the Forest", False),
        ("Kickabout", "Kickabout", False),
        ("", "", False),
    ],
)
def test_titles_are_compared_by_their_words(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_an_address_gives_only_what_lists_have() -> None:
    assert filter_from({"owner": "mine", "late": "no", "state": "draft", "sort": "x"}) == Filter(owner="mine")
    assert filter_from({"owner": "mine", "late": "yes"}).query() == "owner=mine&late=yes"
    assert references_in(["A", "B", "A", *(str(number) for number in range(99))])[:2] == ["A", "B"]
    assert len(references_in(str(number) for number in range(99))) == 50


def test_days_that_cannot_be_read_are_none() -> None:
    assert days_of({"project_dates": {"start": "2027-01-01", "end": None}}) is None
    assert days_of({"project_dates": {"start": "2027-01-01", "end": "2027-02-01"}}) == (
        date(2027, 1, 1),
        date(2027, 2, 1),
    )
