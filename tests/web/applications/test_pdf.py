"""The PDF copy: of what was sent, the same for ever; of a draft, marked so."""

import json
import re
import zlib

from portal.applications.printing import printed
from portal.applications.queries import application_by_reference, latest_snapshot
from portal.core.db import Database
from portal.formkit.queries import form_of
from portal.formkit.reading import answered
from tests.support.browser import Browser
from tests.support.world import World


def pdf(browser: Browser, url: str, name: str) -> bytes:
    with browser.client.get(url) as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf"), answer.get_data()[:300]
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.get_data()


def pages(data: bytes) -> int:
    inside = b"".join(_unpacked(stream) for stream in re.findall(rb"stream\r?\n(.*?)endstream", data, re.DOTALL))
    return len(re.findall(rb"/Type\s*/Page\b", data + inside))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream)
    except zlib.error:
        return b""


def test_what_was_sent_is_the_same_for_ever_and_for_everybody(
    browser: Browser, database: Database, world: World
) -> None:
    mine = pdf(browser.sign_in("amina"), f"/applications/{world.scoring}/copy.pdf", "SCF26-SCRG-copy.pdf")
    assert mine.startswith(b"%PDF-")
    assert b"/Lang" in mine
    assert pages(mine) > 3
    with database.session() as session:
        application = application_by_reference(session, world.scoring)
        assert application is not None
        application.organisation.name, application.title = "Renamed", "Renamed too"
    again = pdf(browser.sign_in("vera"), f"/applications/{world.scoring}/copy.pdf", "SCF26-SCRG-copy.pdf")
    office = pdf(browser.sign_in("olive"), f"/manage/applications/{world.scoring}/copy.pdf", "SCF26-SCRG-copy.pdf")
    assert mine == again == office


def test_a_draft_is_called_a_draft(browser: Browser, world: World) -> None:
    pdf(browser.sign_in("amina"), f"/applications/{world.draft}/copy.pdf", "SCF27-DRFT-draft.pdf")
    copy = browser.get(f"/applications/{world.draft}/copy")
    assert copy.links["Download it as a PDF"] == f"/applications/{world.draft}/copy.pdf"


def test_what_stands_on_it(database: Database, world: World) -> None:
    with database.session(read_only=True) as session:
        application = application_by_reference(session, world.scoring)
        assert application is not None
        snapshot = latest_snapshot(session, application)
        assert snapshot is not None
        sections = answered(form_of(application.response.form_version), json.loads(snapshot.document)["answers"])
    names = {"project": "A name 👋", "organisation": "Tŷ", "round": "A round"}
    found = printed(world.scoring, names, sections, [("Check code", "abcd 1234")])
    assert (found["title"], found["organisation"], found["draft"]) == ("A name [waving hand sign]", "Tŷ", False)
    assert found["facts"] == [
        ["Reference", "SCF26-SCRG"],
        ["Organisation", "Tŷ"],
        ["Fund", "A round"],
        ["Check code", "abcd 1234"],
    ]
    labels = {one["label"]: one["shown"] for part in found["sections"] for one in part["questions"]}
    assert labels["Check your documents"]["rows"][1] == ["Latest accounts", "accounts.pdf"]
    assert labels["Are you applying with other organisations?"]["text"] == "No"
    assert printed(world.draft, names, sections, ())["draft"] is True
    assert printed(world.draft, names | {"round": "你好"}, sections, ())["boxes"] is True
