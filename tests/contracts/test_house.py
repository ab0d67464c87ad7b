"""The house rules that a machine can hold: sizes, names, docstrings, the one clock, what lies at the top.

The floors and shelves are contracts of import-linter, in pyproject.toml.
"""

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from portal.web.settings import ROOT

LONGEST_FILE = 400
VAGUE_NAMES = {"common", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
AT_THE_TOP = {
    ".ci",
    ".gitignore",
    ".npmrc",
    "CHANGELOG.md",
    "Makefile",
    "README.md",
    "benchmarks",
    "docs",
    "instance",
    "migrations",
    "package-lock.json",
    "package.json",
    "portal",
    "pyproject.toml",
    "requirements",
    "static",
    "templates",
    "tests",
}
CLOCKS = {
    "datetime.date.today",
    "datetime.datetime.now",
    "datetime.datetime.today",
    "datetime.datetime.utcnow",
    "time.time",
    "time.time_ns",
}
OF_A_REQUEST = {"flask.current_app", "flask.g", "flask.request", "flask.session", "flask_login.current_user"}
OUR_OWN_REQUEST = {f"portal.web.{name}" for name in ("context", "forms", "guard", "kept", "pages")}
MAY_SEE_THE_REQUEST = re.compile(
    r"portal/(app|web/.*|cli/.*|[a-z]+/forms|[a-z]+/forms/.*|[a-z]+/views|[a-z]+/views/.*|formkit/wizard|outbox/worker)\.py"
)
# Written in two halves, so that this file does not name them itself.
REGISTRIES = re.compile(
    "|".join(re.escape(name + end) for name, end in (("pypi", ".org"), ("pythonhosted", ".org"), ("npmjs", ".")))
)
UNFINISHED = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME")) + r")\b")


def test_no_file_is_too_long() -> None:
    lengths = {path: len(_text(path).splitlines()) for path in _python("portal")}
    too_long = {path: length for path, length in lengths.items() if length > LONGEST_FILE}
    assert too_long == {}, f"Split these into files of at most {LONGEST_FILE} lines"


def test_names_say_what_a_module_is_for() -> None:
    vague = [path for path in _python("portal") if VAGUE_NAMES & set(Path(path).with_suffix("").parts)]
    assert vague == [], "Name a module after what it does"


def test_every_package_says_what_it_is() -> None:
    folders = {str(Path(path).parent) for path in _python("portal")}
    silent = [folder for folder in sorted(folders) if not _docstring(f"{folder}/__init__.py")]
    assert silent == [], "Write one line about the package at the top of its __init__.py"


def test_there_is_one_clock() -> None:
    asked = _uses(CLOCKS, [path for path in _python("portal") if path != "portal/core/clock.py"])
    assert asked == [], "Ask core.clock.now() or core.clock.today(): tests and the demo set that clock"


def test_only_pages_see_the_request() -> None:
    below = [path for path in _python("portal") if not MAY_SEE_THE_REQUEST.fullmatch(path)]
    seen = _uses(OF_A_REQUEST | OUR_OWN_REQUEST, below)
    assert seen == [], (
        "Take the session, the facts and the actor as arguments: the worker and the tests have no request"
    )


def test_queries_are_the_only_shelf_that_selects() -> None:
    rooms = [path for path in _python("portal") if _room(path) in _containers()]
    selecting = _uses({"sqlalchemy.select"}, [path for path in rooms if "queries" not in path])
    assert selecting == [], "Move the read to the room's queries.py"


def test_every_room_keeps_its_shelves_in_order() -> None:
    shelves = {"models", "operations", "policy", "queries", "rules", "views"}
    rooms = {_room(path) for path in _python("portal") if set(Path(path).with_suffix("").parts) & shelves}
    assert rooms - _containers() == {"web"}, "Name the room in the shelves contract of pyproject.toml"


