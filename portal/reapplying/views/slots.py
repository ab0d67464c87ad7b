"""What applying again puts into the pages of lower rooms: `app.SLOTS` names them."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.reapplying.operations import tick
from portal.reapplying.queries import changed_since, last_time, released_on
from portal.reapplying.rules import notes_beside

SHOWN, DONE = "last-time-shown", "last-time-done"


def beside_questions(session: Session, application: Application, keys: Iterable[str]) -> Mapping[str, Any] | None:
    """For a page of the form: what its template needs to pin last time's feedback there, or nothing."""
    found = last_time(session, application, application.carried) if application.carried else None
    notes = notes_beside(found.notes, keys) if found else []
    return {"template": "reapplying/_beside.html", "last": found, "notes": notes} if notes else None


def keep_ticks(session: Session, application: Application, sent: MultiDict[str, str], actor: Actor) -> None:
    """Keep the ticks that came with a page of the form."""
    if SHOWN in sent:
        tick(session, application=application, shown=sent.getlist(SHOWN), done=sent.getlist(DONE), actor=actor)


def on_task_list(session: Session, application: Application) -> Mapping[str, Any] | None:
    """A line of the task list: how many of last time's points are dealt with, and where; nothing without feedback."""
    found = last_time(session, application)
    if found is None or not found.notes:
        return None
    return {
        "title": "Feedback from last time",
        "href": f"/applications/{application.reference}/last-time",
        "hint": "See what we said, and tick what you have dealt with",
        "status": f"{found.done} of {len(found.notes)} dealt with",
    }


def comes_along(session: Session, source: Application) -> bool:
    """Whether there is feedback on an application to take into the next."""
    return released_on(session, source) is not None


def for_scorers(session: Session, application: Application) -> Mapping[int, Any]:
    """What changed since last time, by the number of the principle, where the group agreed to show it."""
    return changed_since(session, application)
