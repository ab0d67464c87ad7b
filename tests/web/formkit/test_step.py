"""A step of a form: shows, saves, refuses nothing that was typed."""

from urllib.parse import urlsplit

from tests.support.browser import Browser, Page
from tests.unit.formkit.making import question
from tests.web.formkit.conftest import GiveForm, Written

COLUMNS = [
    {"id": "item", "label": "What it is", "type": "text"},
    {"id": "cost", "label": "Cost", "type": "money"},
]


def _page(answer: Page | str) -> Page:
    assert isinstance(answer, Page), answer
    return answer


def test_one_question_is_the_heading_and_several_have_one_of_their_own(browser: Browser, give_form: GiveForm) -> None:
    base = give_form(question("a"), question("b", step="two"), question("c", step="two"), step_titles={"two": "Both"})
    amina = browser.sign_in("amina")
    assert amina.get(f"{base}/a").h1 == "Your a"
    assert amina.get(f"{base}/two").h1 == "Both"


def test_an_answer_is_saved_and_the_next_step_follows(browser: Browser, give_form: GiveForm, written: Written) -> None:
    base = give_form(question("a"), question("b"))
    amina = browser.sign_in("amina")
    assert amina.post(f"{base}/a", {"a": "one", "base-revision": "0"}) == f"{base}/b"
    assert written.answers() == {"a": "one"}
    assert amina.post(f"{base}/b", {"b": "", "base-revision": "1"}) == base.removesuffix("/tasks/s1")
    assert amina.get(f"{base}/a").values(f"{base}/a")["a"] == ["one"]


def test_what_is_wrong_is_saved_told_and_told_again(browser: Browser, give_form: GiveForm, written: Written) -> None:
    base = give_form(question("a", "textarea", max_words=2))
    amina = browser.sign_in("amina")
    told = _page(amina.post(f"{base}/a", {"a": "one two three", "base-revision": "0"}, status=422))
    message = "Answer must be 2 words or fewer. You have 1 word too many"
    assert told.errors == [("#a", message)]
    sent = told.values(f"{base}/a")
    assert (sent["base-revision"], sent["a"]) == (["1"], ["one two three"])
    assert written.answers() == {"a": "one two three"}
    again = sent | {"a": ["one two"]}
    assert isinstance(amina.post(f"{base}/a", again), str)
    assert written.answers() == {"a": "one two"}


def test_coming_back_later_never_asks_that_it_be_right(browser: Browser, give_form: GiveForm, written: Written) -> None:
    base = give_form(question("a", "money"))
    amina = browser.sign_in("amina")
    home = amina.follow(f"{base}/a", {"a": "lots", "base-revision": "0", "action": "later"})
    assert "Your answers are saved" in home.text
    assert "There is a problem" in home.text
    assert written.answers() == {"a": "lots"}


def test_rows_are_added_changed_and_removed_without_script(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("t", "table", columns=COLUMNS, max_rows=2, totals=["cost"]))
    amina = browser.sign_in("amina")
    url = f"{base}/t"
    first = {"t-rows": "1", "t-0-item": "Hall", "t-0-cost": "£40", "base-revision": "0", "action": "add-row:t"}
    more = amina.post(url, first)
    assert more == f"{url}?add=t"
    page = amina.get(str(more))
    assert page.values(url)["t-rows"] == ["2"]
    assert "Total: Cost £40" in page.text
    second = page.values(url) | {"t-1-item": "Tea", "t-1-cost": "2.50"}
    assert isinstance(amina.post(url, second), str)
    page = amina.get(url)
    assert "Total: Cost £42.50" in page.text
    assert "Save and add another row" not in page.text
    assert amina.post(url, page.values(url) | {"action": "remove-row:t:0"}) == url
    assert written.answers() == {"t": [{"item": "Tea", "cost": 250}]}


def test_errors_of_a_row_lead_to_its_cell(browser: Browser, give_form: GiveForm) -> None:
    base = give_form(question("t", "table", columns=COLUMNS))
    amina = browser.sign_in("amina")
    sent = {
        "t-rows": "2",
        "t-0-item": "Hall",
        "t-0-cost": "1",
        "t-1-item": "Tea",
        "t-1-cost": "x",
        "base-revision": "0",
    }
    told = _page(amina.post(f"{base}/t", sent, status=422))
    assert told.errors == [("#t-1-cost", "Row 2, cost: enter an amount in pounds, like 5,000 or 250.50")]


def test_more_rows_than_allowed_are_all_shown_and_told(browser: Browser, give_form: GiveForm, written: Written) -> None:
    base = give_form(question("t", "table", columns=COLUMNS, max_rows=1))
    amina = browser.sign_in("amina")
    sent = {
        "t-rows": "2",
        "t-0-item": "Hall",
        "t-0-cost": "1",
        "t-1-item": "Tea",
        "t-1-cost": "2",
        "base-revision": "0",
    }
    told = _page(amina.post(f"{base}/t", sent, status=422))
    assert told.errors == [("#t-1-item", "Use 1 row or fewer")]
    assert [row["item"] for row in written.answers()["t"]] == ["Hall", "Tea"]


