"""Everyone of the cast has a password here."""

from collections.abc import Callable

import pytest
from flask import Flask

from portal.accounts.models import Account
from portal.accounts.operations import hash_password
from tests.support.cast import PASSWORD, account_named


@pytest.fixture
def change(app: Flask) -> Callable[[str, Callable[[Account], None]], None]:
    """Change an account of the cast in a transaction of its own: `change("amina", lambda amina: ...)`."""

    def run(name: str, act: Callable[[Account], None]) -> None:
        with app.extensions["portal"].database.session() as session:
            act(account_named(session, name))

    return run


@pytest.fixture(autouse=True)
def _passwords(change: Callable[[str, Callable[[Account], None]], None]) -> None:
    password_hash = hash_password(PASSWORD)
    for name in ("amina", "vera", "owen", "olive", "sam"):
        change(name, lambda account: setattr(account, "password_hash", password_hash))
