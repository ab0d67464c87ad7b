"""Flask-Login carries one thing in its signed cookie: a random token that is a row in the database.

So signing out, a new password or the loss of a role ends sign-ins everywhere, at the next request.
"""

from datetime import timedelta

from flask import Flask, g, request, session
from flask_login import LoginManager, UserMixin, login_user, logout_user

from portal.access.actor import ANONYMOUS, Actor
from portal.core.clock import now
from portal.web.context import current_portal, current_session

TOUCH_EVERY = timedelta(minutes=5)

login_manager = LoginManager()
# The row in the database is the protection, and phones change networks.
login_manager.session_protection = None  # type: ignore[assignment]


class SignedIn(UserMixin):
    """What Flask-Login holds: the token of a sign-in and the actor that it speaks for."""

    def __init__(self, token: str, actor: Actor) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """The token, which is all that the cookie carries."""
        return self.token


def cookie_token() -> str | None:
    """The sign-in token that the cookie carries, alive or not."""
    token = session.get("_user_id")
    return token if isinstance(token, str) else None


def find_actor() -> Actor:
    """Who the cookie speaks for now, or nobody."""
    token = cookie_token()
    if token is None:
        return ANONYMOUS
    return current_portal().load_actor(current_session(), token) or ANONYMOUS


def start_sign_in(token: str, actor: Actor) -> None:
    """Put a new token in the cookie; whatever was planted there before is thrown away."""
    session.clear()
    login_user(SignedIn(token, actor))
    g.actor = actor


def renew_token(token: str) -> None:
    """Carry on the same sign-in under a new token; forms that are open in other tabs stay good."""
    session["_user_id"] = token


def end_sign_in() -> None:
    """Empty the cookie. The caller ends the row."""
    logout_user()
    session.clear()
    g.actor = ANONYMOUS


def touch_if_stale(actor: Actor) -> None:
    """Note that a sign-in is in use, once in a few minutes, in a small transaction of its own.

    The page's own transaction cannot write on GET, and reading for an hour must not sign anyone out. Background
    requests by script do not count as use.
    """
    if actor.session_id is None or actor.seen_at is None or request.headers.get("X-Background"):
        return
    if now() - actor.seen_at > TOUCH_EVERY:
        with current_portal().database.session() as writer:
            current_portal().touch(writer, actor.session_id)


def init_sign_in(app: Flask) -> None:
    """Attach Flask-Login; its user is loaded from the same token as our actor."""
    # Templates ask our own `actor`; the extension's would be looked up once more for every page.
    login_manager.init_app(app, add_context_processor=False)

    @login_manager.user_loader
    def load(token: str) -> SignedIn | None:
        actor: Actor = g.actor if "actor" in g else find_actor()
        return SignedIn(token, actor) if actor.account_id is not None else None
