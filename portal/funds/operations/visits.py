"""What people do without signing in: not too often, not twice, and forgotten after a day."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.core.db import insert_or
from portal.funds.models import Follower, VisitorAct
from portal.funds.queries import acts_since
from portal.funds.rules import LINK_LIFETIME, SPELL, is_flood, refuse_flood

KEPT_FOR = timedelta(days=1)


def note_visit(session: Session, *, kind: str, visitor: str) -> None:
    """Note an act of a network address. Refused when there were too many within an hour."""
    refuse_flood(kind, acts_since(session, kind, visitor, now() - SPELL))
    _note(session, kind, visitor, secrets.token_hex(16))


def note_once(session: Session, *, kind: str, visitor: str, about: str) -> bool:
    """Note an act that counts; False when the same one (`about`) was noted before, or when there were too many."""
    if is_flood(kind, acts_since(session, kind, visitor, now() - SPELL)):
        return False
    return _note(session, kind, visitor, about)


def _note(session: Session, kind: str, visitor: str, about: str) -> bool:
    row = insert_or(session, VisitorAct).values(kind=kind, visitor=visitor, about=about, at=now())
    return session.scalar(row.on_conflict_do_nothing().returning(VisitorAct.id)) is not None


def forget_visitors(session: Session, at: datetime) -> None:
    """Forget what was noted more than a day ago, and addresses that nobody confirmed within the life of their link."""
    session.execute(delete(VisitorAct).where(VisitorAct.at < at - KEPT_FOR))
    unconfirmed = update(Follower).where(
        Follower.confirmed_at.is_(None), Follower.stopped_at.is_(None), Follower.asked_at < at - LINK_LIFETIME
    )
    session.execute(unconfirmed.values(email=None, stopped_at=at))
