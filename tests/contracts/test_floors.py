"""The contracts of import-linter hold, and they bite: an import that goes up, or to a stranger, breaks them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.web.settings import ROOT

BAD = {
    "a lower floor": ("portal/core/money.py", "import portal.funds.models"),
    "a stranger on the same floor": ("portal/audit/queries.py", "import portal.outbox.models"),
    "a lower shelf": ("portal/funds/queries.py", "import portal.funds.operations"),
    "Flask below the pages": ("portal/funds/eligibility.py", "import flask"),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package and its contracts in a folder of their own."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(ROOT / "portal", folder / "portal", ignore=shutil.ignore_patterns("__pycache__", "content"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def linted(folder: Path) -> subprocess.CompletedProcess[str]:
    """What import-linter says of a copy."""
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]
    environ = os.environ | {"PYTHONPATH": str(folder)}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, check=False)


def test_the_contracts_hold(copy: Path) -> None:
    found = linted(copy)
    assert found.returncode == 0, found.stdout


@pytest.mark.parametrize("where", BAD)
def test_a_bad_import_breaks_them(copy: Path, where: str) -> None:
    path, line = BAD[where]
    file = copy / path
    before = file.read_text(encoding="utf-8")
    try:
        file.write_text(f"{before}\n\n{line}\n", encoding="utf-8")
        found = linted(copy)
    finally:
        file.write_text(before, encoding="utf-8")
    assert found.returncode == 1, found.stdout
    assert line.removeprefix("import ") in found.stdout
