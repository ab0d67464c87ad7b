"""Drafts that look stuck: found by how far they are and when they were touched, never by what is written in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.rules import closing_at
from portal.core.clock import london
from portal.core.text import plural
from portal.formkit import journey
from portal.formkit.queries import answers_by_response, forms_of
from portal.organisations.rules import is_member

QUIET = timedelta(days=7)
CLOSE = timedelta(days=7)


@dataclass(frozen=True)
class Stuck:
    """A draft, how many of its sections are done, and why it looks stuck, in sentences."""

    application: Application
    done: int
    sections: int
    reasons: list[str]


def stuck_drafts(session: Session, drafts: Sequence[Application], at: datetime) -> list[Stuck]:
    """Those of the drafts that look stuck, in a fixed number of queries."""
    answers = answers_by_response(session, [draft.response_id for draft in drafts])
    forms = forms_of(session, [draft.response_id for draft in drafts])
    judged = [judge(draft, forms[draft.response_id], answers.get(draft.response_id, {}), at) for draft in drafts]
    return [one for one in judged if one.reasons]


def judge(draft: Application, form: Any, answers: Mapping[str, Any], at: datetime) -> Stuck:
    """How far a draft is at `at`, and what seems to stop it."""
    statuses = [journey.status_of(form, section, answers) for section in form.sections]
    done = statuses.count(journey.Status.COMPLETED)
    left = closing_at(draft.round, draft.extension) - at
    reasons = []
    if draft.round.members_only and not is_member(draft.organisation.membership, london(at).date()):
        reasons.append("The group is not yet a member, so it cannot submit.")
    if done == len(statuses):
        reasons.append("Every section is done, but it is not submitted.")
    elif left < CLOSE and done * 2 < len(statuses):
        reasons.append(
            f"The round closes soon, and {plural(len(statuses) - done, 'section is', 'sections are')} not done."
        )
    if at - draft.changed_at > QUIET:
        reasons.append("Nobody has changed it for a week.")
    if journey.Status.PROBLEM in statuses:
        reasons.append("An answer has a problem that stops it, such as too many words.")
    return Stuck(draft, done, len(statuses), reasons)
