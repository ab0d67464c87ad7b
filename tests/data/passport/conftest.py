"""Harbour Sisters, whose documents these tests keep."""

from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.organisations.models import Organisation
from portal.organisations.queries import organisation_by_reference
from portal.passport import operations, queries
from portal.passport.models import PassportDocument
from tests.support.building.organisations import HARBOUR, lead_of
from tests.support.files import PDF


@pytest.fixture
def harbour(session: Session) -> Organisation:
    found = organisation_by_reference(session, HARBOUR)
    assert found is not None
    return found


@pytest.fixture
def amina(session: Session, harbour: Organisation) -> Actor:
    return lead_of(session, harbour, "amina")


class Give(Protocol):
    """Gives a document of a kind."""

    def __call__(self, kind: str, expires: date | None = None, **facts: Any) -> PassportDocument: ...


@pytest.fixture
def give(session: Session, amina: Actor, tmp_path: Path) -> Give:
    def add(kind: str, expires: date | None = None, **facts: Any) -> PassportDocument:
        place = queries.place_of(session, HARBOUR, kind)
        assert place is not None
        values = {"starts_on": None, "actor": amina, "filename": f"{kind}.pdf"} | facts
        return operations.add_document(
            session, place=place, upload=BytesIO(PDF), folder=tmp_path, expires_on=expires, **values
        )

    return add
