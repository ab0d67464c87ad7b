"""The pages of news for members."""

import pytest

from portal.core.db import Database
from portal.notices.queries import choice_of
from tests.support.browser import Browser, Page
from tests.support.cast import account_named
from tests.support.world import World

NEWS = {"title": "A small fund for Havant", "words": "It opens on Monday.", "districts": ["E07000090"], "round": ""}


@pytest.fixture
def sent(browser: Browser) -> None:
    browser.sign_in("olive")
    browser.follow("/manage/notices/new", NEWS | {"action": "send"})


def test_an_officer_writes_reads_once_more_and_sends(browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.post("/manage/notices/new", NEWS, status=200)
    assert isinstance(page, Page)
    assert "Send this to members?" in page.text and "Havant" in page.text and "Up to 0 people" in page.text
    assert page.values("/manage/notices/new")["title"] == [NEWS["title"]]
    assert "Nothing has been sent yet." in browser.get("/manage/notices").text
    page = browser.post("/manage/notices/new", NEWS | {"action": "change"}, status=200)
    assert isinstance(page, Page) and page.values("/manage/notices/new")["districts"] == ["E07000090"]
    page = browser.follow("/manage/notices/new", NEWS | {"action": "send"})
    assert "A small fund for Havant" in page.text and "For: Havant" in page.text


def test_a_round_fills_in_the_first_words(browser: Browser, world: World) -> None:
    page = browser.sign_in("olive").get(f"/manage/notices/new?round={world.open_round}")
    assert page.values("/manage/notices/new")["round"] == [world.open_round]
    assert "closes at" in page.values("/manage/notices/new")["words"][0]
    assert browser.get("/manage/notices/new?round=nowhere").values("/manage/notices/new")["title"] == [""]


def test_what_is_missing_is_said_beside_it(browser: Browser) -> None:
    page = browser.sign_in("olive").post("/manage/notices/new", NEWS | {"title": " ", "words": "w " * 301}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#title", "Enter a title"), ("#words", "The message must be 300 words or fewer")]
    assert page.values("/manage/notices/new")["districts"] == ["E07000090"]


def test_members_read_and_others_learn_how_to_join(browser: Browser, sent: None) -> None:
    assert "A small fund for Havant" in browser.sign_in("vera").get("/notices").text
    page = browser.sign_in("lena").get("/notices")
    assert "A small fund for Havant" not in page.html and "not a member today" in page.text


def test_a_person_chooses_with_their_groups_areas_ticked_and_stops_by_the_link(
    browser: Browser, database: Database, sent: None
) -> None:
    browser.sign_in("beth")
    page = browser.get("/notices/choose")
    assert page.values("/notices/choose") == {
        "often": ["none"],
        "districts": ["E06000045"],
        "themes": ["community_safety"],
    }
    page = browser.post("/notices/choose", {"often": "daily", "districts": []}, status=422)
    assert isinstance(page, Page) and page.errors == [("#often", "Select how often you want emails")]
    page = browser.follow("/notices/choose", {"often": "weekly", "districts": ["E06000045", "nowhere"]})
    assert "How often we email you: Once a week" in page.text and "Other areas or themes" in page.text
    with database.session(read_only=True) as session:
        choice = choice_of(session, account_named(session, "beth").id)
        assert choice is not None and [row.value for row in choice.reach] == ["E06000045"]
    stranger = Browser(browser.app)
    link = f"/notices/stop/{choice.key}"
    assert "Stop these emails?" in stranger.get(link).text
    assert "You get no more of these emails" in stranger.follow(link).text
    answer = stranger.client.post(link, data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert "How often we email you: Never" in browser.get("/notices").text
