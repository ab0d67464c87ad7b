"""What the bootstrap asks of the machine: programs, a browser, a PostgreSQL server. Standard library only."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
CHROMIUM_PACKAGES = ("chromium", "fonts-dejavu-core", "libatomic1")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CONNECT = "import sys, psycopg; psycopg.connect(sys.argv[1], connect_timeout=3).close()"


class Failed(Exception):
    """Something did not work; the message says what, or what to do."""


def say(words: str) -> None:
    """A line for whoever waits."""
    print(words, flush=True)


def call(*words: str | Path) -> None:
    """Run a command to its end; raises Failed with its words and its output when it does not end well."""
    command = [str(word) for word in words]
    environment = {**os.environ, "PATH": search_path()}
    try:
        ended = subprocess.run(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise Failed(f"{command[0]} cannot be started: {error}") from error
    if ended.returncode:
        raise Failed(f"{shlex.join(command)}\n{ended.stdout.strip()}")


def works(*words: str | Path) -> bool:
    """Whether a command ends well."""
    try:
        call(*words)
    except Failed:
        return False
    return True


def become(program: Path, *words: str) -> None:
    """Hand this process over, so that Ctrl-C and the exit code are the program's own."""
    if not program.exists():
        raise Failed(f"{program} is not there.")
    sys.stdout.flush()
    os.execv(program, [str(program), *words])


def search_path() -> str:
    """The environment's programs first: npm may live there."""
    return f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def find_chromium() -> str | None:
    """A browser: the one that is set, else one on the path, else the system's package where we may install it."""
    named = os.environ.get("PORTAL_CHROMIUM")
    if named:
        if not shutil.which(named):
            raise Failed(f"Set PORTAL_CHROMIUM to a browser that can be started: {named} cannot.")
        return named
    return _chromium_on_path() or _installed_chromium()


def _chromium_on_path() -> str | None:
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def _installed_chromium() -> str | None:
    apt = shutil.which("apt-get")
    if not apt or os.geteuid() != 0:
        return None
    say("  Installing Chromium for the browser tests")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    works(apt, "update", "-qq")
    try:
        call(apt, "install", "-y", "-qq", "--no-install-recommends", *CHROMIUM_PACKAGES)
    except Failed as failed:
        say(f"  Chromium could not be installed: {str(failed).splitlines()[-1]}")
    return _chromium_on_path()


def find_postgres() -> str | None:
    """The URL of a PostgreSQL server to test on: the one that is set, else one on this machine that trusts us."""
    named = os.environ.get("PORTAL_TEST_POSTGRES_URL")
    if named:
        return named
    for user in dict.fromkeys((getpass.getuser(), "root")):
        for name in ("postgres", user):
            place = f"//{user}@127.0.0.1:5432/{name}"
            if works(PYTHON, "-c", CONNECT, f"postgresql:{place}"):
                return f"postgresql+psycopg:{place}"
    return None
