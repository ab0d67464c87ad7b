"""A database of its own for a run: invented organisations with drafts, made by the portal's own operations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy.orm import Session

from portal.accounts.operations import begin_sign_in, hash_password
from portal.accounts.queries import account_by_email
from portal.applications.models import Application
from portal.cli.serving import prepare
from portal.core.clock import as_of, now
from portal.core.db import Database
from portal.demo.groups import Group, groups
from portal.demo.network import add_group, lead_email
from portal.demo.people import STAFF, add_staff, staff
from portal.demo.rounds import draft, set_up
from portal.formkit.queries import form_of
from portal.funds.operations import extend
from portal.funds.queries import public_round
from portal.web.settings import Settings, load_settings, remember

PASSWORD = "benchmark-password-2027"  # noqa: S105 - of invented people, in a database that is thrown away
LONG_QUESTION = "problem"


@dataclass(frozen=True)
class Applicant:
    """Whoever leads one organisation: the cookie of a sign-in, and the organisation's draft."""

    cookie: str
    email: str
    reference: str
    response_id: int
    organisation_id: int


@dataclass(frozen=True)
class World:
    """What a run works on. `step` is (section, step) of the page with the long text."""

    settings: Settings
    applicants: Sequence[Applicant]
    officer_cookie: str
    round_slug: str
    step: tuple[str, str]

    def step_path(self, applicant: Applicant) -> str:
        """The address of the long-text step of an applicant's draft."""
        section, step = self.step
        return f"/applications/{applicant.reference}/tasks/{section}/{step}"

    def database(self) -> Database:
        """A second way into the same database, to compare with."""
        return Database(self.settings.database_url)


def make_world(folder: Path, port: int, organisations: int) -> World:
    """Set up an installation in demo mode in `folder`, with one whole draft for each organisation."""
    remember(folder, mode="demo", base_url=f"http://127.0.0.1:{port}")
    settings = load_settings({}, instance=folder, mode="demo")
    prepare(settings)
    database = Database(settings.database_url)
    with database.session() as session:
        world = _fill(session, settings, organisations)
    database.engine.dispose()
    return world


def close_in(world: World, seconds: float) -> datetime:
    """Let the round close so many seconds from now; the instant. The office itself can only put it off."""
    database = world.database()
    with database.session() as session:
        round_ = public_round(session, world.round_slug)
        assert round_ is not None
        closes_at = now() + timedelta(seconds=seconds)
        round_.closes_at = closes_at
    database.engine.dispose()
    return closes_at


def _fill(session: Session, settings: Settings, organisations: int) -> World:
    at, password_hash = now(), hash_password(PASSWORD)
    add_staff(session, password_hash)
    people = _people(organisations)
    pairs = [
        (group, add_group(session, i % 30, group, at=at, password_hash=password_hash, uploads=settings.uploads))
        for i, group in enumerate(people)
    ]
    with as_of(at - timedelta(days=12)):
        round_ = set_up(session, at, opens=-11, closes=-1, budget_pounds=2_000_000)
    with as_of(at - timedelta(days=3)):
        drafts = [draft(session, round_, pair, strength=4) for pair in pairs]
    extend(session, round_=round_, closes_at=at + timedelta(days=7), actor=staff(session, "officer"))
    cookies = Cookies(settings)
    section, step = form_of(round_.form_version).place_of[LONG_QUESTION]
    return World(
        settings=settings,
        applicants=[_applicant(session, cookies, *both) for both in zip(people, drafts, strict=True)],
        officer_cookie=cookies.of(session, STAFF[0].email),
        round_slug=round_.slug,
        step=(section.key, step.key),
    )


def _people(count: int) -> list[Group]:
    """As many groups as are wanted, each with a name and so an address of its own."""
    known = groups()
    return [replace(known[i % len(known)], name=f"{i} {known[i % len(known)].name}") for i in range(count)]


def _applicant(session: Session, cookies: "Cookies", group: Group, application: Application) -> Applicant:
    email = lead_email(group)
    cookie = cookies.of(session, email)
    return Applicant(cookie, email, application.reference, application.response_id, application.organisation_id)


class Cookies:
    """Makes sign-ins as rows, and the cookies that speak for them."""

    def __init__(self, settings: Settings) -> None:
        app = Flask("cookies")
        app.secret_key = settings.secret_key
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        self._signer = signer

    def of(self, session: Session, email: str) -> str:
        """The cookie of a new sign-in."""
        account = account_by_email(session, email)
        assert account is not None
        token = begin_sign_in(session, account=account, user_agent="benchmark", confirmed=True)
        return f"portal={self._signer.dumps({'_user_id': token, '_fresh': True})}"
