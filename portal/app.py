"""The portal put together: settings, database, rooms, and the few things that lower floors ask of upper ones."""

import logging
from collections.abc import Callable
from importlib import import_module
from types import ModuleType
from typing import Any

from flask import Flask, request
from flask_wtf import CSRFProtect
from sqlalchemy.orm import Session
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.access.actor import Actor
from portal.access.permission import PUBLIC, SIGNED_IN, Permission
from portal.accounts.operations import touch_sign_in
from portal.accounts.queries import owner_of_token
from portal.aftercare.queries.public import public_answers
from portal.aftercare.views.slots import afterwards
from portal.applications import operations as applications
from portal.applications.operations.handing_on import hand_on_work
from portal.applications.queries import against_merging
from portal.applications.queries.handing_on import work_of
from portal.assessment.queries.conflicts import kept_from
from portal.assessment.queries.hidden import hide_from
from portal.consultation.queries import advice_to_read, said_to_applicant
from portal.core.db import Database
from portal.decisions.queries import held_by, past_rounds
from portal.decisions.queries.delegations import with_delegations
from portal.desks.navigation import links
from portal.equality.views import address_if_not_asked
from portal.organisations import operations as organisations
from portal.organisations.queries import actor_of_token
from portal.partnering import queries as partnering
from portal.reapplying.views.slots import beside_questions, comes_along, for_scorers, keep_ticks, on_task_list
from portal.scorecard.queries import last_odds
from portal.triage.operations import take_from_linked
from portal.web.context import Portal, close_session
from portal.web.errors import init_errors
from portal.web.guard import Guarded, RowNumber, check_every_route, guard_of
from portal.web.headers import init_headers
from portal.web.pages import init_pages
from portal.web.request import PortalRequest
from portal.web.settings import ROOT, Settings
from portal.web.sign_in import init_sign_in
from portal.workshops.queries.bookings import workshops_of

# Rooms with pages, and rooms with permissions, in the order of their floors.
ROOMS = (
    "audit",
    "outbox",
    "accounts",
    "organisations",
    "interests",
    "passport",
    "funds",
    "notices",
    "applications",
    "equality",
    "partnering",
    "assessment",
    "consultation",
    "triage",
    "moderation",
    "decisions",
    "workshops",
    "phrases",
    "feedback",
    "network",
    "fairness",
    "reapplying",
    "scorecard",
    "aftercare",
    "desks",
    "site",
    "admin",
)


def _against_merging(session: Session, gone_id: int, stays_id: int) -> list[str]:
    """What speaks against merging two organisations, in every room that knows."""
    rooms = (against_merging, partnering.against_merging)
    return [sentence for room in rooms for sentence in room(session, gone_id, stays_id)]


def _owners_let_go(session: Session, round_id: int, actor: Actor) -> int:
    """Take from officers what they look after in a round, as soon as they have a link with it; how many."""
    return take_from_linked(session, round_id=round_id, kept=kept_from(session, round_id), actor=actor)


