"""Passports with something in them: insurance in date, about to run out and run out; papers with an older version; who
opened them; a volunteer who asks to lead; somebody who works for two groups; how some people want to be reached.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.accounts.queries import account_by_email
from portal.core.clock import as_of, london, now
from portal.demo.groups import Group
from portal.demo.network import PDF, lead_email, slug
from portal.demo.people import acting, add_account, staff
from portal.documents.operations import note_reading
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.operations import ask_to_lead
from portal.passport.operations import add_document
from portal.passport.queries import place_of

Pair = tuple[Group, Organisation]
# For each group by its place in the list: kind, file, days since it was given, days until it runs out.
PAPERS: dict[int, tuple[tuple[str, str, int, int | None], ...]] = {
    0: (
        ("public_liability", "insurance last year.pdf", 380, -15),
        ("public_liability", "insurance certificate.pdf", 20, 345),
        ("safeguarding_policy", "safeguarding policy.pdf", 200, None),
        ("equality_policy", "equality policy.pdf", 200, None),
        ("bank_statement", "bank letter.pdf", 30, None),
    ),
    2: (("public_liability", "insurance.pdf", 340, 25), ("accounts", "accounts.pdf", 120, None)),
    3: (("public_liability", "cover note.pdf", 372, -7), ("safeguarding_policy", "keeping people safe.pdf", 400, None)),
}
READERS = ("officer", "assessor", "officer")


def fill_passports(session: Session, at: datetime, pairs: Sequence[Pair], uploads: Path, password_hash: str) -> None:
    """Everything that the heading says, dated back from `at`."""
    for number, papers in PAPERS.items():
        for kind, name, age, left in papers:
            expires = london(at).date() + timedelta(days=left) if left is not None else None
            with as_of(at - timedelta(days=age)):
                _give(session, pairs[number], kind, name, expires, uploads)
    _readings(session, at, pairs[0])
    _works_for_two(session, pairs[0], pairs[2])
    _lead_is_gone(session, pairs[5], password_hash)
    for pair, way, language, needs in (
        (pairs[0], "phone", "", "Please call after 5pm. I work in the day."),
        (pairs[3], "email", "Polish", "Short emails, please. Large print on paper."),
    ):
        account = account_by_email(session, lead_email(pair[0]))
        assert account is not None
        account.contact_way, account.language, account.contact_needs = way, language, needs
        account.phone = account.phone or "023 9000 0000"
    session.flush()


def _give(session: Session, pair: Pair, kind: str, name: str, expires: date | None, uploads: Path) -> None:
    place = place_of(session, pair[1].reference, kind)
    assert place is not None
    add_document(
        session,
        place=place,
        upload=io.BytesIO(PDF),
        filename=name,
        folder=uploads,
        starts_on=london(now()).date() if expires else None,
        expires_on=expires,
        actor=acting(session, lead_email(pair[0])),
    )


def _readings(session: Session, at: datetime, pair: Pair) -> None:
    place = place_of(session, pair[1].reference, "safeguarding_policy")
    assert place is not None
    assert place.current is not None
    readers: list[Actor] = [*(staff(session, key) for key in READERS), acting(session, lead_email(pair[0]))]
    for days, reader in enumerate(readers):
        with as_of(at - timedelta(days=9 - 2 * days, hours=3)):
            note_reading(session, stored=place.current.file, actor=reader)


def _works_for_two(session: Session, first: Pair, second: Pair) -> None:
    account = account_by_email(session, lead_email(first[0]))
    assert account is not None
    session.add(TeamMember(organisation_id=second[1].id, account_id=account.id, role=TeamRole.FINANCE, joined_at=now()))
    session.flush()


def _lead_is_gone(session: Session, pair: Pair, password_hash: str) -> None:
    email = f"volunteer@{slug(pair[0])}.example.org"
    account = add_account(session, name="Jo Marsh", email=email, password_hash=password_hash)
    session.add(TeamMember(organisation_id=pair[1].id, account_id=account.id, role=TeamRole.VIEWER, joined_at=now()))
    session.flush()
    ask_to_lead(
        session,
        organisation=pair[1],
        typed="",
        reason=f"{pair[0].lead} moved away in the summer and does not answer. Our treasurer can tell you more.",
        actor=acting(session, email),
    )
