"""Bringing a database to the newest schema, from code and without an ini file.

Alembic is imported where it works: it weighs 13 MB, which a web process need not carry.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.web.settings import ROOT

if TYPE_CHECKING:
    from alembic.config import Config


def alembic_config(database_url: str) -> Config:
    """Alembic's settings for one database."""
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["database_url"] = database_url
    return config


def upgrade(database_url: str) -> None:
    """Run every migration that the database lacks; safe when several processes do it at once."""
    from alembic import command  # noqa: PLC0415

    command.upgrade(alembic_config(database_url), "head")


def new_migration(database_url: str, message: str) -> None:
    """Write a migration from the difference between the models and the database."""
    from alembic import command  # noqa: PLC0415

    command.revision(alembic_config(database_url), message=message, autogenerate=True)