# Places in a lower room's page where an upper room shows what only it knows: name -> function of (session, ...).
SLOTS: dict[str, Callable[..., Any]] = {
    "organisation:against-merging": _against_merging,  # (session, id that goes, id that stays) -> sentences
    "organisation:held": held_by,  # (session, organisation id) -> what hangs on its applications, and how many
    "application:equality": address_if_not_asked,  # (session, application) -> where to answer, on the receipt
    "application:advice": advice_to_read,  # (session, application) -> what partners said, without concerns
    "round:owners-let-go": _owners_let_go,  # (session, round id, actor) -> no owner has a link any more
    "round:kept-from": kept_from,  # (session, round id) -> who must not hear of which application, by its id
    "application:last-time": beside_questions,  # (session, application, question keys) -> last time's feedback there
    "application:last-time-kept": keep_ticks,  # (session, application, form, actor) -> the ticks of such a page
    "application:last-time-task": on_task_list,  # (session, application) -> a line of the task list
    "application:feedback-comes-along": comes_along,  # (session, source) -> whether there is any
    "application:changed-since": for_scorers,  # (session, application) -> what changed, if the group shows it
    "feedback:afterwards": afterwards,  # (session, feedback) -> useful or not, a question, a call
    "application:partners-said": said_to_applicant,  # (session, application) -> where its team reads it and replies
    "organisation:workshops": workshops_of,  # (session, organisation ids) -> coming bookings and open invitations
    "document:take-out": applications.drop_infected_file,  # (session, file) -> out of every draft that names it
    "team:hand-on": hand_on_work,  # (session, organisation id, leaver, successor, actor) -> their work changes hands
    "team:work-of": work_of,  # (session, organisation id, account id) -> sentences, before somebody hands over
    "fund:about-feedback": public_answers,  # (session, fund id) -> answers about feedback that everyone reads
    "fund:odds": last_odds,  # (session, fund id) -> one sentence about the last announced round
    "fund:past-rounds": past_rounds,  # (session, fund id) -> how earlier rounds came out, on the pages of a fund
}
# Who must know, in the transaction that keeps the verdict, when a virus was found in a file.
WHEN_INFECTED = (organisations.drop_infected_file, applications.drop_infected_file)
LONGEST_FORM_BYTES = 8 * 1024 * 1024  # room for 100,000 words pasted into one answer, several times over
LARGEST_REQUEST_BYTES = 60 * 1024 * 1024  # files above 10 MB are read too, so that the page can name the one
MOST_FORM_FIELDS = 5_000


def _hold_words_to_their_limit() -> None:
    """Let only a form that carries files be as large as files are: other forms are read into memory at once."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = LONGEST_FORM_BYTES


def create_app(settings: Settings) -> Flask:
    """The Flask application of one installation, refused when a route says no rule."""
    app = Flask(
        "portal",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static",
        instance_path=str(settings.instance),
    )
    app.request_class = PortalRequest
    _configure(app, settings)
    rooms = [import_module(f"portal.{room}.views") for room in ROOMS]
    app.extensions["portal"] = Portal(
        settings=settings,
        database=Database(settings.database_url),
        load_actor=actor_of_token,
        owner_of=owner_of_token,
        touch=touch_sign_in,
        navigation=links,
        hide=hide_from,
        with_delegations=with_delegations,
        permissions=all_permissions(),
        slots=SLOTS,
    )
    app.before_request(_hold_words_to_their_limit)  # first: the next one reads the form
    protection = CSRFProtect(app)
    init_sign_in(app)
    init_pages(app)
    init_errors(app)
    init_headers(app)
    app.teardown_appcontext(close_session)
    for room in rooms:
        for blueprint in _blueprints(room):
            app.register_blueprint(blueprint)
    check_every_route(app)
    for view in app.view_functions.values():
        guard = guard_of(view)
        if guard and guard.by_address:
            protection.exempt(view)
    return app


def all_permissions() -> dict[str, Permission]:
    """Every permission by its name, from every room's policy."""
    found = {PUBLIC.name: PUBLIC, SIGNED_IN.name: SIGNED_IN}
    for room in ROOMS:
        try:
            policy = import_module(f"portal.{room}.policy")
        except ModuleNotFoundError:
            continue
        for value in vars(policy).values():
            if isinstance(value, Permission):
                found[value.name] = value
    return found


def _blueprints(room: ModuleType) -> list[Guarded]:
    return [value for value in vars(room).values() if isinstance(value, Guarded)]


def _configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        DEBUG=settings.debug,
        TESTING=settings.mode == "test",
        SESSION_COOKIE_NAME="portal",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=settings.secure,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=settings.secure,
        MAX_CONTENT_LENGTH=LARGEST_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=LONGEST_FORM_BYTES,
        MAX_FORM_PARTS=MOST_FORM_FIELDS,
        TRUSTED_HOSTS=[settings.host.rsplit(":", 1)[0]] if settings.mode == "production" else None,
        SEND_FILE_MAX_AGE_DEFAULT=3600,
    )
    app.url_map.strict_slashes = False
    app.url_map.converters["int"] = RowNumber
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies)  # type: ignore[method-assign]
    logging.getLogger("portal").setLevel(logging.INFO)
