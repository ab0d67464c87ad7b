"""From an empty clone to a running portal or a green test, with nothing but a bare Python: `make run`, `make test`.

Standard library only. The Makefile names the commands; what they need is set up by portal/bootstrap_steps.py;
docs/decisions/0001-lock-and-bootstrap.md says why it is made like this.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

# Started by its path, Python looks for modules in portal/, where `site` and others would hide the library's own.
sys.path[0] = str(Path(__file__).resolve().parents[1])

from portal.bootstrap_machine import BIN, PYTHON, ROOT, VENV, Failed, become, call, find_chromium, find_postgres, say
from portal.bootstrap_steps import set_up

OLDEST_PYTHON = (3, 11)
CHECKS = (
    ("Format", "ruff", "format", "--check", "."),
    ("Lint", "ruff", "check", "."),
    ("Types", "mypy"),
    ("Templates", "djlint", "--lint", "--quiet", "templates"),
    ("Floors", "lint-imports"),
)
UPGRADE = "import sys; from portal.cli.migrating import upgrade; upgrade(sys.argv[1])"


def main(arguments: list[str]) -> None:
    """Set up what the command needs, then become it."""
    commands = {
        "run": run,
        "test": test,
        "check": check,
        "fix": fix,
        "migration": migration,
        "benchmark": benchmark,
    }
    if not arguments or arguments[0] not in commands:
        raise Failed(f"Say one of: {', '.join(commands)}")
    if sys.version_info < OLDEST_PYTHON:
        raise Failed(f"Use Python 3.11 or newer: this is {sys.version.split()[0]}.")
    os.chdir(ROOT)
    _step_outside()
    commands[arguments[0]](arguments[1:])


def _step_outside() -> None:
    """Go on with the machine's own Python when started by the one in .venv, which may have to be made anew."""
    if Path(sys.prefix) == VENV:
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        become(Path(sys.base_prefix, "bin", version), __file__, *sys.argv[1:])


def run(arguments: list[str]) -> None:
    """The portal with its demo: web server and worker, until Ctrl-C."""
    on_postgres = os.environ.get("PORTAL_DATABASE_URL", "").startswith("postgresql")
    set_up("postgres" if on_postgres else "base")
    become(BIN / "portal", "run", "--demo", *arguments)


def test(arguments: list[str]) -> None:
    """The tests on one database: SQLite, or the server that PORTAL_TEST_DATABASE_URL names."""
    set_up("test")
    browser = find_chromium()
    if browser:
        os.environ["PORTAL_CHROMIUM"] = browser
    elif os.environ.get("CI", "").lower() == "true":
        raise Failed("Install chromium, or set PORTAL_CHROMIUM to a browser: in CI the browser tests must run.")
    else:
        say("No Chromium: the tests marked `browser` are left out. To run them, install it or set PORTAL_CHROMIUM.")
    left_out = [] if browser else ["-m", "not browser"]
    # In the order of the folders: by default files with few tests come last, and those are the long journeys.
    spread = ("-n", "2", "--dist", "loadfile", "--no-loadscope-reorder")
    become(PYTHON, "-m", "pytest", *spread, *left_out, *arguments)


def check(_arguments: list[str]) -> None:
    """What CI runs: format, lint, types, templates, floors, then `make test` on SQLite and on PostgreSQL."""
    set_up("test")
    faults = [label for label, tool, *words in CHECKS if not _passes(label, BIN / tool, *words)]
    if faults:
        raise Failed(f"Mend these first, then the tests run: {', '.join(faults)}. Try `make fix`.")
    server = find_postgres()
    passed = [_make_test("SQLite", None), server is None or _make_test("PostgreSQL", server)]
    if server is None:
        say("PostgreSQL was left out: no server lets us in. To test on one, set PORTAL_TEST_POSTGRES_URL.")
    if not all(passed):
        raise Failed("The tests did not pass.")


def fix(_arguments: list[str]) -> None:
    """Mend what a machine can: simple faults, the order of imports, the layout of code and templates."""
    set_up("test")
    for words in (("ruff", "check", "--fix-only", "."), ("ruff", "format", ".")):
        subprocess.run([str(BIN / words[0]), *words[1:]], check=False)


def migration(arguments: list[str]) -> None:
    """A new migration: what the models have and the migrations so far lack, found on a database of its own."""
    if not arguments:
        raise Failed('Say what changes: make migration ARGS="Add the date of birth"')
    message = arguments if arguments[0].startswith("-") else ["-m", " ".join(arguments)]
    set_up("base")
    with tempfile.TemporaryDirectory() as folder:
        database = f"sqlite:///{folder}/portal.db"
        call(PYTHON, "-c", UPGRADE, database)
        wanted = {**os.environ, "PORTAL_MODE": "demo", "PORTAL_INSTANCE": folder, "PORTAL_DATABASE_URL": database}
        if subprocess.run([str(BIN / "portal"), "migration", *message], env=wanted, check=False).returncode:
            raise Failed("No migration was written.")


def benchmark(arguments: list[str]) -> None:
    """Throughput and p95 of the portal beside a bare page."""
    set_up("test")
    become(PYTHON, "-m", "benchmarks.run", *arguments)


def _passes(label: str, program: Path, *words: str) -> bool:
    """Run one check; what it found is shown only when it found something."""
    try:
        call(program, *words)
    except Failed as failed:
        say(f"  {label:<12} failed\n{failed}\n")
        return False
    say(f"  {label:<12} passed")
    return True


def _make_test(name: str, server: str | None) -> bool:
    """Run the command that the README names, on one database; whether it passed."""
    say(f"\nTests on {name}: make test")
    wanted = {key: value for key, value in os.environ.items() if key != "PORTAL_TEST_DATABASE_URL"}
    if server:
        wanted["PORTAL_TEST_DATABASE_URL"] = server
    return subprocess.run(["make", "--no-print-directory", "test", "ARGS="], env=wanted, check=False).returncode == 0


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Failed as failed:
        sys.exit(f"\n{failed}")
    except KeyboardInterrupt:
        sys.exit(130)
