"""Every form, sent with fields that it does not have: none of them changes anything that the form does not change."""

from dataclasses import asdict

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core.db import Database
from portal.tables import metadata
from tests.contracts.test_access_grid import ROWS
from tests.support.browser import Browser
from tests.support.world import World

EXTRA = {
    "id": "1", "is_admin": "1", "admin": "true", "role": "administrator", "roles": "administrator",
    "staff_roles": "administrator", "organisation_id": "1", "owner_id": "1", "account_id": "1", "user_id": "1",
    "state": "approved", "status": "approved", "amount_awarded": "999999", "amount_pence": "99999999",
    "score": "5", "points": "5", "submitted_at": "2020-01-01", "verified_at": "2020-01-01", "created_by": "1",
    "suspended_at": "2020-01-01", "reference": "SCF27-HACK", "version": "99", "revision": "99", "live": "0",
    "round_id": "1", "committed_pence": "0", "budget_pence": "999999999", "closes_at": "2099-01-01",
    "approved_until": "2099-01-01", "signed_by_id": "1", "recommended_by_id": "1", "email": "evil@example.org",
    "password_hash": "x", "totp_secret": "x",
}  # fmt: skip
# What no applicant's POST may ever touch: columns by table.
NEVER = {
    "account": ("id", "reference", "password_hash", "suspended_at", "totp_secret", "verified_at"),
    "staff_role": ("account_id", "role"),
    "application": ("reference", "round_id", "organisation_id", "submitted_at", "checked_by_id"),
    "round": ("state", "closes_at", "budget_pence", "committed_pence"),
    "organisation": ("id", "reference", "created_by_id"),
    "team_member": ("organisation_id", "account_id", "role"),
    "membership": ("approved_until", "decided_by_id"),
    "decision": ("outcome", "amount_pence", "signed_by_id"),
    "recommendation": ("outcome", "amount_pence", "recommended_by_id"),
    "score": ("points",),
    "feedback": ("state",),
}
MAY = {
    "/organisations/new": {"organisation", "team_member"},
    "/applications/{draft}/submit": {"application"},
    "/sign-out": set(),
}
POSTS = [
    row for row in ROWS if row.method == "POST" and dict(row.expected).get("amina") == "ok" and "remove" not in row.path
]


def columns(database: Database) -> dict[str, list[tuple[object, ...]]]:
    """Those columns, in order."""
    with database.session(read_only=True) as session:
        return {
            name: sorted(
                (tuple(row) for row in session.execute(select(*(metadata.tables[name].c[one] for one in kept)))),
                key=str,
            )
            for name, kept in NEVER.items()
        }


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.path)
def test_fields_that_a_form_does_not_have_change_nothing(app: Flask, database: Database, row: object) -> None:
    path = row.path.format(**asdict(World()))  # type: ignore[attr-defined]
    browser = Browser(app).sign_in("amina")
    before = columns(database)
    answer = browser.client.post(path, data=EXTRA | {"csrf_token": browser.csrf_token()})
    assert answer.status_code < 500
    after = columns(database)
    changed = {name for name in NEVER if before[name] != after[name]}
    assert changed <= MAY.get(row.path, set()), (row.path, changed)  # type: ignore[attr-defined]
