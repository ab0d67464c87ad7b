"""The calendar file of a workshop: what it takes back, and what a newer version replaces."""

import pytest
from icalendar import Calendar

from portal.workshops.calendar import calendar_of
from tests.unit.workshops.test_standing import workshop


@pytest.mark.parametrize(
    ("state", "method", "status"), [("published", "PUBLISH", "CONFIRMED"), ("cancelled", "CANCEL", "CANCELLED")]
)
def test_a_cancelled_workshop_goes_from_the_calendar(state: str, method: str, status: str) -> None:
    found = workshop(state=state, reference="WS-ABCDEF", title="Budgets", learn="Sums.", revision=3)
    read = Calendar.from_ical(calendar_of(found, "https://p.example.org"))
    (event,) = read.walk("VEVENT")
    assert read["method"] == method
    assert (event["uid"], event["status"], event["sequence"]) == ("WS-ABCDEF@community-safety-funding", status, 3)
    assert event["url"] == "https://p.example.org/workshops/WS-ABCDEF"
