"""A larger charity offers what it can do; a small group finds it on a phone; they write, and bid together."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser, ViewportSize

from portal.accounts.operations import hash_password
from tests.support.building.organisations import account_named
from tests.support.cast import CAST
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
PHONE: ViewportSize = {"width": 360, "height": 740}
TITLE = "We lead bids for small groups"
ADDRESSES = {name: CAST[name].email for name in ("amina", "beth", "owen")}


def test_a_larger_charity_that_offers_capacity(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        for name in ("amina", "owen"):
            account_named(session, name).password_hash = hash_password(PASSWORD)
    owen, amina = signed_in(chromium, live, "owen"), signed_in(chromium, live, "amina", PHONE)
    put_up(owen)
    find_and_answer(amina)
    letter = live.post.letter(ADDRESSES["owen"], "Amina Karim of Harbour Sisters wrote to you")
    nothing_of_the_other(letter, "owen")
    assert "We are twelve" not in letter, "what they wrote stays in the portal"
    link = next(word for word in letter.split() if "/partnering/conversations/" in word)
    owen.go(urlsplit(link).path)
    nothing_of_the_other(owen.page.content(), "owen")
    owen.type("Your message", "Gladly. What would you like to do?").click("Send")
    live.post.letter(ADDRESSES["amina"], "Owen Price of Northway Youth wrote to you")
    invite(amina)
    live.post.letter(ADDRESSES["owen"], "Amina Karim of Harbour Sisters wrote to you")
    owen.go(urlsplit(live.post.link(ADDRESSES["owen"], "partner in their application")).path)
    owen.click("Accept for Northway Youth")
    assert owen.path == f"/applications/{World().draft}"
    amina.go(f"/applications/{World().draft}/partners")
    assert "Northway Youth" in amina.text
    for found in live.post.letters:
        whose = next((name for name, email in ADDRESSES.items() if email == found["To"]), None)
        if whose:
            nothing_of_the_other(found.as_string(), whose)


def put_up(owen: Person) -> None:
    """An offer, from the organisation's own page."""
    owen.go(f"/organisations/{World().northway}").press(owen.page.locator("main a[href='/partnering']"))
    owen.follow("Put up an entry").choose("We offer").type("Say it in a few words", TITLE)
    owen.type("Tell others more", "We hold the money and do the reports. Write to us by June.")
    owen.click("Put it up")
    assert "Select at least one" in owen.text
    owen.choose("Leading a bid and holding the money").click("Put it up")
    assert "Members can see it now." in owen.text


def find_and_answer(amina: Person) -> None:
    """By what it is about, on a phone."""
    amina.go("/partnering?skill=leading&kind=offer").follow(TITLE)
    nothing_of_the_other(amina.page.content(), "amina")
    amina.type("Your message", "We are twelve volunteers in Southampton.").click("Send")
    assert "Your message is sent." in amina.text


def invite(amina: Person) -> None:
    """One of one's own drafts."""
    amina.go("/partnering/conversations").follow("Northway Youth")
    assert "Gladly. What would you like to do?" in amina.text
    nothing_of_the_other(amina.page.content(), "amina")
    amina.follow("Invite them into one of your bids")
    amina.page.get_by_role("radio").first.check()
    amina.click("Invite them")
    assert "Invited into a bid" in amina.text


def nothing_of_the_other(shown: str, whose: str) -> None:
    """No address but one's own."""
    assert all(email not in shown for name, email in ADDRESSES.items() if name != whose)


def signed_in(chromium: Browser, live: Live, name: str, screen: ViewportSize | None = None) -> Person:
    """Somebody with a browser of their own, signed in by password."""
    person = Person(chromium, live.url, screen=screen)
    return person.go("/sign-in").type("Email address", CAST[name].email).type("Password", PASSWORD).click("Sign in")
