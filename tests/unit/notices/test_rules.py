"""Whom a notice is for, when the weekly mail goes, and what a form asked for."""

from datetime import UTC, datetime

import pytest

from portal.notices.rules import Often, Reaches, concerns, weekly_moment, wish_of

HAVANT, GOSPORT = ("district", "E07000090"), ("district", "E07000088")
STALKING, SCAMS = ("theme", "stalking"), ("theme", "cyber_fraud")


@pytest.mark.parametrize(
    ("notice", "wanted", "hears"),
    [
        (set(), set(), True),
        ({HAVANT}, set(), True),
        (set(), {HAVANT, SCAMS}, True),
        ({HAVANT}, {HAVANT, GOSPORT}, True),
        ({HAVANT}, {GOSPORT}, False),
        ({HAVANT, STALKING}, {HAVANT, SCAMS}, False),
        ({HAVANT, STALKING}, {HAVANT}, True),
        ({STALKING}, {GOSPORT, STALKING, SCAMS}, True),
    ],
)
def test_naming_none_means_all(notice: Reaches, wanted: Reaches, hears: bool) -> None:
    assert concerns(frozenset(notice), frozenset(wanted)) is hears


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (datetime(2026, 11, 24, 9, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (datetime(2026, 11, 23, 8, tzinfo=UTC), datetime(2026, 11, 23, 8, tzinfo=UTC)),
        (datetime(2026, 11, 23, 7, 59, tzinfo=UTC), datetime(2026, 11, 16, 8, tzinfo=UTC)),
        (datetime(2027, 3, 29, 7, tzinfo=UTC), datetime(2027, 3, 29, 7, tzinfo=UTC)),  # the day after clocks go forward
        (datetime(2027, 3, 29, 6, 59, tzinfo=UTC), datetime(2027, 3, 22, 8, tzinfo=UTC)),
        (datetime(2026, 10, 26, 8, tzinfo=UTC), datetime(2026, 10, 26, 8, tzinfo=UTC)),  # the day after they go back
        (datetime(2026, 10, 26, 7, 59, tzinfo=UTC), datetime(2026, 10, 19, 7, tzinfo=UTC)),
    ],
)
def test_the_weekly_mail_goes_on_monday_at_eight_in_london(at: datetime, moment: datetime) -> None:
    assert weekly_moment(at) == moment


def test_what_a_form_asked_for_in_its_words_now_and_before() -> None:
    asked = (
        {"alerts": "weekly"},
        {"alerts": "at_once"},
        {"alerts": "none"},
        {},
        {"alerts": ["email"]},
        {"alerts": ["text"]},
    )
    assert [wish_of(answers) for answers in asked] == [
        Often.WEEKLY,
        Often.AT_ONCE,
        Often.NONE,
        Often.NONE,
        Often.AT_ONCE,
        Often.NONE,
    ]
