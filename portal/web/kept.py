"""Nothing typed is lost: the fields of a POST that could not be carried out come back.

They come back from the database when the sign-in had ended (the person signs in and finds the page filled in), and
on the error page itself in every other case.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from flask import g, request
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.core.clock import now
from portal.web.context import current_actor, current_portal, current_session
from portal.web.models import KeptText
from portal.web.sign_in import cookie_token

KEPT_FOR = timedelta(days=1)
_NEVER_KEPT = {"password", "code", "token"}
_LONGEST_PATH = 500


def typed_fields() -> list[tuple[str, str]]:
    """What this POST carries, without secrets, in the order of the form."""
    pairs = request.form.items(multi=True)
    return [(name, value) for name, value in pairs if not _NEVER_KEPT & set(re.split("[-_]", name.lower()))]


def keep_typed() -> str | None:
    """Keep what this POST carries for the owner of the cookie's sign-in, and give the key; None when nobody owned it.

    Only a cookie that we signed leads here, so a stranger cannot fill the table.
    """
    token, fields = cookie_token(), typed_fields()
    if token is None or not fields or len(request.path) > _LONGEST_PATH:
        return None
    with current_portal().database.session() as session:
        owner = current_portal().owner_of(session, token)
        if owner is None:
            return None
        key = secrets.token_urlsafe(16)
        session.add(KeptText(key_hash=_hash(key), account_id=owner, path=request.path, fields=fields, created_at=now()))
    return key


def posted() -> MultiDict[str, str] | None:
    """The fields of this POST, or those kept from an earlier one for this person and page; None otherwise."""
    if request.method == "POST":
        return request.form
    key = request.args.get("kept")
    if not key:
        return None
    if "kept" not in g:
        g.kept = _kept(current_session(), key)
    return g.kept


def _kept(session: Session, key: str) -> MultiDict[str, str] | None:
    row = session.scalar(select(KeptText).where(KeptText.key_hash == _hash(key)))
    if row is None or row.account_id != current_actor().account_id:
        return None
    if row.path != request.path or now() - row.created_at > KEPT_FOR:
        return None
    return MultiDict([(name, value) for name, value in row.fields])


def device_owner() -> str:
    """A mark of whoever is signed in, for what their own device keeps; it tells nothing to others who use it."""
    portal, account_id = current_portal(), current_actor().account_id
    return hmac.new(portal.settings.secret_key.encode(), f"device {account_id}".encode(), "sha256").hexdigest()[:16]


def forget_old(session: Session, at: datetime) -> int:
    """Delete what was kept longer than a day before `at`; how many rows went."""
    result = session.execute(delete(KeptText).where(KeptText.created_at < at - KEPT_FOR))
    return int(getattr(result, "rowcount", 0))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
