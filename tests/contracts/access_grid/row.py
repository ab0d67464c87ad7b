"""One row of the access grid, written by hand: who gets what from one method on one path."""

from dataclasses import dataclass
from typing import Any

PEOPLE = (
    "anonymous", "amina", "beth", "vera", "owen", "mira", "tess", "nell",
    "asha", "cara", "dev", "ines", "olive", "piers", "grace", "sam",
)  # fmt: skip
CODES = ("ok", "sign-in", "403", "404")


@dataclass(frozen=True, init=False)
class Row:
    """`path` may hold names of World (`/applications/{draft}`). Each person's code: ok, sign-in, 403 or 404.

    `ok` means that the rule let them in: a page, a redirect to one, or a readable "not now" (409) or "mend this" (422).
    """

    method: str
    path: str
    expected: tuple[tuple[str, str], ...]

    def __init__(self, method: str, path: str, **expected: Any) -> None:
        unknown = set(expected) - set(PEOPLE)
        assert not unknown, f"{path}: nobody is called {unknown}"
        assert set(expected.values()) <= set(CODES), f"{path}: {expected}"
        object.__setattr__(self, "method", method)
        object.__setattr__(self, "path", path)
        object.__setattr__(self, "expected", tuple(expected.items()))
