"""Loading the demonstration into an empty database, and telling how to sign in."""

import json
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.accounts.operations import hash_password
from portal.accounts.queries import count_accounts
from portal.applications.operations import ask_for_information
from portal.applications.queries import live_application
from portal.core.clock import now, today
from portal.core.db import Database
from portal.core.references import random_part
from portal.demo.aftercare import add_aftercare
from portal.demo.consultation import add_consultation
from portal.demo.finding import add_finders
from portal.demo.groups import Group, groups
from portal.demo.membership import NOT_YET as NOT_CHECKED
from portal.demo.membership import add_checks, added_twice, ends_in, insurance_ran_out, on_hold, sends_renewal
from portal.demo.network import NOT_YET, add_group, lead_email
from portal.demo.news import add_news
from portal.demo.panel import add_panel_meeting
from portal.demo.partnering import add_partnering
from portal.demo.passport import fill_passports
from portal.demo.people import STAFF, acting, add_staff, staff
from portal.demo.rounds import announced_round, forthcoming_round, open_round, scoring_round
from portal.demo.together import certifier_email, copied, written_together
from portal.demo.triage import add_triage
from portal.demo.workshops import add_workshops
from portal.funds.models import Round
from portal.organisations.models import Organisation
from portal.web.settings import Settings

FILE = "demo.json"
ASKED_ABOUT = 7  # the group that an officer asks for more information
APPLIED = 36  # the group that waits for an officer
SIGNED_FOR = 6  # the group whose certifier is asked to sign


def load_if_empty(settings: Settings) -> bool:
    """Load the demonstration unless somebody is there already, and write `instance/demo.json`; whether it was loaded.

    Everything is one transaction: a loading that is cut off leaves nothing, and the next one starts again.
    """
    database = Database(settings.database_url)
    try:
        with database.session() as session:
            if count_accounts(session):
                _note_address(settings)
                return False
            password = f"demo-{random_part()}-{random_part()}".lower()
            load(session, settings, password)
        _write(settings, _accounts(password))
        return True
    finally:
        database.engine.dispose()


def load(session: Session, settings: Settings, password: str) -> None:
    """Everyone and everything of the demonstration, dated from now."""
    at, password_hash = now(), hash_password(password)
    add_staff(session, password_hash)
    pairs = [
        (group, add_group(session, i, group, at=at, password_hash=password_hash, uploads=settings.uploads))
        for i, group in enumerate(groups())
    ]
    announced = announced_round(session, at, [pairs[i] for i in (0, *range(13, 21), *range(22, 36), 21)])
    scoring = scoring_round(session, at, [pairs[i] for i in (1, *range(22, 36))])
    opened = open_round(session, at, [pairs[i] for i in (0, *range(2, 13))])
    written_together(session, opened, (pairs[SIGNED_FOR], pairs[3], pairs[23]), password_hash)
    source = live_application(session, announced, pairs[14][1].id)
    assert source is not None
    copied(session, opened, pairs[14], source)
    _ask_about_one(session, opened, pairs[ASKED_ABOUT][1].id)
    fill_passports(session, at, pairs, settings.uploads, password_hash)
    later = forthcoming_round(session, at)
    _memberships(session, at, pairs)
    add_workshops(session, at, pairs[:36], announced)
    add_news(session, at, later, pairs[0][1])
    add_finders(session, at, opened, later, [group for group, _organisation in pairs[:4]])
    add_partnering(session, at, pairs)
    add_consultation(session, at, scoring)
    add_triage(session, at, scoring, [pairs[i] for i in (1, *range(22, 36))])
    add_panel_meeting(session, at, scoring)
    add_aftercare(session, at, announced, [pairs[i] for i in (0, *range(13, 16))])


def _memberships(session: Session, at: datetime, pairs: list[tuple[Group, Organisation]]) -> None:
    """Checks of the groups that applied, renewals that are due and sent, one group on hold, and one here twice."""
    for _group, organisation in (*pairs[:12], pairs[16]):
        add_checks(session, at, organisation)
    add_checks(session, at, pairs[APPLIED][1], days_ago=2, without=NOT_CHECKED)
    insurance_ran_out(session, pairs[2][1])
    for number, days in ((0, 25), (16, 18), (17, 50)):
        ends_in(session, pairs[number][1], days)
    sends_renewal(session, pairs[16][1], lead_email(pairs[16][0]))
    on_hold(session, pairs[20][1])
    added_twice(session, pairs[APPLIED][1], acting(session, lead_email(pairs[APPLIED][0])))


def _ask_about_one(session: Session, opened: Round, organisation_id: int) -> None:
    """An officer asks a group about one answer, by a day next week."""
    sent = live_application(session, opened, organisation_id)
    assert sent is not None
    ask_for_information(
        session,
        application=sent,
        questions=["evidence"],
        words="You say that most people here feel unsafe after dark. Please tell us who asked them, and when.",
        due_on=today() + timedelta(days=7),
        actor=staff(session, "officer"),
    )


def sign_ins(settings: Settings) -> str:
    """One sign-in for each role, as lines to print."""
    told = _read(settings)
    accounts = told.get("accounts", [])
    if not accounts:
        return "The database was not made by this demonstration, so its sign-ins are not known."
    firsts: dict[str, dict[str, str]] = {}
    for account in accounts:
        firsts.setdefault(account["role"], account)
    lines = [f"  {one['role']:14} {one['email']}" for one in firsts.values()]
    return "\n".join(
        ["Sign in as (more in instance/demo.json):", *lines, f"  password       {accounts[0]['password']}"]
    )


def _accounts(password: str) -> list[dict[str, str]]:
    """{role, name, organisation, email, password} of everyone who can sign in; the first applicant has feedback to read."""
    leads = [
        {"role": "applicant", "name": group.lead, "organisation": group.name, "email": lead_email(group)}
        | ({"membership": NOT_YET[i]} if i in NOT_YET else {"membership": "approved"})
        for i, group in enumerate(groups())
    ]
    office = [{"role": str(one.role), "name": one.name, "organisation": "", "email": one.email} for one in STAFF]
    signs = groups()[SIGNED_FOR]
    certifier = {"role": "certifier", "name": "Pat Okoro", "organisation": signs.name, "email": certifier_email(signs)}
    return [account | {"password": password} for account in (*leads, certifier, *office)]


def _write(settings: Settings, accounts: list[dict[str, str]]) -> None:
    path = settings.instance / FILE
    path.write_text(json.dumps({"address": settings.base_url, "accounts": accounts}, indent=1), encoding="utf-8")
    path.chmod(0o600)


def _read(settings: Settings) -> dict[str, Any]:
    path = settings.instance / FILE
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _note_address(settings: Settings) -> None:
    told = _read(settings)
    if told and told["address"] != settings.base_url:
        _write(settings, told["accounts"])
