"""The commands. Each is short: what it does stands in a room of its own."""

import json
import os
import sys
from pathlib import Path
from threading import Event

import click

from portal.accounts.operations import create_administrator
from portal.app import create_app
from portal.cli import invariants, listing, migrating, serving
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.outbox.worker import run_worker
from portal.web.settings import ROOT, BadSettings, Settings, load_settings


@click.group(help="The Funding Network portal.")
def commands() -> None:
    """The root of every command."""


def main() -> None:
    """Run a command; settings that are not safe are told in one sentence."""
    try:
        commands.main(standalone_mode=True)
    except (BadSettings, Refused) as error:
        click.echo(f"portal: {error}", err=True)
        sys.exit(2)


def _settings() -> Settings:
    return load_settings(os.environ)


@commands.command(help="Serve the portal. With --demo: set up, load and serve a demonstration, worker included.")
@click.option("--demo", is_flag=True, help="An invented office with invented groups.")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@click.option("--threads", default=4, show_default=True)
def run(demo: bool, host: str, port: int, threads: int) -> None:
    """Start the web server, and in a demo the worker too."""
    serving.serve(demo=demo, host=host, port=port, threads=threads)


@commands.command(help="Send mail from the outbox until stopped.")
def worker() -> None:
    """The worker's process."""
    serving.on_signals(stop := Event())
    app = create_app(_settings())
    run_worker(app, stop, chores=serving.chores(_settings(), app.extensions["portal"].database))


@commands.command(help="Bring the database to the newest schema and publish the registration form.")
def migrate() -> None:
    """Run the migrations that are missing."""
    serving.prepare(_settings())
    click.echo("The database is up to date.")


@commands.command(help="Write a migration from what changed in the models.")
@click.option("-m", "--message", required=True)
def migration(message: str) -> None:
    """For developers."""
    migrating.new_migration(_settings().database_url, message)


@commands.command(help="Make the first administrator.")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.password_option()
def create_administrator_command(email: str, name: str, password: str) -> None:
    """There is no default account: someone with the command line makes the first."""
    with Database(_settings().database_url).session() as session:
        create_administrator(session, email=email, name=name, password=password)
    click.echo(f"{name} can sign in as {email}. They set up their second factor at the first sign-in.")


create_administrator_command.name = "create-administrator"


@commands.command(help="Every route with its methods, its path and what it needs.")
@click.option("--json", "as_json", is_flag=True)
def routes(as_json: bool) -> None:
    """What may be called, and by whom."""
    rows = listing.routes(create_app(_settings()))
    if as_json:
        click.echo(json.dumps(rows, indent=1))
        return
    for row in rows:
        click.echo(f"{','.join(row['methods']):10} {row['path']:60} {row['needs']}: {row['who']}")


@commands.command(help="Prove that the data holds together. Exit 1, with a sentence for each fault, when it does not.")
def check() -> None:
    """Prove the invariants."""
    settings = _settings()
    with Database(settings.database_url).session(read_only=True) as session:
        faults = invariants.faults(session, Path(settings.uploads))
    for fault in faults:
        click.echo(fault)
    if faults:
        sys.exit(1)
    click.echo(f"All {len(invariants.CHECKS)} checks hold.")


@commands.command(help="Where this installation keeps its things.")
def where() -> None:
    """Show the settings that matter, without secrets."""
    settings = _settings()
    database = Database(settings.database_url).url.render_as_string(hide_password=True)
    click.echo(f"code {ROOT}\nmode {settings.mode}\ndatabase {database}\nuploads {settings.uploads}")
