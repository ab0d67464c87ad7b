"""The invented groups join the Funding Network: most are members, a few stand everywhere else."""

import io
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from portal.access.roles import TeamRole
from portal.core.clock import as_of, today
from portal.demo.answers import fill_in, registration_answers
from portal.demo.groups import Group
from portal.demo.people import acting, add_account, staff
from portal.documents.operations import store_file
from portal.organisations import operations
from portal.organisations.models import Organisation, TeamMember

PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""
NOT_YET = {36: "applied", 37: "asked", 38: "declined", 39: "draft"}


def slug(group: Group) -> str:
    """The part of a group's addresses that is its own."""
    return "".join(c for c in group.name.lower() if c.isascii() and c.isalnum())[:24]


def lead_email(group: Group) -> str:
    """The address of whoever leads a group."""
    return f"lead@{slug(group)}.example.org"


def add_group(
    session: Session, number: int, group: Group, *, at: datetime, password_hash: str, uploads: Path
) -> Organisation:
    """A group with its team and its request to join, answered in its own way."""
    with as_of(at - timedelta(days=300 - number)):
        add_account(session, name=group.lead, email=lead_email(group), password_hash=password_hash)
        actor = acting(session, lead_email(group))
        organisation = operations.create_organisation(session, name=group.name, kind=group.kind, actor=actor)
        if number % 3 == 0:
            _add_editor(session, organisation, group, password_hash)
        actor = acting(session, lead_email(group))
        stored = store_file(
            session,
            organisation_id=organisation.id,
            upload=io.BytesIO(PDF),
            filename="constitution.pdf",
            folder=uploads,
            actor=actor,
        )
        file = {"id": stored.public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}
    lately = number in NOT_YET
    with as_of(at - timedelta(days=6 if lately else 290 - number)):
        if NOT_YET.get(number) != "draft":
            answers = registration_answers(group) | {"governing_document": file}
            assert organisation.membership is not None
            fill_in(session, organisation.membership.response, answers, actor)
            operations.apply(session, membership=organisation.membership, actor=actor)
    with as_of(at - timedelta(days=3 if lately else 284 - number)):
        _answer(session, organisation, NOT_YET.get(number, "approved"))
    return organisation


def _answer(session: Session, organisation: Organisation, outcome: str) -> None:
    officer, membership = staff(session, "officer"), organisation.membership
    assert membership is not None
    if outcome == "approved":
        until = today() + timedelta(days=364)
        operations.approve(
            session, membership=membership, until=until, conditions="", despite_checks=True, actor=officer
        )
    elif outcome == "asked":
        operations.ask_for_more(
            session,
            membership=membership,
            request="Your constitution has no date. Send us a copy that is signed and dated.",
            reply_by=today() + timedelta(days=14),
            actor=officer,
        )
    elif outcome == "declined":
        operations.decline(
            session,
            membership=membership,
            reason="Fewer than 2 unrelated people",
            next_steps="Find one more person who is not related to the others, then ask again. We can help you look.",
            actor=officer,
        )


def _add_editor(session: Session, organisation: Organisation, group: Group, password_hash: str) -> None:
    account = add_account(
        session,
        name=f"Robin {group.lead.split()[-1]}",
        email=f"editor@{slug(group)}.example.org",
        password_hash=password_hash,
    )
    member = TeamMember(organisation_id=organisation.id, account_id=account.id, role=TeamRole.EDITOR)
    member.joined_at = account.created_at
    session.add(member)
    session.flush()
