"""The page on which an assessor reads and scores."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.models import SignIn
from portal.assessment.operations import assign, declare_no_link
from portal.assessment.queries import assignment_of
from portal.core.clock import now
from portal.core.db import Database
from tests.factories.panel import actor_named, new_application, new_round, scored
from tests.support.browser import Browser, Page
from tests.support.cast import account_named
from tests.support.world import World

FULL = {
    "points-1": "4",
    "reason-1": "Roles are agreed.",
    "points-2": "2",
    "reason-2": "Two costs are not explained.",
    "note": "Ask about the hall.",
}


def given(session: Session, *names: str) -> str:
    application = new_application(session, new_round(session))
    for name in names:
        person = account_named(session, name)
        assignment = assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
        declare_no_link(session, assignment=assignment, actor=actor_named(session, name))
    return application.reference


def shown(page: Page, reference: str) -> dict[str, str]:
    """What stands in the form of scores, without what only the script uses."""
    values = {name: value[0] for name, value in page.values(f"/assess/{reference}").items() if name[:4] != "tab-"}
    return {"revision": values.pop("base-revision")} | values


@pytest.fixture
def reference(database: Database) -> str:
    """An application that Asha and Ben have declared for."""
    with database.session() as session:
        return given(session, "asha", "ben")


def test_it_shows_answers_principles_guidance_and_words_for_each_score(browser: Browser, reference: str) -> None:
    page = browser.sign_in("asha").get(f"/assess/{reference}")
    for words in (
        "We will keep principle 1.",
        "Are the partners named?",
        "Who are your partners?",
        "The youth club has agreed to lend its hall.",
        "Volunteers do most of the work.",
        "0. Words for 0.",
        "5. Words for 5.",
        "Nobody else sees your scores until you send them",
    ):
        assert words in page.text
    assert shown(page, reference) == {"revision": "0", "reason-1": "", "reason-2": "", "note": ""}, "no score is chosen"


def test_it_saves_what_is_half_done_and_shows_it_again(browser: Browser, reference: str) -> None:
    browser.sign_in("asha")
    half = {"revision": "0", "points-2": "0", "reason-1": "Not sure yet", "action": "principle-2"}
    assert browser.post(f"/assess/{reference}", half) == f"/assess/{reference}#principle-2".partition("#")[0]
    page = browser.get(f"/assess/{reference}")
    assert shown(page, reference) == {
        "revision": "1",
        "points-2": "0",
        "reason-1": "Not sure yet",
        "reason-2": "",
        "note": "",
    }
    final = {"revision": "1", **FULL, "action": "next"}
    assert browser.post(f"/assess/{reference}", final) == f"/assess/{World.scoring}"


def test_it_refuses_to_send_what_is_incomplete_and_keeps_it(browser: Browser, reference: str) -> None:
    browser.sign_in("asha")
    page = browser.post(f"/assess/{reference}", FULL | {"revision": "0", "points-2": "9", "action": "submit"}, 422)
    assert page.errors == [
        ("#points-2", "Choose a score from 0 to 5 for Careful with public money, or say that you cannot")
    ]
    assert browser.get(f"/assess/{reference}").values(f"/assess/{reference}")["reason-2"] == [FULL["reason-2"]]


def test_an_older_copy_meets_the_newer_one_and_nothing_is_lost(browser: Browser, reference: str) -> None:
    browser.sign_in("asha")
    browser.post(f"/assess/{reference}", FULL | {"revision": "0"})
    mine = FULL | {"revision": "0", "points-1": "5", "reason-1": "All partners planned it.", "reason-2": "Fine."}
    page = browser.post(f"/assess/{reference}", mine, 409)
    for words in ("Roles are agreed.", "All partners planned it.", "Two costs are not explained.", "Fine."):
        assert words in page.text
    answer = {name: values[0] for name, values in page.values(f"/assess/{reference}").items()}
    assert {name: answer[name] for name in FULL} == {name: mine[name] for name in FULL}
    browser.post(f"/assess/{reference}", answer | {"choose-reason-2": "saved"})
    assert shown(browser.get(f"/assess/{reference}"), reference) == FULL | {
        "revision": "2",
        "points-1": "5",
        "reason-1": "All partners planned it.",
    }


def test_nobody_elses_scores_are_anywhere_before_sending_ones_own(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session)
        application = new_application(session, made)
        scored(session, application, ben=[1, 5])
        person = account_named(session, "asha")
        assignment = assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
        declare_no_link(session, assignment=assignment, actor=actor_named(session, "asha"))
        reference = application.reference
    browser.sign_in("asha")
    for url in ("/assess", f"/assess/{reference}", f"/assess/declare/{reference}"):
        page = browser.get(url)
        for leak in ("ben gives", "Ben Hollis", "Mean", "average", "1 of 2 assessors"):
            assert leak not in page.html, (url, leak)
    browser.get(f"/assess/{reference}/compare", 404)
    target = browser.post(f"/assess/{reference}", FULL | {"revision": "0", "action": "submit"})
    assert target == f"/assess/{reference}/compare"
    page = browser.get(target)
    assert "ben gives 1." in page.text and "Assessor 1" in page.text and "Ben Hollis" not in page.html
    assert "1. Working in partnership 4 1 2.5 3: talk" in page.text


def test_sent_scores_are_read_only_and_cannot_be_changed_once_others_are_seen(browser: Browser, reference: str) -> None:
    browser.sign_in("asha")
    browser.post(f"/assess/{reference}", FULL | {"revision": "0", "action": "submit"})
    page = browser.get(f"/assess/{reference}")
    assert "You gave 4 of 5" in page.text and shown(page, reference) == {"revision": "1"}
    browser.post(f"/assess/{reference}", FULL | {"revision": "1"}, 409)
    assert browser.post(f"/assess/{reference}/reopen") == f"/assess/{reference}"
    browser.post(f"/assess/{reference}", FULL | {"revision": "1", "action": "submit"})
    browser.sign_in("ben").post(f"/assess/{reference}", FULL | {"revision": "0", "action": "submit"})
    assert "Change my scores" not in browser.get(f"/assess/{reference}").text
    browser.post(f"/assess/{reference}/reopen", status=409)


def test_typed_scores_survive_the_end_of_a_sign_in(browser: Browser, app: Flask, reference: str) -> None:
    browser.sign_in("asha").get(f"/assess/{reference}")
    with app.extensions["portal"].database.session() as session:
        session.execute(update(SignIn).values(ended_at=now()))
    target = browser.post(f"/assess/{reference}", FULL | {"revision": "0"})
    assert isinstance(target, str) and urlsplit(target).path == "/sign-in"
    back = parse_qs(urlsplit(target).query)["next"][0]
    assert shown(browser.sign_in("asha").get(back), reference) == FULL | {"revision": "0"}


def test_others_do_not_get_in(browser: Browser, reference: str) -> None:
    for name in ("dev", "cara"):
        browser.sign_in(name).get(f"/assess/{reference}", 404)
        browser.post(f"/assess/{reference}", FULL | {"revision": "0"}, 404)
    browser.sign_in("olive").get(f"/assess/{reference}", 403)


def test_the_list_sends_on_to_what_is_half_done(browser: Browser, database: Database) -> None:
    with database.session() as session:
        made = new_round(session)
        references = []
        for _ in range(3):
            application = new_application(session, made)
            person = account_named(session, "dev")
            assign(session, application=application, assessor=person, actor=actor_named(session, "olive"))
            references.append(application.reference)
        dev = actor_named(session, "dev")
        for reference in references[:2]:
            assignment = assignment_of(session, reference, dev.account_id)
            assert assignment is not None
            declare_no_link(session, assignment=assignment, actor=dev)
    browser.sign_in("dev").post(f"/assess/{references[1]}", {"revision": "0", "points-1": "3", "reason-1": "Fine"})
    page = browser.get("/assess")
    assert "You have scored 0 of 3." in page.text
    assert "1 of 2 principles" in page.text
    assert [href for words, href in page.links.items() if words.startswith("Carry on with")] == [
        f"/assess/{references[1]}"
    ]
    assert f"/assess/declare/{references[2]}" in page.links.values()


def test_one_principle_alone_saves_only_that_one(browser: Browser, reference: str) -> None:
    address = f"/assess/{reference}"
    browser.sign_in("asha").post(address, FULL | {"base-revision": "0"})
    page = browser.get(f"{address}?principle=2")
    assert "We will keep principle 2." in page.text and "We will keep principle 1." not in page.text
    assert "Volunteers do most of the work." in page.text and "The youth club" not in page.text
    sent = {"base-revision": "1", "points-2": "5", "reason-2": "Clear.", "action": "alone-1"}
    assert browser.post(f"{address}?principle=2", sent) == f"{address}?principle=1"
    assert shown(browser.get(address), reference) == FULL | {"revision": "2", "points-2": "5", "reason-2": "Clear."}
    assert "We will keep principle 1." in browser.get(f"{address}?principle=99").text, "all of them"


def test_it_saves_by_itself_and_knows_its_own_page(browser: Browser, reference: str) -> None:
    browser.sign_in("asha")

    def save(reason: str, count: int, base: str, key: str = "page-1") -> tuple[int, str]:
        fields = FULL | {"reason-1": reason, "base-revision": base, "tab-key": key, "tab-count": str(count)}
        answer = browser.client.post(
            f"/assess/{reference}",
            data=fields | {"csrf_token": browser.csrf_token()},
            headers={"Accept": "application/json"},
        )
        return answer.status_code, answer.get_json().get("revision", "")

    assert save("First", 1, "0") == (200, 1)
    assert save("Second, sent before the answer came", 3, "0") == (200, 2), "its own page is never stale"
    assert save("Late", 2, "0") == (200, 2), "a late one changes nothing"
    assert save("Another page", 1, "0", key="page-2") == (409, "")
    assert shown(browser.get(f"/assess/{reference}"), reference)["reason-1"] == "Second, sent before the answer came"


def test_what_cannot_be_judged_takes_the_place_of_a_score(browser: Browser, reference: str) -> None:
    sent = FULL | {"points-1": "judge", "reason-1": "No question asks for it.", "revision": "0", "action": "submit"}
    browser.sign_in("asha").post(f"/assess/{reference}", sent)
    page = browser.get(f"/assess/{reference}/compare")
    assert "1. Working in partnership – – –" in page.text
    assert "I cannot judge this: No question asks for it." in page.text
    page = browser.sign_in("olive").get(f"/manage/applications/{reference}/assessors")
    assert "Asha Verma Working in partnership I cannot judge this: No question asks for it." in page.text


def test_scores_change_openly_after_comparing(browser: Browser, reference: str) -> None:
    for name in ("asha", "ben"):
        browser.sign_in(name).post(f"/assess/{reference}", FULL | {"revision": "0", "action": "submit"})
    address = f"/assess/{reference}/change"
    same = {name: value for name, value in FULL.items() if name != "note"} | {"revision": "1"}
    assert browser.post(address, same, 422).errors == [("#why", "Change a score or a reason first")]
    changed = same | {"points-1": "2"}
    page = browser.post(address, changed, 422)
    assert page.errors == [("#why", "Enter why you change your scores")] and page.values(address)["points-1"] == ["2"]
    assert browser.post(address, changed | {"why": "Asha saw what I missed."}) == f"/assess/{reference}/compare"
    page = browser.get(f"/assess/{reference}/compare")
    assert "Working in partnership: from 4 to 2. Asha saw what I missed." in page.text
    officers = browser.sign_in("olive").get(f"/manage/applications/{reference}/assessors")
    assert "Working in partnership 4 to 2 Asha saw what I missed. (after comparing)" in officers.text
    browser.sign_in("ben")
    late = changed | {"points-2": "1", "why": "Again."}
    assert "You on another page" in browser.post(address, late, 409).text.replace(",", "").replace("you on", "You on")
    assert "from 4 to 2" not in browser.sign_in("asha").get(f"/assess/{reference}/compare").text, "only one's own"


def test_my_scores_stand_in_one_table(browser: Browser, reference: str) -> None:
    browser.sign_in("asha").post(f"/assess/{reference}", FULL | {"revision": "0"})
    for sort in ("", "?sort=2", "?sort=project", "?sort=x"):
        assert "Not sent" in browser.get(f"/assess/scores{sort}").text
    assert "You have given no scores yet." in browser.sign_in("dev").get("/assess/scores").text
