"""Counting how eligibility checks end, without a trace of who made them."""

import hashlib
from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.core.clock import today
from portal.core.db import insert_or
from portal.funds.models import CheckCount, Round
from portal.funds.operations.visits import note_once
from portal.funds.policy import CHECK_ELIGIBILITY


def count_check(
    session: Session,
    *,
    round_: Round,
    outcome: str,
    results: Mapping[str, str],
    visitor: str,
    attempt: str,
    actor: Actor,
) -> bool:
    """Count one finished check and each answer that warned or stopped (`results`: question -> warn or stop).

    `attempt` is the form's own random word: the same form sent twice is one attempt. False when it was counted before,
    and when a network address sends too many; its people still see their results.
    """
    require(actor, CHECK_ELIGIBILITY, round_)
    about = hashlib.sha256(f"{round_.id}:{attempt}".encode()).hexdigest()
    if not note_once(session, kind="check", visitor=visitor, about=about):
        return False
    for question, result in [("", outcome), *sorted(results.items())]:
        row = insert_or(session, CheckCount).values(
            round_id=round_.id, day=today(), question=question, result=result, count=1
        )
        more = {"count": CheckCount.count + 1}
        session.execute(row.on_conflict_do_update(index_elements=["round_id", "day", "question", "result"], set_=more))
    return True
