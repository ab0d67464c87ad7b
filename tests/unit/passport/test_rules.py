"""How documents stand, and what is due on which day: whatever the month, the leap day and the clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.access.actor import Actor
from portal.access.roles import Role, TeamRole
from portal.core.dates import months_after
from portal.documents.models import StoredFile
from portal.documents.states import Scan
from portal.passport import rules
from portal.passport.models import PassportDocument
from portal.passport.policy import keeps, opens
from portal.passport.rules import Standing, Version

KINDS = rules.document_kinds()
INSURANCE, POLICY, BANK = KINDS["public_liability"], KINDS["equality_policy"], KINDS["bank_statement"]
GIVEN = datetime(2026, 1, 10, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)


def version(kind: str, *, expires: date | None = None, starts: date | None = None, **file: object) -> Version:
    facts = {"id": 1, "public_id": "x", "uploaded_at": GIVEN, "scan": Scan.WAITING} | file
    row = PassportDocument(kind=kind, starts_on=starts, expires_on=expires)
    return Version(KINDS[kind], StoredFile(**facts), row, "", "Amina Karim", False)


def test_the_pack_says_which_kinds_run_out_and_which_are_sensitive() -> None:
    assert [kind.value for kind in KINDS.values() if kind.expires] == ["public_liability"]
    assert {kind.value for kind in KINDS.values() if kind.sensitive} == {
        "bank_statement", "identity", "safeguarding_policy",
    }  # fmt: skip
    assert {"quote", "partner_letter"} & set(KINDS) == set()


@pytest.mark.parametrize(
    ("found", "scanning", "standing", "words"),
    [
        (None, False, Standing.MISSING, "Missing"),
        (version("public_liability"), False, Standing.UNDATED, "Tell us when it runs out"),
        (version("public_liability", expires=date(2026, 6, 1)), False, Standing.SOON, "Runs out on 1 June 2026"),
        (version("public_liability", expires=date(2026, 5, 31)), False, Standing.RAN_OUT, "Ran out on 31 May 2026"),
        (version("public_liability", expires=date(2026, 7, 31)), False, Standing.SOON, "Runs out on 31 July 2026"),
        (version("public_liability", expires=date(2026, 8, 1)), False, Standing.IN_DATE, "In date"),
        (version("public_liability", expires=date(2026, 8, 1)), True, Standing.CHECKING, "Being checked for viruses"),
        (version("public_liability", expires=date(2026, 5, 1)), True, Standing.RAN_OUT, "Ran out on 1 May 2026"),
        (version("accounts", scan=Scan.INFECTED), True, Standing.VIRUS, "We found a virus in it and deleted it"),
        (version("equality_policy"), False, Standing.IN_DATE, "In date"),
        (version("accounts", starts=date(2025, 6, 1)), False, Standing.LOOK_AGAIN, "Is this still your latest?"),
        (version("accounts", starts=date(2025, 6, 2)), False, Standing.IN_DATE, "In date"),
    ],
)
def test_how_a_document_stands(found: Version | None, scanning: bool, standing: Standing, words: str) -> None:
    told = rules.told(found, TODAY, scanning=scanning)
    assert (told.standing, told.words) == (standing, words)
    assert told.colour


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
    ],
)
def test_months_after_a_day(day: date, months: int, then: date) -> None:
    assert months_after(day, months) == then


@pytest.mark.parametrize(
    ("on", "stage"),
    [
        (date(2027, 12, 30), None),
        (date(2027, 12, 31), "60"),
        (date(2028, 1, 29), "60"),
        (date(2028, 1, 30), "30"),
        (date(2028, 2, 22), "7"),
        (date(2028, 2, 29), "7"),
        (date(2028, 3, 1), "after"),
        (date(2028, 4, 30), "after"),
        (date(2028, 5, 1), None),
    ],
)
def test_what_is_due_for_a_document_that_runs_out_on_a_leap_day(on: date, stage: str | None) -> None:
    found = rules.stage_of(date(2028, 2, 29), on)
    assert (found and found[0]) == stage


@given(expires=st.dates(date(2026, 1, 1), date(2032, 1, 1)), offset=st.integers(-70, 70))
def test_a_stage_fell_due_on_or_before_its_day_and_stages_only_go_forward(expires: date, offset: int) -> None:
    order = ["60", "30", "7", "after"]
    today, tomorrow = (
        rules.stage_of(expires, expires + timedelta(days=offset)),
        rules.stage_of(expires, expires + timedelta(days=offset + 1)),
    )
    if today:
        assert today[1] <= expires + timedelta(days=offset)
    if today and tomorrow:
        assert order.index(tomorrow[0]) >= order.index(today[0])


def test_nobody_hears_of_what_fell_due_before_they_came_or_gave_the_day() -> None:
    due = date(2026, 3, 29)  # the day on which London's clocks go forward
    early = datetime(2026, 3, 28, tzinfo=UTC)
    assert rules.hears_of(due, dated_at=early, joined_at=early)
    assert rules.hears_of(due, dated_at=datetime(2026, 3, 29, 22, 30, tzinfo=UTC), joined_at=early)
    assert not rules.hears_of(due, dated_at=datetime(2026, 3, 29, 23, 30, tzinfo=UTC), joined_at=early)  # the 30th
    assert not rules.hears_of(due, dated_at=early, joined_at=early + timedelta(days=3))


def test_the_newest_upload_without_a_virus_counts() -> None:
    old = version("accounts", id=1)
    new = version("accounts", id=2, uploaded_at=GIVEN + timedelta(days=3))
    bad = version("accounts", id=3, uploaded_at=GIVEN + timedelta(days=4), scan=Scan.INFECTED)
    ordered = rules.newest_first([old, bad, new])
    assert ordered == [bad, new, old]
    assert rules.current_of(ordered) == {"accounts": new}
    assert rules.changed_since(ordered, GIVEN) == [new]
    assert rules.changed_since(ordered, GIVEN + timedelta(days=3)) == []


def test_days_that_cannot_be_are_told_at_their_field() -> None:
    assert set(rules.problem_with_days(INSURANCE, None, None, TODAY)) == {"expires"}
    assert set(rules.problem_with_days(INSURANCE, TODAY, TODAY - timedelta(days=1), TODAY)) == {"expires"}
    assert set(rules.problem_with_days(INSURANCE, None, date(2036, 6, 2), TODAY)) == {"expires"}
    assert rules.problem_with_days(INSURANCE, None, date(2036, 6, 1), TODAY) == {}
    assert set(rules.problem_with_days(POLICY, TODAY + timedelta(days=1), None, TODAY)) == {"starts"}
    assert rules.problem_with_days(POLICY, None, None, TODAY) == {}


@pytest.mark.parametrize(
    ("role", "opens_bank", "keeps_bank", "keeps_policy"),
    [
        (TeamRole.LEAD, True, True, True),
        (TeamRole.EDITOR, False, False, True),
        (TeamRole.FINANCE, True, True, False),
        (TeamRole.CERTIFIER, False, False, False),
        (TeamRole.VIEWER, False, False, False),
    ],
)
def test_what_each_role_may_do(role: TeamRole, opens_bank: bool, keeps_bank: bool, keeps_policy: bool) -> None:
    actor = Actor(1, "Somebody", roles=frozenset({Role.APPLICANT}), memberships={7: role})
    assert (opens(actor, 7, BANK), keeps(actor, 7, BANK), keeps(actor, 7, POLICY)) == (
        opens_bank, keeps_bank, keeps_policy,
    )  # fmt: skip
    assert opens(actor, 7, POLICY)
    assert not opens(actor, 8, POLICY)
    assert not keeps(actor, 8, BANK)


def test_what_was_sent_is_not_removed() -> None:
    found = version("accounts")
    assert rules.may_remove(found)
    assert not rules.may_remove(replace(found, sent=True))
