"""What a request knows: the portal it runs in, its database session, and who is asking."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

from flask import current_app, g, has_request_context
from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS, Actor
from portal.access.permission import Permission
from portal.core.db import Database
from portal.web.settings import Settings


@dataclass
class Portal:
    """The parts that `create_app` puts together, and the few things that lower floors ask of upper ones.

    `load_actor` finds who a sign-in token speaks for, `owner_of` whose token it was even after it ended, and
    `touch` notes that a sign-in is in use. `navigation` gives the links of an actor as (permission-free) dicts.
    `hide` keeps from a session what a member of staff who is asking must not hear of.
    `slots` are the named places where a lower room shows what only an upper one knows; `app.SLOTS` fills them.
    """

    settings: Settings
    database: Database
    load_actor: Callable[[Session, str], Actor | None]
    owner_of: Callable[[Session, str], int | None]
    touch: Callable[[Session, int], None]
    navigation: Callable[[Actor], list[dict[str, Any]]]
    hide: Callable[[Session, Actor], None]
    with_delegations: Callable[[Session, Actor], Actor]
    permissions: dict[str, Permission] = field(default_factory=dict)
    slots: dict[str, Callable[..., Any]] = field(default_factory=dict)


def current_portal() -> Portal:
    """The portal that serves this request."""
    return cast(Portal, current_app.extensions["portal"])


def from_slot(name: str, *facts: Any) -> Any:
    """What an upper room puts into a named place of a lower one's page. KeyError when `app.SLOTS` does not name it."""
    return current_portal().slots[name](*facts)


def current_session() -> Session:
    """The database session of this request; a reading one where the pipeline has opened none (error pages)."""
    if "db" not in g:
        g.db = current_portal().database.open(read_only=True)
    return cast(Session, g.db)


def open_session(*, read_only: bool) -> Session:
    """Open the session of this request; what was open before is given up."""
    close_session()
    g.db = current_portal().database.open(read_only=read_only)
    return cast(Session, g.db)


def close_session(_error: BaseException | None = None) -> None:
    """Roll back whatever was not committed, and give the connection back."""
    session = g.pop("db", None)
    if session is not None:
        session.close()  # which rolls back


def current_actor() -> Actor:
    """Who is asking; nobody known outside a request."""
    return cast(Actor, g.get("actor", ANONYMOUS)) if has_request_context() else ANONYMOUS


def keep_changes() -> None:
    """Commit what this POST wrote although its page reports problems (a draft is saved even when it is not right)."""
    g.keep_changes = True
