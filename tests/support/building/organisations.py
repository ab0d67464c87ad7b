"""Harbour Sisters and Northway Youth, who are members, and Lantern Club, who has asked to join."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import SYSTEM, Actor
from portal.access.roles import Role, TeamRole
from portal.accounts.operations import acting_as
from portal.core.clock import now, today
from portal.documents.models import StoredFile
from portal.documents.operations import path_of
from portal.formkit.operations import save_answers
from portal.formkit.queries import form_of, sections_of
from portal.organisations import operations
from portal.organisations.models import Organisation, TeamMember
from tests.support.cast import account_named

DOCUMENT = b"%PDF-1.4\n%%EOF\n"
TEAM_INVITATION = "INV-TEAM"
HARBOUR, NORTHWAY, LANTERN = "ORG-HARB", "ORG-NRTH", "ORG-LNTN"


def build(session: Session) -> None:
    """Three organisations with their teams and their registration forms, and someone whom Northway Youth has asked."""
    operations.publish_registration_form(session)
    harbour = organisation_that_asks(session, HARBOUR, "Harbour Sisters", "unincorporated", lead="amina")
    _join(session, harbour, "beth", TeamRole.EDITOR)
    _join(session, harbour, "vera", TeamRole.VIEWER)
    northway = organisation_that_asks(session, NORTHWAY, "Northway Youth", "cio", lead="owen", charity_number="1099999")
    for member in (harbour, northway):
        until = today() + timedelta(days=300)
        operations.approve(
            session,
            membership=_membership(member),
            until=until,
            conditions="",
            despite_checks=True,
            actor=acting_as(account_named(session, "olive")),
        )
    owen = lead_of(session, northway, "owen")
    invitation = operations.invite(
        session, organisation=northway, email="una@northway.example.org", role=TeamRole.EDITOR, actor=owen
    )
    invitation.reference = TEAM_INVITATION
    organisation_that_asks(session, LANTERN, "Lantern Club", "unincorporated", lead="lena")


def keep_files(folder: Path) -> None:
    """Put the bytes of the organisations' files where an installation keeps them."""
    for reference in (HARBOUR, NORTHWAY, LANTERN, "ORG-COVE", "ORG-TIDE"):
        path = path_of(folder, _document_id(reference))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(DOCUMENT)


def answers(name: str, kind: str, file: dict[str, Any]) -> dict[str, Any]:
    """A complete registration form."""
    return {
        "your_role": "Coordinator",
        "org_name": name,
        "org_type": kind,
        "started": 2019,
        "address": {"line1": "1 Quay Lane", "line2": "", "town": "Southampton", "postcode": "SO14 2AA"},
        "address_secret": "no",
        "what_you_do": f"{name} brings neighbours together so that streets feel safe.",
        "districts": ["E06000045"],
        "themes": ["community_safety"],
        "governing_document": file,
        "committee_size": 5,
        "unrelated_people": 4,
        "committee_paid": "no",
        "bank_account": "yes",
        "bank_signatories": 2,
        "staff_fte": 0,
        "volunteers": 12,
        "income_last_year": "under_10k",
        "directory": "yes",
        "alerts": "at_once",
        "declarations": ["nd_true", "nd_authority", "nd_values", "nd_checks", "nd_update"],
    }


def fill_in(session: Session, organisation: Organisation, values: dict[str, Any], actor: Actor = SYSTEM) -> None:
    """Save answers in the organisation's registration form, section by section."""
    response = _membership(organisation).response
    revisions = {key: row.revision for key, row in sections_of(session, response).items()}
    for section in form_of(response.form_version).sections:
        mine = {question.key: values[question.key] for question in section.questions if question.key in values}
        base = revisions.get(section.key, 0)
        save_answers(session, response=response, section=section, values=mine, base=base, actor=actor)


def lead_of(session: Session, organisation: Organisation, name: str) -> Actor:
    """One of the cast as the lead of an organisation."""
    account = account_named(session, name)
    memberships = {organisation.id: TeamRole.LEAD}
    return Actor(account.id, account.name, account.email, frozenset({Role.APPLICANT}), memberships)


def organisation_that_asks(
    session: Session, reference: str, name: str, kind: str, *, lead: str, **more: str
) -> Organisation:
    """An organisation whose form is complete and sent."""
    creator = acting_as(account_named(session, lead))
    organisation = operations.create_organisation(session, name=name, kind=kind, actor=creator)
    organisation.reference = reference
    actor = lead_of(session, organisation, lead)
    fill_in(
        session,
        organisation,
        answers(name, kind, stored_document(session, organisation, _document_id(organisation.reference))) | more,
        actor,
    )
    operations.apply(session, membership=_membership(organisation), actor=actor)
    return organisation


def _membership(organisation: Organisation) -> Any:
    assert organisation.membership is not None
    return organisation.membership


def stored_document(session: Session, organisation: Organisation, public_id: str) -> dict[str, Any]:
    """The facts of a governing document under a name; `keep_files` writes the bytes of those of the world."""
    stored = StoredFile(
        public_id=public_id,
        organisation_id=organisation.id,
        name="constitution.pdf",
        content_type="application/pdf",
        size=len(DOCUMENT),
        sha256="0" * 64,
        uploaded_at=now(),
    )
    session.add(stored)
    session.flush()
    return {"id": public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}


def _document_id(reference: str) -> str:
    return f"constitution-of-{reference.lower()}"


def _join(session: Session, organisation: Organisation, name: str, role: TeamRole) -> None:
    person = account_named(session, name)
    session.add(TeamMember(organisation_id=organisation.id, account_id=person.id, role=role, joined_at=now()))
    session.flush()
