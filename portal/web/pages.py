"""Rendering: what every template can use."""

import secrets
from typing import Any

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from portal.access.permission import can
from portal.core import dates, money, text
from portal.core.clock import london
from portal.core.hiding import hidden_in
from portal.web.context import current_actor, current_portal, current_session

SERVICE = "Community safety funding"
OWNER = "Office of the Police and Crime Commissioner, Hampshire and Isle of Wight"


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A page; `errors` is the list of (field id, message) of its error summary. A page with errors is a 422."""
    values.setdefault("errors", [])
    return make_response(render_template(template, **values), 422 if values["errors"] and status == 200 else status)


def nonce() -> str:
    """This response's own word for its script tag."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def allowed(permission: str, target: Any = None) -> bool:
    """Whether the person who reads this page may: a visible button is an allowed button."""
    return can(current_actor(), current_portal().permissions[permission], target)


def csrf() -> Markup:
    """The hidden field that every POST form carries."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def paragraphs(value: str) -> Markup:
    """Plain text as paragraphs, line breaks kept, links not linked."""
    blocks = [block for block in value.split("\n\n") if block.strip()]
    shown = [escape(block.strip("\n")).replace("\n", Markup("<br>")) for block in blocks]
    return Markup("").join(Markup('<p class="govuk-body">{}</p>').format(block) for block in shown)


def some_kept_back(round_: Any = None) -> bool:
    """Whether the reader has a link with a group of a round (of any, without one), so that a page leaves it out."""
    rounds = hidden_in(current_session()).rounds
    return bool(rounds) if round_ is None else round_.id in rounds


def _context() -> dict[str, Any]:
    portal = current_portal()
    actor = current_actor()
    return {
        "actor": actor,
        "navigation": portal.navigation(actor),
        "support": portal.settings.support,
        "demo": portal.settings.demo,
        "path": request.path,
        "banner": g.get("banner", ""),
        "idle_minutes": _idle_minutes(actor.is_staff) if actor.account_id else None,
    }


def _idle_minutes(staff: bool) -> int:
    return 60 if staff else 480


def init_pages(app: Flask) -> None:
    """Give the templates their words."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(can=allowed, csrf=csrf, nonce=nonce, service=SERVICE, owner=OWNER, plural=text.plural)
    app.jinja_env.globals.update(some_kept_back=some_kept_back)
    app.jinja_env.filters.update(
        pounds=money.format_pounds,
        date=dates.date_words,
        weekday=dates.weekday_words,
        datetime=dates.datetime_words,
        to_the_second=dates.datetime_second_words,
        deadline=dates.deadline_words,
        time=dates.time_words,
        london_date=lambda instant: dates.date_words(london(instant).date()),
        iso=lambda instant: instant.isoformat(),
        paragraphs=paragraphs,
        words=text.in_words,
    )
    app.context_processor(_context)
