"""Guarded blueprints: a route says who may call it and how its object is found, or the portal does not start.

The path of every request: sign-in, role, load the object once, relation to it, view, commit. Four outcomes only:
signed out -> sign-in page; wrong role -> 403; not yours or not there -> the same 404; allowed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, g, make_response, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.routing import IntegerConverter, Map

from portal.access.actor import Actor
from portal.access.permission import Permission, can
from portal.core.clock import now
from portal.web.context import close_session, current_portal, current_session, open_session
from portal.web.kept import keep_typed
from portal.web.sign_in import find_actor, touch_if_stale

STEP_UP_AFTER = timedelta(minutes=15)
READING = ("GET", "HEAD", "OPTIONS")
LARGEST_ROW_NUMBER = 2**31 - 1


class Unguarded(Exception):
    """A route was added without saying who may call it."""


@dataclass(frozen=True)
class Guard:
    """What a route declared. `step_up` asks for the password again when it was last given a while ago.

    `by_address`: whoever knows the address may, so a POST needs no token of ours. Mail programs stop mail like that.
    `tells_itself`: the page says to each reader what is kept from whom, and has to know all of it for that.
    """

    needs: Permission
    load: Callable[..., Any] | None
    step_up: bool
    by_address: bool = False
    tells_itself: bool = False


class RowNumber(IntegerConverter):
    """`<int:...>` in a rule: no larger than what a column of the database holds, so that a larger one is not there."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, max=LARGEST_ROW_NUMBER, **options)


class Guarded(Blueprint):
    """A blueprint whose only way to add a route is `page(..., needs=)`."""

    def page(
        self,
        rule: str,
        *,
        needs: Permission,
        load: Callable[..., Any] | None = None,
        methods: tuple[str, ...] = ("GET",),
        step_up: bool = False,
        by_address: bool = False,
        tells_itself: bool = False,
    ) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
        """Register a view. With `load`, the view receives what `load(session, **url parts)` found, and nothing else."""
        guard = Guard(needs, load, step_up, by_address, tells_itself)

        def register(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
            guarded = _guarded(guard, view)
            super(Guarded, self).add_url_rule(rule, view.__name__, guarded, methods=methods)
            return view

        return register

    def add_url_rule(self, rule: str, *args: Any, **options: Any) -> None:
        """Refuse routes that come in any other way."""
        raise Unguarded(f"The route {rule} says no rule. Use page(..., needs=...).")


def _guarded(guard: Guard, view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
    @wraps(view)
    def run(**parts: Any) -> ResponseReturnValue:
        session = open_session(read_only=request.method in READING)
        actor = g.actor = _whoever_asks(session, guard.needs)
        if not guard.needs.everyone and actor.account_id is None:
            return to_sign_in()
        if not guard.needs.role_fits(actor):
            abort(403, guard.needs.name)
        if actor.is_staff and not guard.needs.everyone and not guard.tells_itself:
            current_portal().hide(session, actor)
        arguments = _found(guard, actor, parts)
        if guard.step_up and request.method == "POST" and _confirmed_long_ago(actor):
            return _to_confirm()
        response = make_response(view(*arguments[0], **arguments[1]))
        _finish(session, actor, response)
        return response

    run.guard = guard  # type: ignore[attr-defined]
    return run


def _whoever_asks(session: Session, needs: Permission) -> Actor:
    """Who asks now; with what was delegated to them, where the route goes by that."""
    actor = find_actor()
    return current_portal().with_delegations(session, actor) if needs.delegates and actor.is_staff else actor


def _finish(session: Session, actor: Actor, response: Response) -> None:
    """Commit a POST that went well, undo one that did not; a GET only notes that the sign-in is in use."""
    if request.method in READING:
        touch_if_stale(actor)
    elif response.status_code < 400 or g.get("keep_changes"):
        session.commit()
    else:
        session.rollback()


def _found(guard: Guard, actor: Actor, parts: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    if guard.load is None:
        if not can(actor, guard.needs):
            abort(404)
        return (), parts
    if any("\x00" in str(part) for part in parts.values()):  # which PostgreSQL does not even look for
        abort(404)
    target = guard.load(current_session(), **parts)
    if target is None or not can(actor, guard.needs, target):
        abort(404)
    return (target,), {}


def to_sign_in() -> Response:
    """The sign-in page, and back here afterwards with everything that was typed."""
    return _detour("/sign-in")


def _to_confirm() -> Response:
    return _detour("/confirm-password")


def _detour(path: str) -> Response:
    """Go to `path` and back; the session of this request is given up, so that keeping the text can write."""
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    if request.method == "POST":
        close_session()
        key = keep_typed()
        back += f"?{urlencode({'kept': key})}" if key else ""
    return make_response(redirect(f"{path}?{urlencode({'next': back})}", code=303))


def _confirmed_long_ago(actor: Actor) -> bool:
    return actor.confirmed_at is None or now() - actor.confirmed_at > STEP_UP_AFTER


def guard_of(view: Callable[..., Any]) -> Guard | None:
    """What the view's route declared; None for a view that is not guarded."""
    return getattr(view, "guard", None)


def check_every_route(app: Any) -> None:
    """Stop the portal from starting when a route has no guard; static files are the one exception."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and guard_of(app.view_functions[rule.endpoint]) is None:
            raise Unguarded(f"The route {rule.rule} ({rule.endpoint}) says no rule. Use page(..., needs=...).")
