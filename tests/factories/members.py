"""Many members at once."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.clock import now, today
from portal.formkit.models import FormVersion, Response
from portal.organisations.models import Membership, Organisation, Reach, ReachKind
from tests.support.cast import account_named


def add_members(session: Session, count: int) -> None:
    """Members numbered from 1: each third in Havant, each fifth by-and-for, the second ending in ten days."""
    version = session.scalars(select(FormVersion).where(FormVersion.form_key == "funding_network_registration")).first()
    assert version is not None
    owner = account_named(session, "nell")
    for number in range(1, count + 1):
        place = Organisation(
            reference=f"ORG-N{number:05}",
            name=f"Numbered Group {number:05}",
            kind="cic",
            income_band="10k_100k",
            by_and_for="yes" if number % 5 == 0 else "",
            created_at=now(),
            created_by_id=owner.id,
            address_private=number == 1,
            postcode="PO9 1XX",
        )
        place.reach = [Reach(kind=ReachKind.DISTRICT, value="E07000090" if number % 3 == 0 else "E06000044")]
        place.reach.append(Reach(kind=ReachKind.COMMUNITY, value="DEI090000"))
        response = Response(form_version=version, created_at=now())
        session.add_all([place, response])
        session.flush()
        until = today() + timedelta(days=10 if number == 2 else 300)
        session.add(
            Membership(organisation=place, response=response, state="approved", applied_at=now(), approved_until=until)
        )
    session.flush()
