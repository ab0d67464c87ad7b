"""Home, help and the legal pages; and whether the portal is well."""

from typing import Any

from flask import Response, jsonify, make_response
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from portal.core.clock import now
from portal.funds.pack import read
from portal.funds.queries import rounds_to_show
from portal.funds.rules import Phase, closing_words, phase
from portal.site.policy import READ_SITE
from portal.web.context import current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("site", __name__)


@bp.page("/", needs=READ_SITE)
def home() -> ResponseReturnValue:
    """What this is, what is open, where to begin."""
    phases = [(phase(one, now()), one) for one in rounds_to_show(current_session())]
    soon = [one for of, one in phases if of == Phase.FORTHCOMING]
    return page(
        "site/home.html",
        rounds=[one for of, one in phases if of == Phase.OPEN],
        soon=min(soon, key=lambda one: one.opens_at, default=None),
        closing_words=closing_words,
        banner=_pages()["emergency_banner"],
    )


@bp.page("/help", needs=READ_SITE)
def help_page() -> ResponseReturnValue:
    """How to reach a person, and what our words mean."""
    return page("site/help.html", glossary=_pages()["glossary"])


@bp.page("/privacy", needs=READ_SITE)
def privacy() -> ResponseReturnValue:
    """How information is used."""
    notice = _pages()["privacy_notice"]
    email = current_portal().settings.support.email
    return page("site/privacy.html", notice=notice, retention=notice["retention"]["rows"], email=email)


@bp.page("/accessibility", needs=READ_SITE)
def accessibility() -> ResponseReturnValue:
    """What works for everyone, and what does not yet."""
    return page("site/accessibility.html")


@bp.page("/cookies", needs=READ_SITE)
def cookies() -> ResponseReturnValue:
    """The cookies that make the service work."""
    return page("site/cookies.html", body=_pages()["cookies_page"]["body"])


@bp.page("/health", needs=READ_SITE)
def health() -> ResponseReturnValue:
    """Whether the process lives."""
    return jsonify(status="ok")


@bp.page("/ready", needs=READ_SITE)
def ready() -> Response:
    """Whether the database answers too."""
    current_session().execute(text("SELECT 1"))
    return make_response(jsonify(status="ok"))


def _pages() -> dict[str, Any]:
    return read("14_service_pages.yaml")
