"""What fits together, what may be shown of a group, and what no entry may hold."""

from datetime import UTC, datetime

import pytest

from portal.organisations.models import Organisation, Reach
from portal.partnering.models import Conversation, Entry, EntryReach
from portal.partnering.policy import office_reads
from portal.partnering.rules import Kind, address_in, face_of, fits, has_written, wanted_from

NOW = datetime(2027, 3, 1, tzinfo=UTC)


def entry(number: int, kind: Kind, *reach: tuple[str, str], size: str = "", band: str = "") -> Entry:
    made = Entry(id=number, kind=kind, organisation_id=number, size=size)
    made.reach = [EntryReach(kind=one, value=value) for one, value in reach]
    made.organisation = Organisation(id=number, name=f"Group {number}", income_band=band)
    return made


LOOK = entry(1, Kind.LOOK, ("skill", "leading"), ("district", "E07000090"), size="large", band="under_10k")
SKILL = ("skill", "leading")


@pytest.mark.parametrize(
    ("other", "reasons"),
    [
        (entry(2, Kind.OFFER, SKILL), ("Leading a bid and holding the money",)),
        (entry(2, Kind.OFFER, SKILL, ("district", "E07000090")), ("Leading a bid and holding the money", "Havant")),
        (entry(2, Kind.OFFER, SKILL, band="1m_10m", size="small"), ("Leading a bid and holding the money",)),
    ],
)
def test_these_fit(other: Entry, reasons: tuple[str, ...]) -> None:
    assert [(fit.entry, fit.reasons) for fit in fits(LOOK, [LOOK, other])] == [(other, reasons)]


@pytest.mark.parametrize(
    "other",
    [
        entry(2, Kind.LOOK, SKILL),  # both look
        entry(1, Kind.OFFER, SKILL),  # the same group
        entry(2, Kind.OFFER, ("skill", "training")),
        entry(2, Kind.OFFER, SKILL, ("district", "E06000046")),  # elsewhere
        entry(2, Kind.OFFER, SKILL, band="under_10k"),  # too small
        entry(2, Kind.OFFER, SKILL, size="medium"),  # wants others
    ],
)
def test_these_do_not_fit(other: Entry) -> None:
    assert fits(LOOK, [other]) == []


def test_what_has_more_in_common_comes_first() -> None:
    near = entry(3, Kind.OFFER, SKILL, ("district", "E07000090"))
    found = fits(LOOK, [entry(2, Kind.OFFER, SKILL), near])
    assert [fit.entry.id for fit in found] == [3, 2]


def test_a_group_has_a_name_only_when_it_agreed_or_has_written() -> None:
    place = Organisation(name="Quiet Quay")
    place.reach = [Reach(kind="district", value="E07000090"), Reach(kind="district", value="E07000088")]
    hidden = face_of(place, {"directory": "no", "what_you_do": "We meet."})
    assert (hidden.name, hidden.what, hidden.known) == ("A member organisation in Gosport and Havant", "", False)
    assert face_of(place, {}) == hidden
    assert (face_of(place, {}, has_written=True).name, face_of(place, {}, has_written=True).what) == ("Quiet Quay", "")
    assert face_of(place, {"directory": "yes", "what_you_do": "We meet."}).what == "We meet."


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Write to kit@workshop.example.org", "an email address"),
        ("Call 01962 555 123 after six", "a phone number"),
        ("See www.workshop.example.org", "a web address"),
        ("We meet at po1 2ab", "a postcode"),
        ("We meet on Mondays, 7 to 9, and want 12 people from SO areas", ""),
    ],
)
def test_an_entry_holds_no_address(text: str, found: str) -> None:
    assert address_in(text) == found


def test_a_search_knows_only_what_is_in_the_lists() -> None:
    assert wanted_from({"kind": "look", "skill": "flying", "search": "hall"}).filled() == {
        "kind": "look",
        "search": "hall",
    }


def test_the_office_reads_only_while_something_waits() -> None:
    talk = Conversation(owner_id=1, asker_id=2)
    assert not office_reads(talk)
    talk.reported_at = NOW
    assert office_reads(talk)
    talk.settled_at = NOW
    assert not office_reads(talk)
    talk.introduction_asked_at = NOW
    assert office_reads(talk)
    talk.introduction_given_at = NOW
    assert not office_reads(talk)


def test_each_side_is_known_by_its_own_writing() -> None:
    talk = Conversation(owner_id=1, asker_id=2, asker_wrote_at=NOW)
    assert has_written(talk, 2) and not has_written(talk, 1)