def test_a_follow_up_is_on_the_page_of_its_parent_and_kept_while_hidden(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("has", "yes_no", follow_up_if_yes=question("which", "textarea", max_words=2)))
    amina = browser.sign_in("amina")
    url = f"{base}/has"
    assert "which" in amina.get(url).values(url)
    told = _page(amina.post(url, {"has": "yes", "which": "a b c", "base-revision": "0"}, status=422))
    assert [target for target, _words in told.errors] == ["#which"]
    assert isinstance(amina.post(url, {"has": "no", "which": "a b c", "base-revision": "1"}), str)
    assert written.answers() == {"has": "no", "which": "a b c"}


def test_a_step_that_is_asked_no_more_leads_home_and_loses_nothing(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("has", "yes_no"), question("more", show_if={"equals": ["has", "yes"]}))
    home = base.removesuffix("/tasks/s1")
    amina = browser.sign_in("amina")
    written.by_beth(0, has="yes")
    page = amina.get(f"{base}/more")
    written.by_beth(1, has="no")
    assert amina.post(f"{base}/more", page.values(f"{base}/more") | {"more": "typed"}) == home
    assert written.answers() == {"has": "no", "more": "typed"}
    assert urlsplit(amina.client.get(f"{base}/more").headers["Location"]).path == home


def test_saving_without_a_page_says_when_and_what_is_wrong(browser: Browser, give_form: GiveForm) -> None:
    base = give_form(question("a", "textarea", max_words=1))
    amina = browser.sign_in("amina")
    sent = {"a": "one two", "base-revision": "0", "csrf_token": amina.csrf_token()}
    answer = amina.client.post(f"{base}/a", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert (answer.json["revision"], list(answer.json["problems"])) == (1, ["a"])
    again = amina.client.post(f"{base}/a", data=sent | {"base-revision": "1"}, headers={"Accept": "application/json"})
    assert again.json["revision"] == 1


def test_both_texts_are_shown_when_two_people_change_one_answer(
    browser: Browser, give_form: GiveForm, written: Written
) -> None:
    base = give_form(question("a", "textarea", step="two"), question("b", step="two"))
    url = f"{base}/two"
    written.by_beth(0, a="old", b="old")
    amina = browser.sign_in("amina")
    typed = amina.get(url).values(url) | {"a": "from Amina\r\n\r\nin two parts", "b": "new"}
    written.by_beth(1, a="from Beth")
    clash = _page(amina.post(url, typed, status=409))
    assert clash.h1 == "Someone else changed this while you were typing"
    assert "from Beth" in clash.text
    assert "from Amina" in clash.text
    assert "Saved by Beth Okafor" in clash.text
    assert written.answers() == {"a": "from Beth", "b": "old"}
    assert isinstance(amina.post(url, clash.values(url) | {"choose-a": ["theirs"]}), str)
    assert written.answers() == {"a": "from Beth", "b": "new"}


def test_my_text_can_win_a_clash_whole(browser: Browser, give_form: GiveForm, written: Written) -> None:
    base = give_form(question("a", "textarea"))
    written.by_beth(0, a="old")
    amina = browser.sign_in("amina")
    typed = amina.get(f"{base}/a").values(f"{base}/a") | {"a": "“Mine” <b>\r\n\r\nin two parts"}
    written.by_beth(1, a="from Beth")
    clash = _page(amina.post(f"{base}/a", typed, status=409))
    assert isinstance(amina.post(f"{base}/a", clash.values(f"{base}/a") | {"choose-a": ["mine"]}), str)
    assert written.answers() == {"a": "“Mine” <b>\n\nin two parts"}


def test_what_was_typed_is_escaped(browser: Browser, give_form: GiveForm) -> None:
    base = give_form(question("a", "textarea"), question("b"))
    amina = browser.sign_in("amina")
    nasty = "</textarea><script>alert(1)</script>\"'&"
    amina.post(f"{base}/a", {"a": nasty, "base-revision": "0"})
    amina.post(f"{base}/b", {"b": nasty, "base-revision": "1"})
    assert amina.get(f"{base}/a").values(f"{base}/a")["a"] == [nasty]
    assert amina.get(f"{base}/b").values(f"{base}/b")["b"] == [nasty]


def test_changing_an_answer_from_the_check_leads_back_to_it(browser: Browser, give_form: GiveForm) -> None:
    base = give_form(question("a"), question("b"))
    amina = browser.sign_in("amina")
    page = amina.get(f"{base}/a?return=check")
    check = base.replace("/tasks/s1", "/check")
    assert amina.post(f"{base}/a", page.values(f"{base}/a") | {"a": "one"}) == check
    shown = amina.get(check)
    assert "Enter your b" in shown.text
