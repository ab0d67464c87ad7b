"""A published form stays what it was."""

from copy import deepcopy

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from portal.formkit.models import FormVersion
from portal.formkit.operations import canonical, hash_of, publish
from portal.formkit.parsing import parse_form
from portal.formkit.queries import form_of, latest_version
from tests.data.formkit.conftest import DOCUMENT


def _other() -> dict:
    other = deepcopy(DOCUMENT)
    other["title"] = "Another"
    return other


def test_the_same_document_is_published_once(session: Session) -> None:
    first = publish(session, document=DOCUMENT)
    assert publish(session, document=deepcopy(DOCUMENT)) is first
    assert publish(session, document=dict(reversed(DOCUMENT.items()))) is first
    assert (first.version, first.sha256) == (1, hash_of(canonical(DOCUMENT)))


def test_a_change_is_the_next_version_and_going_back_is_the_old_one(session: Session) -> None:
    first, second = publish(session, document=DOCUMENT), publish(session, document=_other())
    assert (first.version, second.version) == (1, 2)
    assert latest_version(session, "small") is second
    assert publish(session, document=DOCUMENT) is first


def test_another_form_counts_for_itself(session: Session) -> None:
    publish(session, document=DOCUMENT)
    assert publish(session, document=DOCUMENT | {"key": "large"}).version == 1
    assert latest_version(session, "none") is None


@pytest.mark.parametrize("change", [update(FormVersion).values(version=9), delete(FormVersion)])
def test_the_database_refuses_to_change_or_delete_a_version(session: Session, change: object) -> None:
    publish(session, document=DOCUMENT)
    with pytest.raises(DBAPIError, match="form_version rows are never changed"):
        session.execute(change)  # type: ignore[call-overload]


def test_the_form_is_that_of_the_document_and_parsed_once(session: Session) -> None:
    version = publish(session, document=DOCUMENT)
    session.commit()
    stored = session.scalars(select(FormVersion).execution_options(populate_existing=True)).one()
    assert form_of(stored) == parse_form(DOCUMENT)
    assert form_of(stored) is form_of(version)


def test_canonical_text_does_not_depend_on_order_and_keeps_letters() -> None:
    assert canonical({"b": [1, "é"], "a": None}) == '{"a":null,"b":[1,"é"]}'
    assert hash_of("é") == "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"
