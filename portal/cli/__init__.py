"""The command line: run, work, migrate, check, tell."""

from portal.cli.commands import main

__all__ = ["main"]
