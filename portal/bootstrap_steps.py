"""The steps of setting up. Each is done again only when the files that it depends on have changed.

Standard library only, and safe to stop and start again at any point.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from portal.bootstrap_machine import BIN, PYTHON, ROOT, VENV, Failed, call, search_path, works

STAMPS = VENV / "set-up.json"
LOCKS = ROOT / "requirements"
VENDOR = ROOT / "static" / "vendor"
PACKAGES = ROOT / "package-lock.json"
SYSTEM_NPMRC = Path("/etc/npmrc")
FRONT_END = ROOT / "portal" / "frontend.py"


def set_up(lock: str) -> None:
    """Everything that a command with the packages of `lock` (base, postgres, test) needs; silent when it is there."""
    path = LOCKS / f"{lock}.txt"
    if not works(PYTHON, "-c", "") or _stamp("environment") != str(VENV):
        _step("environment", str(VENV), "Python environment", _make_environment)
    project = ROOT / "pyproject.toml"
    _step("installer", _digest(LOCKS / "setup.txt", LOCKS / "uv.txt"), "Installer", _bring_installer)
    _step(f"lock-{lock}", _digest(path), f"Python packages ({lock})", partial(_install, path))
    _step("project", _digest(project), "The portal itself", _install_project, made=BIN / "portal")
    _step("npm", _digest(PACKAGES), "Front-end packages", _fetch_front_end, made=ROOT / "node_modules")
    _step("look", _digest(PACKAGES, FRONT_END), "Styles and scripts", _make_look, made=VENDOR / "frontend.css")


def _step(name: str, stamp: str, label: str, work: Callable[[], None], *, made: Path = VENV) -> None:
    """Do a step unless it was done with this stamp and what it made is still there; say how long it took."""
    if _stamp(name) == stamp and made.exists():
        return
    print(f"  {label:<26}", end="", flush=True)
    start = time.monotonic()
    try:
        work()
    except Failed:
        print("failed", flush=True)
        raise
    print(f"{time.monotonic() - start:5.1f} s", flush=True)
    _keep_stamps(_stamps() | {name: stamp})


def _make_environment() -> None:
    """A fresh .venv, also where Debian's python3 has no ensurepip: the machine's own pip can fill it from outside."""
    if VENV.exists():
        shutil.rmtree(VENV)
    if not _has("pip") and not _has("ensurepip"):
        raise Failed("Install pip for this Python. On Debian: apt-get install python3-pip")
    call(sys.executable, "-m", "venv", *(["--without-pip"] if _has("pip") else []), VENV)


def _bring_installer() -> None:
    """What builds this project, and uv, which is four times as quick as pip; without uv, pip does it all."""
    _pip_install(LOCKS / "setup.txt")
    if not _by_pip():
        works(*_pip(), "install", "--quiet", "--require-hashes", "-r", LOCKS / "uv.txt")


def _install(lock: Path) -> None:
    """The packages of one lock, each checked against its hash."""
    uv = BIN / "uv"
    quickly = (uv, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "-r", lock)
    if _by_pip() or not uv.exists() or not works(*quickly):
        _pip_install(lock)


def _install_project() -> None:
    """The `portal` command: this checkout itself, editable, with nothing fetched."""
    call(*_pip(), "install", "--quiet", "--no-deps", "--no-build-isolation", "--editable", ROOT)


def _fetch_front_end() -> None:
    """The packages of package-lock.json, by the machine's npm, else by one that comes as a Python package."""
    if not shutil.which("npm", path=search_path()):
        _install(LOCKS / "node.txt")
    if SYSTEM_NPMRC.exists():  # Debian's npm reads it anyway; the packaged one would miss the machine's own mirror
        os.environ.setdefault("NPM_CONFIG_GLOBALCONFIG", str(SYSTEM_NPMRC))
    call("npm", "ci", "--loglevel=error", "--no-progress", "--ignore-scripts")


def _make_look() -> None:
    call(PYTHON, FRONT_END)


def _pip_install(lock: Path) -> None:
    call(*_pip(), "install", "--quiet", "--require-hashes", "-r", lock)


def _pip() -> tuple[str | Path, ...]:
    """The machine's pip working on our environment, or the environment's own."""
    if _has("pip"):
        return (sys.executable, "-m", "pip", "--python", PYTHON, "--disable-pip-version-check")
    return (PYTHON, "-m", "pip", "--disable-pip-version-check")


def _by_pip() -> bool:
    return os.environ.get("PORTAL_INSTALLER") == "pip"


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _digest(*paths: Path) -> str:
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in paths)).hexdigest()


def _stamp(name: str) -> str | None:
    return _stamps().get(name)


def _stamps() -> dict[str, str]:
    """What was done, with what; nothing when the note cannot be read, as after a full disk."""
    try:
        return dict(json.loads(STAMPS.read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _keep_stamps(stamps: dict[str, str]) -> None:
    new = STAMPS.with_suffix(".new")
    new.write_text(json.dumps(stamps, indent=1), encoding="utf-8")
    new.replace(STAMPS)