def test_nothing_is_left_unfinished() -> None:
    unfinished = [place for place in _lines(UNFINISHED) if not place.startswith("portal/content/")]
    assert unfinished == [], "Do it, or write it where the work is planned"


def test_no_registry_is_named() -> None:
    assert _lines(REGISTRIES) == [], "Every installation has its own mirror: leave addresses out (see docs/decisions)"
    addressed = [path for path in _tracked("requirements/*.txt", "package-lock.json") if "://" in _text(path)]
    assert addressed == [], "Compile the lock without addresses (see docs/contributing.md)"


def test_the_top_level_stays_small() -> None:
    assert {Path(path).parts[0] for path in _tracked()} - AT_THE_TOP == set(), "Find it a place inside a folder"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("from datetime import datetime\nx = datetime.now(UTC)", ["datetime.datetime.now"]),
        ("import datetime as dt\nx = dt.date.today()", ["datetime.date.today"]),
        ("import time\nx = time.time()", ["time.time"]),
        ("from time import time as seconds\nx = seconds()", ["time.time"]),
        ("from flask_login import current_user", ["flask_login.current_user"]),
        ("from portal.web import context", ["portal.web.context"]),
        ("from portal.web.context import current_session", ["portal.web.context"]),
        ("import portal.web.context", ["portal.web.context"]),
        ("from portal.core.clock import now\nfrom datetime import time\nx = now(), time(12)", []),
    ],
)
def test_the_ban_sees_every_way_of_writing(code: str, found: list[str]) -> None:
    banned = CLOCKS | OF_A_REQUEST | OUR_OWN_REQUEST
    assert sorted({name for _line, name in _banned_in(ast.parse(code), banned)}) == found


def _uses(banned: set[str], paths: list[str]) -> list[str]:
    """`file:line name` of every banned name that one of the files uses."""
    return [f"{path}:{line} {name}" for path in paths for line, name in _banned_in(_tree(path), banned)]


def _banned_in(tree: ast.Module, banned: set[str]) -> Iterator[tuple[int, str]]:
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        for name, alias, meaning, line in _imported(node):
            known[alias] = meaning
            yield from ((line, ban) for ban in banned if name == ban or name.startswith(f"{ban}."))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            first, dot, rest = ast.unparse(node).partition(".")
            full = known.get(first, first) + dot + rest
            if full in banned:
                yield node.lineno, full


def _imported(node: ast.AST) -> Iterator[tuple[str, str, str, int]]:
    """(what is imported, the name it goes by here, what that name stands for, the line)."""
    if isinstance(node, ast.Import):
        for item in node.names:
            first = item.name.partition(".")[0]
            yield item.name, item.asname or first, item.name if item.asname else first, node.lineno
    elif isinstance(node, ast.ImportFrom) and node.module:
        for item in node.names:
            full = f"{node.module}.{item.name}"
            yield full, item.asname or item.name, full, node.lineno


def _containers() -> set[str]:
    settings = tomllib.loads(_text("pyproject.toml"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    shelves = next(contract for contract in contracts if "(views)" in contract.get("layers", ()))
    return {container.removeprefix("portal.") for container in shelves["containers"]}


def _room(path: str) -> str:
    return Path(path).parts[1]


def _docstring(path: str) -> str | None:
    return ast.get_docstring(_tree(path)) if (ROOT / path).exists() else None


def _lines(pattern: re.Pattern[str]) -> list[str]:
    found = []
    for path in _tracked():
        for number, line in enumerate(_text(path).splitlines(), start=1):
            if pattern.search(line):
                found.append(f"{path}:{number} {line.strip()[:80]}")
    return found


def _python(folder: str) -> list[str]:
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / folder).rglob("*.py"))


def _tracked(*patterns: str) -> list[str]:
    """The files that git keeps here, without those just deleted."""
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("This copy is not a git checkout.")
    return [path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()]


@cache
def _tree(path: str) -> ast.Module:
    return ast.parse(_text(path))


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")
