"""From signing in to the receipt without a mouse: Tab, letters and Enter, with the focus always in sight."""

from playwright.sync_api import Browser

from portal.accounts.operations import hash_password
from portal.applications.queries import application_by_reference
from tests.support.cast import CAST, account_named
from tests.support.live import Live
from tests.support.person import Person
from tests.support.world import World

PASSWORD = "a lantern by the water"
DRAFT = f"/applications/{World().draft}"
MOST_TABS = 120
FOCUSED = """() => {
  const at = document.activeElement;
  const label = at.labels?.[0]?.innerText ?? "";
  const box = at.getBoundingClientRect();
  return { words: (label || at.innerText || at.value || "").trim(), seen: box.bottom > 0 && box.top < innerHeight };
}"""


def tab_to(person: Person, words: str) -> None:
    """Press Tab until what has these words has the focus; it must be in sight."""
    for _ in range(MOST_TABS):
        person.page.keyboard.press("Tab")
        at = person.page.evaluate(FOCUSED)
        if at["words"] == words:
            assert at["seen"], f"{words} has the focus out of sight"
            return
    raise AssertionError(f"{person.path}: Tab never came to {words}")


def enter(person: Person, words: str) -> None:
    """Go to a link or button by Tab, and press Enter on it."""
    tab_to(person, words)
    with person.page.expect_navigation(wait_until="load"):
        person.page.keyboard.press("Enter")
    person.look()


def test_a_draft_is_finished_and_submitted_by_keyboard_alone(chromium: Browser, live: Live) -> None:
    with live.app.extensions["portal"].database.session() as session:
        account_named(session, "amina").password_hash = hash_password(PASSWORD)
    amina = Person(chromium, live.url)
    keys = amina.page.keyboard
    amina.go(f"/sign-in?next={DRAFT}")
    keys.press("Tab")
    assert amina.page.evaluate(FOCUSED)["words"] == "Skip to main content"
    tab_to(amina, "Email address")
    keys.type(CAST["amina"].email)
    tab_to(amina, "Password")
    keys.type(PASSWORD)
    with amina.page.expect_navigation(wait_until="load"):
        keys.press("Enter")
    amina.look()
    enter(amina, "Why it is needed")
    assert amina.path == f"{DRAFT}/tasks/s4/problem"
    tab_to(amina, "What problem will you tackle?")
    keys.press("Control+End")
    keys.type(" Typed by keyboard.")
    enter(amina, "Save and continue")
    amina.go(DRAFT)
    enter(amina, "Check your answers and submit")
    assert "Typed by keyboard." in amina.text
    enter(amina, "Submit your application")
    assert "Application submitted" in amina.text
    with live.app.extensions["portal"].database.session(read_only=True) as session:
        sent = application_by_reference(session, World().draft)
        assert sent is not None and sent.state == "submitted"
