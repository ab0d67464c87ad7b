"""The board and the page of one application: shows, saves, refuses; the queries do not grow."""

import pytest
from sqlalchemy import event

from portal.core.db import Database
from portal.funds.queries import round_by_slug
from portal.triage.models import Case
from portal.triage.queries import case_of
from tests.factories.panel import new_application, new_round
from tests.support.browser import Browser, Page
from tests.support.building.decisions import found
from tests.support.cast import account_named
from tests.support.world import World

WORLD = World()
BOARD = f"/manage/rounds/{WORLD.scoring_round}/board"
CASE = f"/manage/applications/{WORLD.scoring}/triage"


def test_chosen_applications_are_named_with_their_total_and_get_an_owner(browser: Browser, database: Database) -> None:
    browser.sign_in("olive")
    page = browser.get(BOARD)
    assert "Harbour Sisters" in page.text and "Money (finance)" in page.text and "Nobody" in page.text
    page = browser.get(f"{BOARD}/set?what=owner", status=422)
    assert page.errors == [("#chosen", "Select an application")]
    page = browser.get(f"{BOARD}/set?what=owner&chosen={WORLD.scoring}&chosen=SCF26-NWAY&filter=flag%3Dopen")
    assert "Set the owner of 2 applications" in page.h1 and "£21,050" in page.text
    with database.session() as session:
        piers = account_named(session, "piers").reference
    fields = {"what": "owner", "chosen": [WORLD.scoring, "SCF26-NWAY"], "owner": piers, "filter": "flag=open"}
    fields["seen"] = page.values(f"{BOARD}/set")["seen"]
    page = browser.follow(f"{BOARD}/set", fields)
    assert "2 applications changed." in page.text and "1 application" in page.text
    fields = {"what": "due", "chosen": [WORLD.scoring], "due-day": "40", "due-month": "1", "due-year": "2027"}
    page = browser.post(f"{BOARD}/set", fields, status=422)
    assert isinstance(page, Page) and page.errors[0][0] == "#due" and page.values()["due-day"] == ["40"]
    assert "Owner" not in browser.get(f"{BOARD}/set?what=due&chosen={WORLD.scoring}").text
    browser.follow(f"{BOARD}/set", fields | {"due-day": "2", "due-year": "2020", "seen": page.values()["seen"]})
    assert "days late" in browser.get(f"{BOARD}?late=yes").text
    with database.session() as session:
        case = case_of(session, found(session, WORLD.scoring))
        assert isinstance(case, Case) and case.owner is not None and case.owner.reference == piers


