"""The officer's grid and agenda, the live page, recording and minutes, through the browser that checks every page."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from icalendar import Calendar
from sqlalchemy import event

from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.core.db import Database
from portal.moderation.operations.arranging import add_item
from portal.moderation.queries import meeting_to_arrange, meetings_of_round
from portal.organisations.models import TeamMember
from tests.factories.moderation import (
    alike_but_for_money,
    go_on,
    item_about,
    keep_out,
    new_item_application,
    new_meeting,
    running,
    two_items,
)
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.browser import Browser, Page
from tests.support.cast import CAST, account_named

OUT = "You are not in this item. We will call you back."
ALL_PAGES = ("", "/now", "/calendar.ics", "/minutes", "/minutes/print")


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The SELECTs that run meanwhile, on any connection to the database."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            found.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    yield found
    event.remove(database.engine, "before_cursor_execute", note)


class Names:
    """References of what `set_up` made."""

    def __init__(self, meeting: str, slug: str, hidden: str, heard: str) -> None:
        self.panel, self.slug, self.hidden, self.heard = f"/panel/{meeting}", slug, hidden, heard
        self.meeting = meeting


def set_up(database: Database, *, start: bool = True, items: int = 1) -> Names:
    """Two items, of which Cara must not hear the first; going on, `items` of them begun."""
    with database.session() as session:
        meeting, hidden, heard = two_items(session)
        if start:
            running(session, meeting)
            for _ in range(items):
                go_on(session, meeting)
        return Names(meeting.reference, meeting.round.slug, hidden.reference, heard.reference)


def plain(page: Page) -> str:
    """A page without what differs from one request to the next."""
    return re.sub(r'(nonce|value)="[^"]*"', "", page.html)


def test_the_grid_shows_where_scores_differ_and_opens_reasons(browser: Browser, database: Database) -> None:
    made = set_up(database, start=False)
    here = f"/manage/rounds/{made.slug}/moderation"
    page = browser.sign_in("olive").get(here)
    assert "Project Canary" in page.text and "nought to three (0 to 3): talk" in page.text
    reasons = browser.get(f"{here}/{made.hidden}")
    assert "Ben Hollis (0)" in reasons.text and "ben gives 0." in reasons.text and "Median 1.5" in reasons.text


def test_an_officer_who_must_not_hear_sees_nothing_of_it(browser: Browser, database: Database) -> None:
    made = set_up(database)
    with database.session() as session:
        hidden = application_by_reference(session, made.hidden)
        assert hidden is not None
        piers = account_named(session, "piers")
        session.add(TeamMember(organisation=hidden.organisation, account=piers, role="viewer", joined_at=now()))
    browser.sign_in("piers")
    grid = browser.get(f"/manage/rounds/{made.slug}/moderation")
    assert "Robin" in grid.text and "anary" not in grid.html
    browser.get(f"/manage/rounds/{made.slug}/moderation/{made.hidden}", 404)
    assert "anary" not in browser.get(f"/manage/meetings/{made.meeting}").html
    assert "anary" not in browser.get(f"/manage/rounds/{made.slug}/meetings/new").html
    live = browser.get(made.panel)
    assert OUT in live.text and "anary" not in live.html and "whoever leads" not in live.text
    browser.post(f"{made.panel}/next", {"revision": "1"}, 404)


def filled(slug: str, browser: Browser, **changed: object) -> dict[str, object]:
    page = browser.get(f"/manage/rounds/{slug}/meetings/new")
    sent: dict[str, object] = {name: values for name, values in page.values().items()}
    people = [CAST[name].email for name in ("asha", "ben", "cara")]
    return sent | {
        "day-day": "27", "day-month": "3", "day-year": "2099", "starts": "10am", "place": "Room 2", "quorum": "2",
        "members": people, "chair": people[0], "deputy": people[1],
    } | changed  # fmt: skip


def test_setting_up_a_meeting(browser: Browser, database: Database) -> None:
    made = set_up(database, start=False)
    address = f"/manage/rounds/{made.slug}/meetings/new"
    browser.sign_in("olive")
    page = browser.follow(address, filled(made.slug, browser))
    assert "We have invited 3 people." in page.text and "27 March 2099 at 10am" in page.text
    assert "Cara Dunn must leave the room" in page.text
    assert page.text.index("Project Canary") < page.text.index("Project Robin")
    again = browser.follow(page.response.request.path, {"action": "up", "application": made.heard})
    assert again.text.index("Project Robin") < again.text.index("Project Canary")


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"day-day": "31", "day-month": "2"}, ("#day-day", "Enter the day of the meeting, like 27 3 2027")),
        ({"day-year": "2020"}, ("#day-day", "The meeting must start in the future")),
        ({"starts": "soon"}, ("#starts", "Enter a time, like 10am or 14:30")),
        ({"place": ""}, ("#place", "Enter where it is, or the link to join")),
        (
            {"deputy": CAST["asha"].email},
            ("#deputy", "Choose a deputy chair from the people on the panel, not the chair"),
        ),
        ({"chair": CAST["dev"].email}, ("#chair", "Choose a chair from the people on the panel")),
        ({"quorum": "4"}, ("#quorum", "The quorum must be a number from 1 to 3, the people on the panel")),
        ({"applications": []}, ("#applications", "Select at least one application")),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    browser: Browser, database: Database, changed: dict[str, object], error: tuple[str, str]
) -> None:
    made = set_up(database, start=False)
    browser.sign_in("olive")
    page = browser.post(f"/manage/rounds/{made.slug}/meetings/new", filled(made.slug, browser, **changed), 422)
    assert isinstance(page, Page) and page.errors == [error]
    assert page.values()["day-month"] == [str(changed.get("day-month", "3"))]
    assert CAST["cara"].email in page.values()["members"]


def test_the_live_page_of_a_member(browser: Browser, database: Database) -> None:
    made = set_up(database)
    page = browser.sign_in("ben").get(made.panel)
    assert "Now Project Canary Group Canary asks for £8,000" in page.text
    assert "Asha Verma chairs this item. Cara Dunn is out for it." in page.text
    assert "Next: Project Robin" in page.text and "2 people in the room" in page.text
    assert "whoever leads" not in page.text
    item = browser.get(f"{made.panel}/items/{made.hidden}")
    assert "ben gives 0." in item.text and "Ben Hollis" not in item.text and "What the panel agreed" not in item.text


def test_whoever_is_out_sees_one_sentence_always_the_same(browser: Browser, database: Database) -> None:
    made = set_up(database)
    browser.sign_in("cara")
    first = browser.get(made.panel)
    seen = [first, browser.client.get(f"{made.panel}/now").get_json()]
    assert OUT in first.text and "Agenda" not in first.text and "agenda" not in first.text
    assert "Asha" not in first.text and not re.search(r"\d", first.text.replace("£", ""))
    with database.session() as session:
        heard = application_by_reference(session, made.heard)
        assert heard is not None
        keep_out(session, heard, "cara")
        meeting = meetings_of_round(session, heard.round_id)[0]
        go_on(session, meeting)
    second = browser.get(made.panel)
    assert plain(first) == plain(second) and len(first.html) == len(second.html)
    assert seen[1] == browser.client.get(f"{made.panel}/now").get_json()


@pytest.mark.parametrize("items", [0, 1, 2, 3])
def test_nothing_of_the_hidden_item_reaches_who_is_kept_from_it(
    browser: Browser, database: Database, items: int
) -> None:
    made = set_up(database, items=items)
    asha = Browser(browser.app).sign_in("asha")
    if items == 1:
        reason = {"points-1": "8", "reason-1": "A canary reason", "revision": "0"}
        asha.post(f"{made.panel}/items/{made.hidden}", reason)
        asha.post(f"{made.panel}/minutes/{made.hidden}", {"words": "Canary words", "revision": "0"})
    if items == 3:
        asha.post(f"{made.panel}/close")
        asha.post(f"{made.panel}/minutes/sign")
    browser.sign_in("cara")
    for path in ALL_PAGES:
        body = browser.client.get(made.panel + path).get_data(as_text=True)
        assert "anary" not in body and made.hidden not in body, path
        assert not re.search(r"2\. Project|2 items|of 2", body), path
    for path in (f"/items/{made.hidden}", f"/minutes/{made.hidden}"):
        browser.get(made.panel + path, 404)
        browser.get(made.panel + path.replace(made.hidden, "PNL-NONE"), 404)
    browser.post(f"{made.panel}/items/{made.hidden}", {"points-1": "2"}, 404)
    assert "anary" not in browser.get("/desk").html
    ben = Browser(browser.app).sign_in("ben")
    assert (
        "anary" in "".join(ben.client.get(made.panel + path).get_data(as_text=True) for path in ALL_PAGES) or not items
    )


def test_what_one_sees_changes_its_digest_and_nothing_else_does(browser: Browser, database: Database) -> None:
    made = set_up(database)
    cara, ben = Browser(browser.app).sign_in("cara"), Browser(browser.app).sign_in("ben")
    asks = [cara, ben]
    before = [one.client.get(f"{made.panel}/now").get_json()["view"] for one in asks]
    browser.sign_in("olive").post(f"{made.panel}/people", {"member": CAST["ben"].email, "moved": "left"})
    after = [one.client.get(f"{made.panel}/now").get_json()["view"] for one in asks]
    assert before[0] == after[0] and before[1] != after[1] and {len(one) for one in before + after} == {64}


def test_leading_a_meeting_from_start_to_signature(browser: Browser, database: Database) -> None:
    made = set_up(database, start=False)
    browser.sign_in("asha")
    assert "Panel meeting on" in browser.get("/desk").text
    assert "The meeting has not begun." in browser.get(made.panel).text
    browser.post(f"{made.panel}/start")
    page = browser.follow(f"{made.panel}/next", {"revision": "0"})
    assert "The quorum is 2, so this item cannot be decided now." in page.text
    page = browser.follow(f"{made.panel}/people", {"member": CAST["ben"].email, "moved": "present"})
    assert "cannot be decided" not in page.text
    item = f"{made.panel}/items/{made.hidden}"
    wrong = browser.post(
        item, {"points-1": "7", "reason-1": "", "points-2": "", "reason-2": "Typed", "revision": "0"}, 422
    )
    assert isinstance(wrong, Page)
    assert [target for target, _ in wrong.errors] == ["#reason-1", "#points-2"]
    assert wrong.values()["points-1"] == ["7"] and wrong.values()["reason-2"] == ["Typed"]
    page = browser.follow(item, {"points-1": "7", "reason-1": "We settled.", "revision": "0"})
    assert "The panel agreed 3.5. We settled." in page.text
    clash = browser.post(item, {"points-1": "2", "reason-1": "Other.", "revision": "0"}, 409)
    assert isinstance(clash, Page) and "We settled." in clash.text and "Other." in clash.text
    browser.post(f"{made.panel}/next", {"revision": "1"})
    assert "Someone else went on" in browser.follow(f"{made.panel}/next", {"revision": "1"}).text
    page = browser.follow(f"{made.panel}/close")
    assert "1. Project Canary" in page.text and "2. Project Robin" in page.text
    assert "The panel did not decide on scores." in page.text
    browser.follow(f"{made.panel}/minutes/{made.hidden}", {"words": "Fund it.", "revision": "0"})
    page = browser.follow(f"{made.panel}/minutes/sign")
    assert "Signed Asha Verma" in page.text and "Fund it." in page.text and "Sign the minutes" not in page.text
    browser.post(f"{made.panel}/minutes/{made.hidden}", {"words": "Later.", "revision": "0"}, 409)
    assert "Fund it." in browser.get(f"{made.panel}/minutes/print").text
    ranking = browser.sign_in("olive").get(f"/manage/rounds/{made.slug}/ranking")
    assert "Moderated" in ranking.text


def test_a_clash_of_words_keeps_both(browser: Browser, database: Database) -> None:
    made = set_up(database)
    address = f"{made.panel}/minutes/{made.hidden}"
    browser.sign_in("asha").post(address, {"words": "First.", "revision": "0"})
    page = browser.post(address, {"words": "Second.", "revision": "0"}, 409)
    assert isinstance(page, Page) and "First." in page.text and "Second." in page.text
    sent = {name: values[0] for name, values in page.values().items() if values} | {"choose-words": "saved"}
    browser.post(address, sent)
    assert "First." in browser.get(f"{made.panel}/minutes").text


def test_the_calendar_says_when_and_where(browser: Browser, database: Database) -> None:
    made = set_up(database, start=False)
    found = Calendar.from_ical(browser.sign_in("cara").client.get(f"{made.panel}/calendar.ics").get_data())
    (one,) = found.walk("VEVENT")
    assert (str(one["summary"]), str(one["location"])) == ("Panel meeting: Panel round", "Room 2")


@pytest.mark.parametrize("start", ["/manage/rounds/{slug}/moderation", "/panel/{meeting}", "/panel/{meeting}/minutes"])
def test_the_number_of_queries_does_not_grow(browser: Browser, database: Database, start: str) -> None:
    with database.session() as session:
        round_ = new_round(session)
        slug = round_.slug
        meeting = new_meeting(session, new_item_application(session, round_, "First"))
        running(session, meeting)
        go_on(session, meeting)
        reference = meeting.reference
    address = start.format(slug=slug, meeting=reference)
    browser.sign_in("olive")
    counts = []
    for more in (0, 2, 27):
        with database.session() as session:
            found = meeting_to_arrange(session, reference)
            assert found is not None
            for _ in range(more):
                made = scored(session, new_application(session, found.round), asha=[3, 3], ben=[2, 2])
                add_item(session, meeting=found, application=made, actor=actor_named(session, "olive"))
                item_about(found, made).started_at = found.started_at
                item_about(found, made).ended_at = found.started_at
        with counted(browser.app.extensions["portal"].database) as selects:
            browser.get(address)
        counts.append(len(selects))
    assert counts[0] == counts[1] == counts[2], counts


def test_pages_are_the_same_whether_what_they_must_not_hear_asks_for_little_or_much(
    browser: Browser, database: Database
) -> None:
    with database.session() as session:
        meetings = [one.reference for one in alike_but_for_money(session)]
    browser.sign_in("cara")
    for page in ("", "/now", "/minutes", "/minutes/print"):
        shown = []
        for meeting in meetings:
            body = browser.client.get(f"/panel/{meeting}{page}").get_data(as_text=True)
            assert "Canary" not in body and ("Robin" in body or page)
            body = re.sub(r'nonce="[^"]*"|name="csrf_token" value="[^"]*"', "", body)
            shown.append(body.replace(meeting, "MEETING"))
        assert shown[0] == shown[1] == shown[2], page
