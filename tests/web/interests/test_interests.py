"""The pages on which interests are declared, kept and read."""

from tests.support.browser import Browser, Page

ROW = {"rows": "1", "kind-0": "trustee", "organisation-0": "Lantern Club", "part-0": "Chair since 2024"}
SECRET = {"kind-1": "family", "organisation-1": "A refuge", "part-1": "My sister lives there", "private-1": "y"}


def test_declare_publish_read(browser: Browser) -> None:
    browser.sign_in("asha")
    assert "Declare your interests" in browser.get("/desk").text
    assert "You have not declared yet" in browser.get("/interests").text
    page = browser.follow("/interests/declare", ROW | SECRET | {"rows": "3", "action": "declare"})
    assert "Chair since 2024" in page.text and "It is not public." in page.text
    assert "Declare your interests" not in browser.get("/desk").text
    assert "Nothing has been published yet." in browser.get("/register-of-interests").text
    page = browser.sign_in("olive").get("/manage/interests")
    action = next(form.get("action") for form in page.all(".//form") if "publish" in form.get("action", ""))
    page = browser.follow(action)
    assert "is public now" in page.text
    page = Browser(browser.app).get("/register-of-interests")
    assert "Lantern Club" in page.text and "1 interest declared to the office and kept private." in page.text
    assert "refuge" not in page.html and "sister" not in page.html


def test_more_rows_keep_what_was_typed(browser: Browser) -> None:
    browser.sign_in("asha")
    page = browser.post("/interests/declare", ROW | {"action": "more"}, status=200)
    assert isinstance(page, Page)
    values = page.values("/interests/declare")
    assert values["rows"] == ["4"] and values["organisation-0"] == ["Lantern Club"] and values["kind-0"] == ["trustee"]


def test_what_is_missing_stands_beside_its_field_with_everything_kept(browser: Browser) -> None:
    browser.sign_in("asha")
    page = browser.post("/interests/declare", ROW | {"kind-0": "", "part-0": "", "action": "declare"}, status=422)
    assert isinstance(page, Page)
    assert [target for target, _words in page.errors] == ["#kind-0", "#part-0"]
    assert page.values("/interests/declare")["organisation-0"] == ["Lantern Club"]
    page = browser.post("/interests/declare", {"rows": "1", "action": "declare"}, status=422)
    assert isinstance(page, Page)
    assert page.errors == [("#nothing", "Enter an interest, or tick that you have none")]


def test_nothing_to_declare_is_a_declaration_and_comes_back_filled_in(browser: Browser) -> None:
    browser.sign_in("grace")
    page = browser.follow("/interests/declare", {"rows": "3", "nothing": "y", "action": "declare"})
    assert "You declared that you have no interests." in page.text
    browser.follow("/interests/declare", ROW | {"action": "declare"})
    assert browser.get("/interests/declare").values("/interests/declare")["part-0"] == ["Chair since 2024"]
