"""Applications of Harbour Sisters and Northway Youth in each of the three rounds."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.accounts.queries import account_by_email
from portal.applications import operations
from portal.applications.models import Application
from portal.core.clock import as_of, now, today
from portal.demo.answers import application_answers, fill_in
from portal.demo.groups import Group, Project
from portal.documents.models import StoredFile
from portal.documents.operations import path_of
from portal.formkit.operations import Saved
from portal.funds.models import Round
from portal.funds.operations import start_assessing
from portal.organisations.models import Organisation
from portal.organisations.queries import actor_of_account
from tests.support.building.funds import set_up
from tests.support.cast import CAST

HARBOUR = Group(
    "Harbour Sisters", "unincorporated", "under_10k", "E06000045", "Amina Karim",
    Project("Safe Steps on the Seafront", "community_safety", "evening walks", "women who do not feel safe after dark",
            "street harassment", "the youth service", 8450),
)  # fmt: skip
NORTHWAY = Group(
    "Northway Youth", "cio", "10k_100k", "E06000044", "Owen Price",
    Project("Friday Kickabout", "antisocial_behaviour", "street football", "young people in the precinct",
            "anti-social behaviour", "two schools", 12600),
)  # fmt: skip
PEOPLE = {"Harbour Sisters": "amina", "Northway Youth": "owen", "Ember Arts": "mira"}
REFERENCES = ("SCF25-TDLD", "SCF25-NWAY", "SCF26-SCRG", "SCF26-NWAY", "SCF27-DRFT", "SCF27-NWAY", "SCF27-EMBR")
ACCOUNTS = b"%PDF-1.4\n%%EOF\n"


def build(session: Session) -> None:
    """Rounds and applications from the oldest to the newest: two announced, two being scored, a draft and one sent."""
    at = now()
    with as_of(at - timedelta(days=150)):
        announced = set_up(session, "safer-communities-announced", 2025, -20, 10)
        sent(session, announced, HARBOUR, "SCF25-TDLD")
        sent(session, announced, NORTHWAY, "SCF25-NWAY")
    with as_of(at - timedelta(days=40)):
        scoring = set_up(session, "safer-communities-scoring", 2026, -20, 10)
        sent(session, scoring, HARBOUR, "SCF26-SCRG")
        sent(session, scoring, NORTHWAY, "SCF26-NWAY")
    for round_ in (announced, scoring):
        start_assessing(session, round_=round_, actor=SYSTEM)
    opened = set_up(session, "safer-communities-open", 2027, -10, 20)
    draft(session, opened, HARBOUR, "SCF27-DRFT")
    asked = sent(session, opened, NORTHWAY, "SCF27-NWAY")
    operations.ask_for_information(
        session,
        application=asked,
        questions=["problem"],
        words="Please say who told you this.",
        due_on=today() + timedelta(days=7),
        actor=person(session, "olive"),
    )


def person(session: Session, name: str) -> Actor:
    """One of the cast as an actor."""
    account = account_by_email(session, CAST[name].email)
    assert account is not None
    return actor_of_account(session, account)


def draft(session: Session, round_: Round, group: Group, reference: str) -> Application:
    """A started application with every answer in it."""
    actor = person(session, PEOPLE[group.name])
    organisation = session.scalars(select(Organisation).where(Organisation.name == group.name)).one()
    application = operations.start(session, round_=round_, organisation=organisation, eligibility={}, actor=actor)
    application.reference = reference
    session.flush()
    answers = application_answers(group, round_)
    answers["documents"] = answers["documents"] | {"accounts": {"file": _accounts(session, organisation, reference)}}
    fill_in(session, application.response, answers, actor)
    saved = Saved(1, now(), frozenset({"project_name"}))
    operations.note_saved(session, application=application, saved=saved, answers=answers, actor=actor)
    return application


def keep_files(folder: Path) -> None:
    """Put the bytes of the applications' files where an installation keeps them."""
    for reference in REFERENCES:
        path = path_of(folder, _accounts_id(reference))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(ACCOUNTS)


def _accounts_id(reference: str) -> str:
    return f"accounts-of-{reference.lower()}"


def _accounts(session: Session, organisation: Organisation, reference: str) -> dict[str, Any]:
    """The facts of the group's accounts; `keep_files` writes their bytes."""
    stored = StoredFile(
        public_id=_accounts_id(reference),
        organisation_id=organisation.id,
        name="accounts.pdf",
        content_type="application/pdf",
        size=len(ACCOUNTS),
        sha256=hashlib.sha256(ACCOUNTS).hexdigest(),
        uploaded_at=now(),
    )
    session.add(stored)
    session.flush()
    return {"id": stored.public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}


def sent(session: Session, round_: Round, group: Group, reference: str) -> Application:
    """A sent application."""
    application = draft(session, round_, group, reference)
    operations.submit(session, application=application, actor=person(session, PEOPLE[group.name]))
    return application
