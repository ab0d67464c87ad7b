"""A file is opened only through an application that names it."""

from pathlib import Path

import pytest

from portal.applications.queries import application_by_reference
from portal.core.clock import now
from portal.core.db import Database
from portal.documents.models import StoredFile
from portal.documents.operations import path_of
from portal.formkit.operations import save_answers
from portal.formkit.queries import form_of, sections_of
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.building.applications import person
from tests.support.world import World

BYTES = b"%PDF-1.4 CANARY\n%%EOF\n"


def add(database: Database, settings: Settings, reference: str, name: str, *, answered: bool) -> str:
    """A file of the application's organisation, with or without a place in its answers."""
    public_id = f"file-{name}-{answered}".lower()
    with database.session() as session:
        application = application_by_reference(session, reference)
        assert application is not None
        facts = {"id": public_id, "name": f"{name}.pdf", "size": len(BYTES), "content_type": "application/pdf"}
        session.add(
            StoredFile(
                public_id=public_id,
                organisation_id=application.organisation_id,
                name=facts["name"],
                content_type="application/pdf",
                size=len(BYTES),
                sha256="0" * 64,
                uploaded_at=now(),
            )
        )
        if answered:
            section = form_of(application.response.form_version).place_of["documents"][0]
            row = sections_of(session, application.response)[section.key]
            save_answers(
                session,
                response=application.response,
                section=section,
                values={"documents": row.answers["documents"] | {"accounts": {"file": facts}}},
                base=row.revision,
                actor=person(session, "amina"),
            )
    path: Path = path_of(settings.uploads, public_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(BYTES)
    return public_id


def status(browser: Browser, url: str) -> int:
    with browser.client.get(url) as answer:
        if answer.status_code != 200:
            assert b"CANARY" not in answer.get_data()
        return answer.status_code


@pytest.fixture
def file(database: Database, settings: Settings, world: World) -> str:
    """A file in the answers of Harbour Sisters' draft."""
    return add(database, settings, world.draft, "accounts", answered=True)


def test_the_team_downloads_it_and_others_find_nothing(browser: Browser, draft: str, file: str) -> None:
    found = {name: status(browser.sign_in(name), f"{draft}/files/{file}") for name in ("amina", "vera", "owen", "nell")}
    assert found == {"amina": 200, "vera": 200, "owen": 404, "nell": 404}
    with browser.sign_in("amina").client.get(f"{draft}/files/{file}") as answer:
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.get_data() == BYTES


def test_the_office_opens_it_once_it_was_sent(browser: Browser, world: World, draft: str, file: str) -> None:
    url = f"/manage/applications/{world.draft}/files/{file}"
    assert status(browser.sign_in("olive"), url) == 404
    browser.sign_in("amina").post(f"{draft}/submit")
    assert {name: status(browser.sign_in(name), url) for name in ("olive", "amina", "asha", "sam")} == {
        "olive": 200,
        "amina": 403,
        "asha": 403,
        "sam": 403,
    }


def test_ids_of_other_applications_and_of_other_forms_find_nothing(
    browser: Browser, database: Database, settings: Settings, world: World, draft: str, file: str
) -> None:
    other = add(database, settings, world.draft, "elsewhere", answered=False)
    browser.sign_in("amina")
    assert status(browser, f"{draft}/files/{other}") == 404
    assert status(browser, f"/applications/{world.scoring}/files/{file}") == 404
    assert status(browser, f"{draft}/files/constitution-of-org-harb") == 404
    assert status(browser.sign_in("owen"), f"/applications/{world.sent}/files/{file}") == 404
    for one in (file, other):
        assert status(browser.sign_in("olive"), f"/manage/applications/{world.scoring}/files/{one}") == 404


def test_what_is_added_after_taking_back_stays_with_the_team(
    browser: Browser, database: Database, settings: Settings, world: World, draft: str
) -> None:
    browser.sign_in("amina").post(f"{draft}/submit")
    browser.post(f"{draft}/reopen")
    later = add(database, settings, world.draft, "later", answered=True)
    assert status(browser, f"{draft}/files/{later}") == 200
    assert status(browser.sign_in("olive"), f"/manage/applications/{world.draft}/files/{later}") == 404
