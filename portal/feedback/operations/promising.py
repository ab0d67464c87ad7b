"""Holding the office to the day that it promised: officers hear before it comes and when it has passed."""

from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts.operations import recipient
from portal.accounts.queries import holders
from portal.core.clock import london
from portal.core.dates import weekday_words
from portal.feedback.promise import NEAR, due
from portal.feedback.queries.plans import promises_until
from portal.outbox.operations import queue


def remind_of_promises(session: Session, at: datetime) -> int:
    """Queue a mail to every officer about each round whose promised day is near at `at`, or has passed unkept; once
    each for that day, so that a new day begins anew. How many rounds.

    Worked out from the clock and the outbox, so that a worker that was away catches up.
    """
    today = london(at).date()
    rounds = promises_until(session, today + NEAR)
    officers = holders(session, Role.OFFICER) if rounds else []
    for round_ in rounds:
        found = due(round_.decision_on, today)
        assert found is not None  # the query asked for no later day
        for officer in officers:
            queue(
                session,
                key=f"promise_{found}:{round_.slug}:{round_.decision_on.isoformat()}:{officer.id}",
                template=f"promise_{found}",
                to=recipient(officer),
                about_type="round",
                about=round_.slug,
                fund_name=round_.name,
                day=weekday_words(round_.decision_on),
                link=f"/manage/rounds/{round_.slug}/release",
                dates=f"/manage/rounds/{round_.slug}/decision-day",
            )
    return len(rounds)
