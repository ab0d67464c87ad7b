"""Telling a group before the release that its application cannot be considered. Facts in, verdicts out."""

from collections.abc import Sequence

from portal.applications.models import Application
from portal.applications.rules.standing import not_eligible_words
from portal.applications.states import ApplicationState
from portal.core.dates import datetime_words
from portal.funds.eligibility import all_helps, named_helps, placed
from portal.funds.rules import is_announced

# What is of no use to somebody who applied: they are members, and have seen the form.
_NOT_OFFERED = ("join", "start_while_waiting")


def may_tell_early(application: Application) -> str | None:
    """Why a group cannot be told now that its application is not eligible, or None."""
    if application.told_early_at is not None:
        return f"They were told already, on {datetime_words(application.told_early_at)}."
    if is_announced(application.round):
        return "The round is announced, so they have read it in their feedback."
    if application.state != ApplicationState.INELIGIBLE or not application.check_reason.strip():
        return "Only a group whose application was found not eligible, and is not recommended yet, can be told early."
    return None


def helps_to_offer() -> dict[str, str]:
    """What else could help, in words by its key in the pack, in the pack's order."""
    return {key: text for key, text in all_helps().items() if key not in _NOT_OFFERED}


def helps_chosen(keys: Sequence[str], slug: str) -> list[dict[str, str]]:
    """Those that an officer chose, {text, href}, in the pack's order; what the pack does not offer is left out."""
    known = [key for key in helps_to_offer() if key in keys]
    return [dict(one) for one in placed(named_helps(known), slug)]


def early_words(application: Application) -> str:
    """What the group reads: that it cannot be considered, and why."""
    return not_eligible_words(application.check_reason)
