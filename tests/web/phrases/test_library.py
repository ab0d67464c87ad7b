"""The library's pages, the phrases in the editor, and the guide."""

from portal.core.db import Database
from portal.phrases.operations import add_phrase
from portal.phrases.rules import Facts
from tests.factories.panel import actor_named, new_application, new_round, recommended, scored
from tests.support.browser import Browser, Page

NEW = {"words": "You told us about [what].", "kind": "strong", "principle": "p1", "band": ""}


def one_phrase(database: Database) -> str:
    with database.session() as session:
        facts = Facts("strong", "p1", "", "You named [partner].")
        return add_phrase(session, facts=facts, actor=actor_named(session, "olive")).reference


def test_an_officer_adds_changes_and_retires_one(browser: Browser) -> None:
    browser.sign_in("olive")
    page = browser.post("/manage/phrases/new", {"words": "", "kind": ""}, 422)
    assert isinstance(page, Page)
    assert page.errors == [("#words", "Enter the words"), ("#kind", "Select a text")]
    page = browser.follow("/manage/phrases/new", NEW)
    assert "You told us about [what]." in page.text and "Used for 0 applications." in page.text
    url = next(url for words, url in page.links.items() if words.endswith("You told us about [what]."))
    page = browser.follow(url, NEW | {"band": "fine", "revision": "1", "action": "save"})
    assert "Version 2, by Olive Hart" in page.text and "Score: Good." in page.text
    page = browser.follow(url, {"revision": "2", "action": "retire"})
    assert "This phrase is retired." in page.text and "Version 3, retired" in page.text
    assert "You told us about [what]." not in browser.get("/manage/phrases").text
    assert "You told us about [what]." in browser.get("/manage/phrases?show=retired").text


def test_a_second_officer_hears_of_the_first_and_keeps_their_words(browser: Browser, database: Database) -> None:
    url = f"/manage/phrases/{one_phrase(database)}"
    browser.sign_in("olive").post(url, NEW | {"revision": "1", "action": "save"})
    page = browser.sign_in("piers").post(url, NEW | {"words": "My own.", "revision": "1", "action": "save"}, 422)
    assert isinstance(page, Page)
    assert "A colleague changed this phrase" in page.errors[0][1]
    assert page.values(url)["words"] == ["My own."] and "2" in page.values(url)["revision"]
    browser.post(url, {"revision": "1", "action": "retire"}, 409)


def test_the_list_by_principle_and_by_text(browser: Browser, database: Database) -> None:
    one_phrase(database)
    browser.sign_in("olive")
    assert "You named [partner]." in browser.get("/manage/phrases?principle=p1&kind=strong").text
    assert "You named [partner]." not in browser.get("/manage/phrases?principle=p2").text
    assert "You named [partner]." not in browser.get("/manage/phrases?kind=missing").text


def test_a_phrase_is_put_in_without_script_and_counted(browser: Browser, database: Database) -> None:
    reference = one_phrase(database)
    with database.session() as session:
        application = scored(session, new_application(session, new_round(session)), asha=[5, 1], ben=[4, 2])
        recommended(session, application)
        url = f"/manage/applications/{application.reference}/feedback"
    browser.sign_in("olive").follow(url)
    sent = {name: values[0] for name, values in browser.get(url).values(url).items()}
    sent |= {"strong-1": "I was typing.", "summary": "Typed too.", "insert": f"{reference}:strong-1"}
    assert browser.post(url, sent) == url
    page = browser.get(url)
    values = page.values(url)
    assert values["strong-1"] == ["I was typing. You named [partner]."] and values["summary"] == ["Typed too."]
    assert "Before approval: Replace “[partner]” in “1. Working in partnership: what was strong”" in page.text
    assert "Used for 1 application." in browser.get("/manage/phrases?principle=p1&kind=strong").text
    alone = browser.get(f"{url}?principle=1")
    assert "summary" not in alone.values(url) and "strong-2" not in alone.values(url)
    sent = {name: values[0] for name, values in alone.values(url).items()}
    target = browser.post(url, sent | {"strong-1": "You named Tide Hall.", "action": "alone-2"})
    assert target == f"{url}?principle=2"
    values = browser.get(url).values(url)
    assert (values["strong-1"], values["summary"]) == (["You named Tide Hall."], ["Typed too."])


def test_saving_by_itself_answers_in_json_and_never_over_a_colleague(browser: Browser, database: Database) -> None:
    with database.session() as session:
        application = scored(session, new_application(session, new_round(session)), asha=[5, 1], ben=[4, 2])
        recommended(session, application)
        url = f"/manage/applications/{application.reference}/feedback"
    browser.sign_in("olive").follow(url)
    sent = {name: values[0] for name, values in browser.get(url).values(url).items()}
    sent |= {"csrf_token": browser.csrf_token(), "summary": "By itself.", "tab-count": "1"}
    by_itself = {"Accept": "application/json"}
    answer = browser.client.post(url, data=sent, headers=by_itself)
    assert answer.json is not None and answer.json["revision"] == 2 and answer.json["saved_at"]
    browser.sign_in("piers")
    stale = sent | {"csrf_token": browser.csrf_token(), "summary": "Piers too.", "tab-key": "other"}
    assert browser.client.post(url, data=stale, headers=by_itself).status_code == 409
    assert browser.get(url).values(url)["summary"] == ["By itself."]
    assert "By itself." in browser.post(url, stale, 409).text  # type: ignore[union-attr]


def test_the_guide_names_what_the_editor_warns_of(browser: Browser) -> None:
    page = browser.sign_in("olive").get("/manage/feedback-guide")
    assert "Say “not funded this time”" in page.text and "Each text has 5 to 120 words." in page.text
    assert [one.text for one in page.all(".//main//s")][:2] == ["rejected", "unsuccessful"]
