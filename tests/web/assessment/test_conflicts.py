"""Groups of a round gone through at once, conflicts as officers see them, giving out, and how a round is scored."""

import io
import re

import pytest
from sqlalchemy import update

from portal.assessment.operations import assign
from portal.core.clock import now
from portal.core.db import Database
from portal.formkit.models import SectionAnswers
from portal.funds.models import Round
from portal.interests.models import Declaration, Interest
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.browser import Browser
from tests.support.cast import account_named


@pytest.fixture
def made(database: Database) -> dict[str, str]:
    """A round with three groups; the first is given to Dev, who is in the register as its driver."""
    with database.session() as session:
        round_ = new_round(session, assessors=1)
        groups = [new_application(session, round_, name=name) for name in ("Tide Turners", "Quay Watch", "Gull Club")]
        assign(
            session, application=groups[0], assessor=account_named(session, "dev"), actor=actor_named(session, "olive")
        )
        declaration = Declaration(account=account_named(session, "asha"), declared_at=now())
        declaration.interests = [Interest(kind="job", organisation="Quay Watch", part="Driver", private=False)]
        session.add(declaration)
        keys = [one.organisation.reference for one in groups]
        return {"slug": round_.slug, "tide": keys[0], "quay": keys[1], "gull": keys[2], "ref": groups[0].reference,
                "second": groups[1].reference, "third": groups[2].reference}  # fmt: skip


def test_a_round_is_gone_through_in_two_steps(browser: Browser, made: dict[str, str]) -> None:
    browser.sign_in("dev")
    address = f"/assess/links/{made['slug']}"
    assert address in browser.get("/assess").html
    page = browser.get(address)
    assert "Tide Turners" in page.text and "Lead of Tide Turners" in page.text
    for leak in (made["ref"], "£8,000", "Project", "youth club"):
        assert leak not in page.html, leak
    assert browser.post(address, {}, 422).errors == [("#link", "Tick every group you have a link with")]
    assert browser.post(address, {"link": ["none", made["tide"]]}, 422).errors[0][0] == "#link"
    page = browser.post(address, {"link": [made["tide"]]}, 200)
    assert "What is your link?" in page.text and "Tide Turners" in page.text
    sent = {"link": [made["tide"]], "action": "declare"}
    page = browser.post(address, sent | {f"text-{made['tide']}": "My brother chairs it."}, 422)
    assert page.errors == [(f"#kind-{made['tide']}", "Choose what kind of link it is")]
    assert page.values(address)[f"text-{made['tide']}"] == ["My brother chairs it."]
    whole = sent | {f"text-{made['tide']}": "My brother chairs it.", f"kind-{made['tide']}": "family"}
    page = browser.follow(address, whole)
    assert "You have a link with 1 group" in page.text and "Tide Turners" not in page.html and address not in page.html
    assert "Tide Turners" not in browser.get(address).html
    browser.get(f"/assess/{made['ref']}", 404)


def test_no_link_at_all_opens_everything(browser: Browser, made: dict[str, str]) -> None:
    address = f"/assess/links/{made['slug']}"
    page = browser.sign_in("dev").post(address, {"link": ["none"]}, 200)
    assert "You have no link to any of these groups" in page.text
    assert browser.post(address, {"link": ["none"], "action": "declare"}) == "/assess"
    browser.get(f"/assess/{made['ref']}")


def test_officers_settle_what_the_register_suggests(browser: Browser, made: dict[str, str]) -> None:
    browser.sign_in("olive")
    page = browser.get(f"/manage/rounds/{made['slug']}/conflicts")
    assert "The register of interests names Quay Watch: paid work." in page.text and "Dev" in page.text
    address = f"/manage/applications/{made['second']}/conflicts"
    dismiss = {"action": "dismiss", "assessor": "asha@panel.example.org", "ground": "interest-job"}
    assert browser.post(address, dismiss, 422).errors == [("#reason", "Say why this is no conflict of interest")]
    assert "Dismissed" in browser.follow(address, dismiss | {"reason": "It ended in 2019."}).text
    assert "Nothing suggests a link" in browser.get(f"/manage/rounds/{made['slug']}/conflicts").text


def test_officers_record_and_lift_a_link(browser: Browser, made: dict[str, str]) -> None:
    address = f"/manage/applications/{made['ref']}/conflicts"
    page = browser.sign_in("olive").post(address, {"action": "pin", "text": "A loan."}, 422)
    assert page.errors == [("#person", "Choose who has the link"), ("#kind", "Choose what kind of link it is")]
    assert page.values(address)["text"] == ["A loan."]
    sent = {"action": "pin", "person": "dev@panel.example.org", "kind": "money", "text": "A loan."}
    assert "cannot see this application" in browser.follow(address, sent).text
    assert "Tide Turners" not in browser.sign_in("dev").get("/assess").html
    page = browser.sign_in("olive").get(f"/manage/rounds/{made['slug']}/conflicts")
    assert "Money or business between us: A loan." in page.text
    lift = {"action": "lift", "assessor": "dev@panel.example.org"}
    browser.post(address, lift, 422)
    assert "Lifted" in browser.follow(address, lift | {"reason": "Paid back in 2015."}).text


def test_applications_are_given_out_as_they_were_shown(browser: Browser, made: dict[str, str]) -> None:
    address = f"/manage/rounds/{made['slug']}/share"
    page = browser.sign_in("olive").get(address)
    assert "2 places are still open" in page.text
    page = browser.post(address, {"action": "suggest", "most": "none"}, 422)
    assert [field for field, _ in page.errors] == ["#assessor", "#most"]
    chosen = {"action": "suggest", "most": "5", "assessor": ["asha@panel.example.org", "ben@panel.example.org"]}
    page = browser.post(address, chosen, 200)
    pairs = page.values(address)["pair"]
    assert len(pairs) == 2 and f"{made['second']} asha@panel.example.org" not in pairs, "it may be a link"
    page = browser.follow(address, {"action": "apply", "pair": pairs})
    assert "2 applications given out." in page.text
    assert "Every application has its 1 assessor" in browser.get(address).text


