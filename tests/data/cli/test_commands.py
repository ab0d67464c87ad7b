"""The command line as an operator uses it: each command a process of its own."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from portal.core.db import Database
from portal.outbox.models import Delivery
from portal.outbox.operations import Recipient, queue
from portal.web.settings import ROOT
from tests.support.databases import ON_SERVER

pytestmark = pytest.mark.skipif(ON_SERVER, reason="each of these installations is on an SQLite of its own")

SAFE = {
    "PORTAL_SECRET_KEY": "vT8-qLr2_Zx9Wm4Kp7Yd1Nc6Hb3Jf5Gs0Ua",
    "PORTAL_BASE_URL": "https://funding.example.org",
}


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """A production installation in a folder of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    return kept | SAFE | {"PORTAL_INSTANCE": str(tmp_path), "PORTAL_FAST_HASH": "1"}


def portal(environ: dict[str, str], *words: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    command = [sys.executable, "-m", "portal", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environ, input=typed, capture_output=True, text=True, check=False, timeout=60
    )


UNSAFE = {
    "no secret": ({"PORTAL_SECRET_KEY": ""}, "Set PORTAL_SECRET_KEY"),
    "a weak secret": ({"PORTAL_SECRET_KEY": "changeme" * 8}, "Set PORTAL_SECRET_KEY"),
    "debug": ({"PORTAL_DEBUG": "1"}, "Unset PORTAL_DEBUG"),
    "no address": ({"PORTAL_BASE_URL": ""}, "Set PORTAL_BASE_URL"),
}


@pytest.mark.parametrize(
    ("command", "kind"), [*(("run", kind) for kind in UNSAFE), *((c, "debug") for c in ("worker", "migrate", "check"))]
)
def test_production_does_not_start_unsafe(environ: dict[str, str], kind: str, command: str) -> None:
    changes, sentence = UNSAFE[kind]
    done = portal(environ | changes, command)
    assert done.returncode == 2
    assert done.stderr.startswith(f"portal: {sentence}")
    assert "Traceback" not in done.stderr


def test_from_nothing_to_the_first_administrator(environ: dict[str, str], tmp_path: Path) -> None:
    assert portal(environ, "migrate").stdout == "The database is up to date.\n"
    words = ("create-administrator", "--email", "Ada@Example.org", "--name", "Ada Bell", "--password")
    assert portal(environ, *words, "short").returncode == 2
    made = portal(environ, *words, "seven green ferries at dawn")
    assert made.returncode == 0, made.stderr
    database = Database(f"sqlite:///{tmp_path}/portal.db")
    with database.session(read_only=True) as session:
        rows = session.execute(text("SELECT email, password_hash FROM account")).all()
    database.engine.dispose()
    assert [row[0] for row in rows] == ["ada@example.org"]
    assert rows[0][1].startswith("$argon2id$")
    again = portal(environ, *words, "another long password here")
    assert again.returncode == 2
    assert "Traceback" not in again.stderr
    checked = portal(environ, "check")
    assert (checked.returncode, checked.stdout.startswith("All ")) == (0, True)


def test_routes_are_told_as_data_with_their_rules(environ: dict[str, str]) -> None:
    rows = json.loads(portal(environ, "routes", "--json").stdout)
    by_path = {(row["path"], method): row for row in rows for method in row["methods"]}
    assert by_path[("/admin/audit", "GET")]["needs"] == "audit:read"
    assert by_path[("/admin/audit", "GET")]["who"] == "administrator"
    assert by_path[("/", "GET")]["who"] == "everyone"
    assert all(row["needs"] for row in rows)
    assert any(row["step_up"] for row in rows)
    assert "audit:read: administrator" in portal(environ, "routes").stdout


def test_a_fault_in_the_data_is_said_and_fails(environ: dict[str, str], tmp_path: Path) -> None:
    portal(environ, "migrate")
    database = Database(f"sqlite:///{tmp_path}/portal.db")
    with database.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER form_version_update_refused"))
        connection.execute(text("UPDATE form_version SET sha256 = '0'"))
    database.engine.dispose()
    done = portal(environ, "check")
    assert done.returncode == 1
    assert "its document is not the document of its hash." in done.stdout


def test_where_tells_no_secret(environ: dict[str, str], tmp_path: Path) -> None:
    url = "postgresql+psycopg://portal:hunter2@db.internal/portal"
    told = portal(environ | {"PORTAL_DATABASE_URL": url}, "where").stdout
    assert "hunter2" not in told
    assert SAFE["PORTAL_SECRET_KEY"] not in told
    assert str(tmp_path / "uploads") in told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_works_and_ends_in_order(environ: dict[str, str], tmp_path: Path, number: signal.Signals) -> None:
    environ |= {"PORTAL_MODE": "demo"}
    portal(environ, "migrate")
    database = Database(f"sqlite:///{tmp_path}/portal.db")
    with database.session() as session:
        queue(
            session, key="one", template="team_invite", to=Recipient(None, "Una Bell", "una@example.org"),
            about_type="organisation", about="ORG", secret_link="/x", inviter="Amina", org_name="Harbour Sisters",
        )  # fmt: skip
    worker = subprocess.Popen([sys.executable, "-m", "portal", "worker"], cwd=ROOT, env=environ)
    until = time.monotonic() + 30
    while _deliveries(database) != [Delivery.KEPT] and time.monotonic() < until:
        time.sleep(0.1)
    assert _deliveries(database) == [Delivery.KEPT]
    worker.send_signal(number)
    assert worker.wait(timeout=15) == 0
    database.engine.dispose()


def _deliveries(database: Database) -> list[str]:
    with database.session(read_only=True) as session:
        return list(session.scalars(text("SELECT delivery FROM message")))


def test_a_folder_that_cannot_be_written_is_named(environ: dict[str, str], tmp_path: Path) -> None:
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be", encoding="utf-8")
    done = portal(environ | {"PORTAL_UPLOADS": str(blocked / "uploads")}, "migrate")
    assert done.returncode != 0
    assert str(blocked) in done.stderr
    assert "Traceback" not in done.stderr
