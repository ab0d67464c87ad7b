"""Serving the portal: prepare, start the worker beside it in a demo, end both together."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event

import click
from sqlalchemy.orm import Session
from waitress.server import create_server

from portal.aftercare.operations import remind_of_questions
from portal.app import WHEN_INFECTED, create_app
from portal.assessment.operations import remind_assessors
from portal.cli.migrating import upgrade
from portal.consultation.operations import nudge as nudge_consultees
from portal.core.clock import now
from portal.core.db import Database
from portal.demo import loading
from portal.documents.scanning import scan_waiting
from portal.feedback.operations import release_planned, remind_of_promises
from portal.funds.operations import forget_visitors, tell_followers
from portal.interests.operations import remind as remind_of_interests
from portal.notices.operations import take_up_wishes
from portal.notices.operations import tell as tell_of_notices
from portal.organisations.operations import (
    lapse_ended,
    publish_registration_form,
    remember_missing_keys,
    remind_of_renewal,
)
from portal.passport.operations import remind_of_expiry
from portal.phrases.operations import load_phrases
from portal.web.kept import forget_old
from portal.web.settings import ROOT, Settings, load_settings, remember
from portal.workshops.operations import look_after_workshops

log = logging.getLogger("portal.worker")
CHORES_EVERY_SECONDS = 600
PUNCTUAL_EVERY_SECONDS = 10
MOST_CONNECTIONS = 2000  # browsers keep theirs open: the usual 100 would shut out the rest of a deadline's crowd


def prepare(settings: Settings) -> None:
    """Bring the database up to date, publish the registration form of the pack, put its new phrases in the library,
    fold the names and numbers of organisations that were not folded yet, make the uploads folder.
    """
    upgrade(settings.database_url)
    try:
        settings.uploads.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"The folder {settings.uploads} cannot be made or written: {error}") from error
    if not os.access(settings.uploads, os.W_OK):
        raise click.ClickException(f"The folder {settings.uploads} cannot be written.")
    database = Database(settings.database_url)
    with database.session() as session:
        publish_registration_form(session)
        load_phrases(session)
        remember_missing_keys(session)
    database.engine.dispose()


def _prepare_apart() -> None:
    """`prepare` in a process of its own, which takes the memory that it needed with it."""
    done = subprocess.run(
        [sys.executable, "-m", "portal", "migrate"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise click.ClickException(done.stderr.strip())


def serve(*, demo: bool, host: str, port: int, threads: int) -> None:
    """Serve until Ctrl-C or SIGTERM. A demo sets itself up, and runs its worker as a process of its own."""
    if demo:
        address = f"http://{host}:{port}"
        folder = load_settings(os.environ, mode="demo").instance
        remember(folder, mode="demo", base_url=address)
        os.environ["PORTAL_MODE"] = "demo"
        os.environ.setdefault("PORTAL_BASE_URL", address)
    settings = load_settings(os.environ)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", stream=sys.stderr)
    with _step("Preparing the database"):
        _prepare_apart()
    if demo:
        with _step("Loading the demonstration"):
            loading.load_if_empty(settings)
    server = create_server(
        create_app(settings),
        host=host,
        port=port,
        threads=threads,
        max_request_body_size=64 * 1024 * 1024,
        connection_limit=MOST_CONNECTIONS,
        asyncore_use_poll=True,  # select() knows no more than 1,024 files
        ident="portal",
    )
    worker = _start_worker() if demo else None
    if demo:
        click.echo(loading.sign_ins(settings))
    click.echo(f"Open {settings.base_url}   (Ctrl-C ends it)", color=False)
    sys.stdout.flush()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
    finally:
        server.close()
        _end(worker)
        click.echo("Stopped.")


def _interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _start_worker() -> subprocess.Popen[bytes]:
    """The worker in a session of its own, so that Ctrl-C reaches it through us and only once."""
    return subprocess.Popen([sys.executable, "-m", "portal", "worker"], cwd=ROOT, start_new_session=True)


def _end(worker: "subprocess.Popen[bytes] | None") -> None:
    if worker is None or worker.poll() is not None:
        return
    worker.terminate()
    try:
        worker.wait(timeout=10)
    except subprocess.TimeoutExpired:
        worker.kill()


def on_signals(stop: Event) -> None:
    """Let SIGTERM and Ctrl-C end a worker between two messages."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stop.set())


# Worked out anew each time from the clock and the outbox, so that no timer can be missed and nothing goes out twice.
CHORES: tuple[Callable[[Session, datetime], object], ...] = (
    tell_followers,
    remind_of_interests,
    remind_assessors,
    take_up_wishes,
    tell_of_notices,
    look_after_workshops,
    remind_of_expiry,
    lapse_ended,
    remind_of_renewal,
    nudge_consultees,
    remind_of_promises,
    remind_of_questions,
    forget_visitors,
    forget_old,
)

# What people were told an hour for.
PUNCTUAL: tuple[Callable[[Session, datetime], object], ...] = (release_planned,)


def chores(settings: Settings, database: Database) -> Callable[[], None]:
    """What the worker does when there is nothing to send: scan files that wait, and now and then each of CHORES (more
    often, of PUNCTUAL), in a transaction of its own, so that one that fails holds up no other.
    """
    due = {CHORES: 0.0, PUNCTUAL: 0.0}
    pauses = {CHORES: CHORES_EVERY_SECONDS, PUNCTUAL: PUNCTUAL_EVERY_SECONDS}

    def run() -> None:
        if settings.scanner:
            scan_waiting(database, scanner=settings.scanner, folder=settings.uploads, infected=WHEN_INFECTED)
        for group in (PUNCTUAL, CHORES):
            if time.monotonic() >= due[group]:
                due[group] = time.monotonic() + pauses[group]
                for chore in group:
                    _do(chore, database)

    return run


def _do(chore: Callable[[Session, datetime], object], database: Database) -> None:
    try:
        with database.session() as session:
            chore(session, now())
    except Exception:
        log.exception("%s failed; it is tried again later", getattr(chore, "__name__", chore))


@contextmanager
def _step(words: str) -> Iterator[None]:
    started = time.monotonic()
    click.echo(f"{words} ... ", nl=False)
    yield
    click.echo(f"done in {time.monotonic() - started:.1f} s")
