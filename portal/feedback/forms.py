"""The form for the hour of a release."""

from datetime import datetime

from portal.applications.forms.dates import ClosingForm
from portal.core.clock import now
from portal.feedback.promise import hour_problem
from portal.funds.models import Round


class HourForm(ClosingForm):
    """A day in three boxes and a time of day, both London's."""

    day_field = "hour"

    def hour_problem(self, round_: Round) -> str | None:
        """What is wrong with day and time together, once each can be read."""
        at: datetime | None = self.closing()
        return hour_problem(at, now(), round_.decision_on) if at else self.problem()