def test_a_sheet_says_who_gets_what(browser: Browser, made: dict[str, str]) -> None:
    address = f"/manage/rounds/{made['slug']}/share"
    browser.sign_in("olive")
    sheet = browser.client.get(f"{address}.csv").get_data(as_text=True)
    assert made["second"] in sheet and made["ref"] not in sheet

    def send(content: str, status: int) -> object:
        return browser.post(address, {"action": "sheet", "sheet": (io.BytesIO(content.encode()), "a.csv")}, status)

    wrong = f"Reference,Email\nXX-1,ben@panel.example.org\n{made['third']},nobody@example.org\n"
    page = send(wrong, 422)
    assert [words for _, words in page.errors] == [  # type: ignore[attr-defined]
        "Row 2: XX-1 is not an application that can be given out now",
        "Row 3: nobody@example.org is not the address of an assessor",
    ]
    page = send(f"Reference,Email\n{made['third']},ben@panel.example.org\n", 200)
    assert page.values(address)["pair"] == [f"{made['third']} ben@panel.example.org"]  # type: ignore[attr-defined]
    send("", 422)


def test_how_a_round_is_scored(browser: Browser, made: dict[str, str]) -> None:
    address = f"/manage/rounds/{made['slug']}/scoring"
    page = browser.sign_in("olive").get(address)
    assert page.values(address)["weight-1"] == ["50"]
    page = browser.post(address, {"action": "weights", "weight-1": "60", "weight-2": "30.5"}, 422)
    assert page.errors == [("#weight-1", "The weights must come to 100%. They are 9.5% too little")]
    assert page.values(address)["weight-2"] == ["30.5"]
    browser.post(address, {"action": "weights", "weight-1": "x", "weight-2": "50"}, 422)
    browser.post(address, {"action": "weights", "weight-1": "60", "weight-2": "40"})
    assert "It counts 60% of the total." in _read(browser, made)
    browser.sign_in("olive").post(
        address, {"action": "day", "day-day": "31", "day-month": "2", "day-year": "2099"}, 422
    )
    browser.post(address, {"action": "day", "day-day": "1", "day-month": "2", "day-year": "2099"})
    assert "Scores are wanted by 1 February 2099." in browser.get(address).text
    assert "1 assessor reminded" in browser.follow(address, {"action": "remind"}).text
    browser.post(address, {"action": "names"}, 422)
    browser.post(address, {"action": "names", "blind": "yes"}, 409)


def _read(browser: Browser, made: dict[str, str]) -> str:
    browser.sign_in("dev").post(f"/assess/declare/{made['ref']}", {"link": "none"})
    return browser.get(f"/assess/{made['ref']}").text


def test_a_blind_round_tells_no_name_to_who_scores(browser: Browser, database: Database) -> None:
    with database.session() as session:
        round_ = new_round(session, assessors=2)
        round_.blind = True
        application = new_application(session, round_, name="Heron Lantern")
        application.title = "Heron lantern walks"
        organisation = application.organisation
        organisation.charity_number = "SC09876543"
        lead = organisation.team[0].account
        lead.name = "Philippa Grebe"
        told = f"HERON LANTERN (SC09876543) is led by Philippa Grebe, {lead.email}. Philippa walks at night."
        session.execute(
            update(SectionAnswers)
            .where(SectionAnswers.response_id == application.response_id)
            .values(answers={"partners": told, "money": "Volunteers do it."})
        )
        for name in ("asha", "ben"):
            assign(
                session,
                application=application,
                assessor=account_named(session, name),
                actor=actor_named(session, "olive"),
            )
        slug, reference, key = round_.slug, application.reference, organisation.reference
    browser.sign_in("asha")
    links = f"/assess/links/{slug}"
    assert browser.client.get(f"/assess/declare/{reference}").headers["Location"] == links
    assert "Heron Lantern" in browser.get(links).text and reference not in browser.get(links).html
    browser.post(links, {"link": ["none"], "action": "declare"})
    sent = {"revision": "0", "points-1": "3", "reason-1": "Good", "points-2": "3", "reason-2": "Good"}
    telling = re.compile(f"heron lantern|philippa|grebe|SC09876543|{re.escape(lead.email)}|{key}", re.IGNORECASE)
    pages = ["/assess", f"/assess/{reference}", f"/assess/declare/{reference}", f"/assess/{reference}?principle=1"]
    pages += ["/assess/scores", f"/assess/{reference}/decline", "/desk"]
    for address in pages:
        html = browser.get(address).html
        assert not telling.search(html), (address, telling.search(html))
    assert "[name hidden]" in browser.get(f"/assess/{reference}").text
    browser.post(f"/assess/{reference}", sent | {"action": "submit"})
    for address in (f"/assess/{reference}/compare", f"/assess/{reference}/change", "/assess/scores"):
        assert not telling.search(browser.get(address).html), address
    late = {"kind": "work", "text": "I know this work."}
    assert not telling.search(browser.follow(f"/assess/declare/{reference}", late).html)


def test_an_opened_round_list_keeps_to_rounds_being_assessed(browser: Browser, database: Database) -> None:
    with database.session() as session:
        slug = new_round(session).slug
        session.execute(update(Round).where(Round.slug == slug).values(state="decided"))
    browser.sign_in("dev").get(f"/assess/links/{slug}", 404)
