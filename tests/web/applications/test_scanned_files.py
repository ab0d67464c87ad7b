"""A file that waits for the scanner is named and opened by nobody; one with a virus is named and gone."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from portal.app import WHEN_INFECTED
from portal.core.db import Database
from portal.documents.operations import path_of
from portal.documents.scanning import scan_waiting
from portal.web.settings import Settings
from tests.support.browser import Browser
from tests.support.files import EICAR, PDF
from tests.support.scanner import Scanner, listening
from tests.support.world import World

CHECKING = "We check every file for viruses before anybody can open it. This takes a few minutes. Try again later."
GONE = "We found a virus in this file, so we deleted it. Nobody has opened it here."


@pytest.fixture
def scanner(tmp_path: Path) -> Iterator[Scanner]:
    """A scanner that is there."""
    with listening(tmp_path / "clamd.sock") as peer:
        yield peer


@pytest.fixture
def settings(settings: Settings, scanner: Scanner) -> Settings:
    """An installation that has a scanner."""
    return replace(settings, scanner=scanner.address)


def scan(database: Database, settings: Settings, scanner: Scanner) -> None:
    scan_waiting(database, scanner=scanner.address, folder=settings.uploads, infected=WHEN_INFECTED)


def opened(browser: Browser, url: str, *names: str) -> dict[str, int]:
    found = {}
    for name in names:
        with browser.sign_in(name).client.get(url) as answer:
            found[name] = answer.status_code
    return found


def test_nobody_opens_what_waits_and_everybody_what_is_clean(
    browser: Browser, database: Database, settings: Settings, scanner: Scanner, world: World
) -> None:
    mine = f"/applications/{world.scoring}/files/{world.scoring_file}"
    office = f"/manage/applications/{world.scoring}/files/{world.scoring_file}"
    joined = f"/organisations/{world.harbour}/files/{world.harbour_file}"
    assert opened(browser, mine, "amina", "vera", "owen", "asha") == {
        "amina": 409,
        "vera": 409,
        "owen": 404,
        "asha": 403,
    }
    assert opened(browser, office, "olive", "grace", "asha") == {"olive": 409, "grace": 403, "asha": 403}
    assert opened(browser, joined, "amina", "olive", "owen") == {"amina": 409, "olive": 409, "owen": 404}
    assert CHECKING in browser.sign_in("amina").get(mine, 409).text
    copy = browser.get(f"/applications/{world.scoring}/copy")
    assert "accounts.pdf (1KB) Being checked for viruses" in copy.text
    assert mine not in copy.links.values()
    scan(database, settings, scanner)
    assert opened(browser, mine, "amina", "vera", "owen") == {"amina": 200, "vera": 200, "owen": 404}
    assert opened(browser, office, "olive") == {"olive": 200}
    assert opened(browser, joined, "amina", "olive", "owen") == {"amina": 200, "olive": 200, "owen": 404}
    assert "Being checked" not in browser.sign_in("amina").get(f"/applications/{world.scoring}/copy").text


def test_a_draft_may_be_sent_while_its_files_are_checked(browser: Browser, world: World) -> None:
    browser.sign_in("amina")
    page = browser.get(f"/applications/{world.draft}/check")
    assert "Being checked for viruses" in page.text
    target = browser.post(f"/applications/{world.draft}/submit")
    assert target == f"/applications/{world.draft}/submitted"
    office = browser.sign_in("olive").get(f"/manage/applications/{world.draft}")
    assert "accounts.pdf (1KB) Being checked for viruses" in office.text
    assert opened(browser, f"/manage/applications/{world.draft}/files/{world.draft_file}", "olive") == {"olive": 409}


def test_a_virus_is_told_where_the_file_stood(
    browser: Browser, database: Database, settings: Settings, scanner: Scanner, world: World
) -> None:
    path_of(settings.uploads, world.draft_file).write_bytes(PDF + EICAR)
    scan(database, settings, scanner)
    browser.sign_in("amina")
    step = browser.get(f"/applications/{world.draft}/tasks/s9/documents")
    assert "We found a virus in accounts.pdf and deleted it. Upload a clean copy." in step.text
    assert f"use-file:documents-accounts:{world.draft_file}" not in step.html
    assert "Upload your latest accounts" in browser.get(f"/applications/{world.draft}/check").text
    assert opened(browser, f"/applications/{world.draft}/files/{world.draft_file}", "amina") == {"amina": 404}


def test_a_virus_in_what_was_sent_is_told_to_the_office(
    browser: Browser, database: Database, settings: Settings, scanner: Scanner, world: World
) -> None:
    path_of(settings.uploads, world.scoring_file).write_bytes(PDF + EICAR)
    scan(database, settings, scanner)
    page = browser.sign_in("olive").get(f"/manage/applications/{world.scoring}")
    assert "accounts.pdf (1KB) We found a virus in it and deleted it" in page.text
    found = browser.get(f"/manage/applications/{world.scoring}/files/{world.scoring_file}", 409)
    assert GONE in found.text


def test_with_the_scanner_down_nothing_opens(
    browser: Browser, database: Database, settings: Settings, scanner: Scanner, world: World
) -> None:
    scanner.behaves = "hangs up"
    scan(database, settings, scanner)
    url = f"/manage/applications/{world.scoring}/files/{world.scoring_file}"
    assert opened(browser, url, "olive") == {"olive": 409}
