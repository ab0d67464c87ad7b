"""What earlier applications gave is in the passports after the migration, once, and marked when it was sent."""

from alembic import command
from sqlalchemy import text

from portal.cli.migrating import alembic_config
from portal.core.db import Database
from portal.organisations.queries import organisation_by_reference
from portal.passport.queries import versions_of
from tests.support.building.organisations import HARBOUR
from tests.support.world import World


def test_documents_of_earlier_applications_come_in(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    database.engine.dispose()
    command.stamp(alembic_config(url), "0010")
    command.downgrade(alembic_config(url), "0010-1")
    with database.session() as session:
        session.execute(text("UPDATE stored_file SET removed_at = NULL"))
    command.upgrade(alembic_config(url), "0010")
    with database.session(read_only=True) as session:
        organisation = organisation_by_reference(session, HARBOUR)
        assert organisation is not None
        found = {one.file.public_id: (one.kind.value, one.sent) for one in versions_of(session, organisation.id)}
    assert found[World().scoring_file] == ("accounts", True)
    assert found[World().draft_file] == ("accounts", False)