def test_a_flag_and_a_note_stand_on_the_page_and_the_timeline(browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.post(f"{CASE}/flags/new", {"reason": "Look at this."}, status=422)
    assert isinstance(page, Page) and [where for where, _words in page.errors] == ["#kind", "#team"]
    browser.follow(f"{CASE}/flags/new", {"kind": "eligibility", "team": "legal", "reason": "Is this a charity?"})
    browser.follow(f"{CASE}/flags/1", {"outcome": "resolve", "reason": "New accounts came."})
    browser.follow(CASE, {"words": "They call back."})
    page = browser.follow(f"{CASE}/notes/1", {"reason": "Not true."})
    for words in ("Is this a charity?", "New accounts came.", "They call back.", "Struck out by", "Flag 1 resolved"):
        assert words in page.text
    page = browser.get(f"{CASE}?kind=flag")
    assert "Flag 2 raised" in page.text and "Note 1 struck out" not in page.text
    page = browser.post(CASE, {"words": ""}, status=422)
    assert isinstance(page, Page) and page.errors == [("#words", "Enter a note")]


def test_owner_and_day_are_set_and_cleared(browser: Browser, database: Database) -> None:
    browser.sign_in("olive")
    with database.session() as session:
        olive = account_named(session, "olive").reference
    page = browser.follow(
        f"{CASE}/owner", {"revision": "0", "owner": olive, "due-day": "2", "due-month": "1", "due-year": "2020"}
    )
    assert "late" in page.text
    assert "late application of yours" in browser.get("/desk").text
    assert browser.get(f"{CASE}/owner").values()["owner"] == [olive]
    revision = browser.get(f"{CASE}/owner").values()["revision"]
    page = browser.follow(
        f"{CASE}/owner", {"revision": revision, "owner": "", "due-day": "", "due-month": "", "due-year": ""}
    )
    assert "Nobody" in page.text and "days late" not in page.text


def test_a_hint_is_set_aside_with_a_reason(browser: Browser) -> None:
    browser.sign_in("olive")
    case = "/manage/applications/SCF26-NWAY/triage"
    page = browser.follow(f"{case}/hints/same-group/{WORLD.sent}", {"reason": "It is for another year."})
    assert "Set aside by" in page.text and "It is for another year." in page.text


@pytest.mark.parametrize("name", ["amina", "asha", "ines"])
def test_nobody_else_reads_flags_or_notes(browser: Browser, name: str) -> None:
    browser.sign_in(name)
    for address in ("/desk", f"/applications/{WORLD.scoring}", f"/assess/{WORLD.scoring}"):
        body = browser.client.get(address, follow_redirects=True).get_data(as_text=True)
        assert "accounts are two years old" not in body and "treasurer calls back" not in body


def test_the_board_takes_as_many_queries_for_thirty_as_for_one(browser: Browser, database: Database) -> None:
    with database.session() as session:
        slug = new_round(session).slug
    browser.sign_in("olive")
    asked: list[str] = []
    engine = browser.app.extensions["portal"].database.engine
    event.listen(engine, "before_cursor_execute", lambda _c, _cur, statement, *_rest: asked.append(statement))
    counts, made = set(), 0
    for many in (1, 3, 30):
        with database.session() as session:
            round_ = round_by_slug(session, slug)
            assert round_ is not None
            for number in range(made, many):
                new_application(session, round_, name=f"Group {number}")
        made = many
        asked.clear()
        page = browser.get(f"/manage/rounds/{slug}/board")
        assert f"{many} application" in page.text
        counts.add(sum(statement.lstrip().upper().startswith("SELECT") for statement in asked))
    assert len(counts) == 1


def test_two_officers_at_once_get_one_effect_and_keep_what_they_typed(browser: Browser, database: Database) -> None:
    with database.session() as session:
        olive, piers = (account_named(session, name).reference for name in ("olive", "piers"))
    browser.sign_in("olive")
    revision = browser.get(f"{CASE}/owner").values()["revision"]
    many = browser.get(f"{BOARD}/set?what=owner&chosen={WORLD.scoring}").values(f"{BOARD}/set")["seen"]
    day = {"due-day": "27", "due-month": "3", "due-year": "2027"}
    browser.follow(f"{CASE}/owner", day | {"owner": olive, "revision": revision})
    late = {"due-day": "1", "due-month": "4", "due-year": "2027", "owner": piers, "revision": revision}
    page = browser.post(f"{CASE}/owner", late, status=409)
    assert isinstance(page, Page) and page.errors[0][0] == "#owner"
    assert "Owner: Olive Hart. Due: 27 March 2027." in page.text
    kept = page.values()
    assert (kept["owner"], kept["due-day"], kept["due-month"]) == ([piers], ["1"], ["4"])
    bulk = {"what": "owner", "chosen": [WORLD.scoring], "owner": piers, "seen": many}
    page = browser.post(f"{BOARD}/set", bulk, status=409)
    assert isinstance(page, Page) and page.errors[0][0] == "#owner" and "Olive Hart" in page.text
    assert page.values(f"{BOARD}/set")["owner"] == [piers]
    browser.follow(f"{BOARD}/set", bulk | {"seen": page.values(f"{BOARD}/set")["seen"]})
    page = browser.follow(f"{CASE}/owner", late | {"revision": browser.get(f"{CASE}/owner").values()["revision"]})
    assert "Piers Nash" in page.text and "1 April 2027" in page.text


def test_an_owner_who_tells_of_a_link_owns_it_no_more_and_nobody_reads_why(
    browser: Browser, database: Database
) -> None:
    with database.session() as session:
        piers, email = account_named(session, "piers").reference, account_named(session, "piers").email
    browser.sign_in("olive")
    revision = browser.get(f"{CASE}/owner").values()["revision"]
    browser.follow(f"{CASE}/owner", {"owner": piers, "revision": revision})
    assert "Piers Nash" in browser.get(BOARD).text
    browser.sign_in("piers")
    told = "My sister is a trustee of this group and signs for its bank account."
    fields = {"action": "pin", "person": email, "kind": "family", "text": told}
    browser.follow(f"/manage/applications/{WORLD.scoring}/conflicts", fields)
    assert WORLD.scoring not in browser.get(f"{BOARD}?owner=mine").text
    browser.sign_in("olive")
    for address in (BOARD, CASE):
        assert "Nobody" in browser.get(address).text and told not in browser.get(address).text
    assert WORLD.scoring in browser.get(f"{BOARD}?owner=nobody").text
    assert "From Piers Nash to nothing" in browser.get(CASE).text
