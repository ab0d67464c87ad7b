"""The officer tells a group early; its page says so plainly."""

import re

import pytest

from portal.applications.operations import find_ineligible, tell_early
from portal.applications.queries import application_by_reference
from portal.applications.rules.early import early_words
from portal.applications.states import ApplicationState
from portal.core.db import Database
from tests.factories.panel import actor_named, new_application, new_round, recommended, signed
from tests.support.browser import Browser

WHY = "The project is in another county."
MASKS = re.compile(r'name="csrf_token" value="[^"]*"|nonce="[^"]*"|E-[A-Z0-9]{6}')


@pytest.fixture
def reference(database: Database) -> str:
    """An application of Owen's group that was found not eligible."""
    with database.session() as session:
        made = new_application(session, new_round(session), state=ApplicationState.SUBMITTED)
        (made.organisation_id,) = actor_named(session, "owen").memberships
        session.flush()
        session.refresh(made)
        find_ineligible(session, application=made, reason=WHY, actor=actor_named(session, "olive"))
        return made.reference


def test_from_the_finding_to_their_page(browser: Browser, reference: str) -> None:
    page = browser.sign_in("owen").get(f"/applications/{reference}/submitted")
    assert WHY not in page.text and "cannot be considered" not in page.text
    url = f"/manage/applications/{reference}/tell-early"
    page = browser.sign_in("olive").get(f"/manage/applications/{reference}")
    assert url in page.links.values()
    page = browser.get(url)
    assert WHY in page.text
    page = browser.post(url, {}, 422)
    assert page.errors == [("#helps", "Choose at least one thing that could help them")]
    page = browser.post(url, {"helps": ["own_area", "partner"]}, 200)
    assert "We cannot consider your" in page.text and WHY in page.text and "Find a larger partner." in page.text
    assert "Hello Owen" in page.text and "((" not in page.text
    fields = page.values(url)
    back = browser.post(url, fields | {"action": "change"}, 200)
    assert back.values(url)["helps"] == ["partner", "own_area"]
    page = browser.follow(url, fields | {"action": "send"})
    assert "has been told." in page.text and "They were told on" in page.text and url not in page.links.values()
    again = browser.post(url, fields | {"action": "send"}, 409)
    assert "They were told already" in again.text
    assert "They were told already" in browser.get(url).text
    page = browser.sign_in("owen").get(f"/applications/{reference}/submitted")
    assert page.h1.endswith("Your application cannot be considered for this fund")
    assert WHY in page.text and "Find a larger partner." in page.text
    assert "it is here now" not in page.text and "You will hear by" not in page.text
    for path in ("/applications", "/desk"):
        assert "Cannot be considered for this fund" in browser.get(path).text


def seen_by(browser: Browser, name: str, reference: str) -> list[str]:
    """All that somebody reads about an application, without tokens."""
    browser.sign_in(name)
    paths = ("submitted", "copy", "feedback", "letter")
    found = [browser.client.get(f"/applications/{reference}/{path}") for path in paths]
    found += [browser.client.get(path) for path in ("/desk", "/applications")]
    return [MASKS.sub("", f"{one.status_code} {one.get_data(as_text=True)}") for one in found]


def test_nothing_else_differs_until_the_release(browser: Browser, database: Database, reference: str) -> None:
    """Another group sees no difference, and theirs stays the same whatever is recommended and signed."""
    with database.session() as session:
        one = new_application(session, new_round(session), state=ApplicationState.MODERATION)
        (one.organisation_id,) = actor_named(session, "amina").memberships
        other = one.reference
    before = seen_by(browser, "amina", other)
    with database.session() as session:
        application = application_by_reference(session, reference)
        assert application is not None
        words = early_words(application)
        tell_early(session, application=application, helps=["partner"], seen=words, actor=actor_named(session, "olive"))
    assert seen_by(browser, "amina", other) == before
    told = seen_by(browser, "owen", reference)
    for act in (recommended, signed):
        with database.session() as session:
            application = application_by_reference(session, reference)
            assert application is not None
            act(session, application)
        assert seen_by(browser, "owen", reference) == told
