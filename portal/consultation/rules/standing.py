"""Where each request for advice stands; silence is called silence."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from portal.consultation.models import Advice, Consultation
from portal.consultation.rules.words import GONE, consultee_form
from portal.consultation.states import AdviceState
from portal.funds.models import Round
from portal.funds.states import RoundState


def may_consult(round_: Round) -> bool:
    """Whether advice can be asked in a round: while it is being assessed."""
    return round_.state == RoundState.ASSESSING


def live(consultation: Consultation) -> list[Advice]:
    """What a consultee is asked about and may still see: not what was withdrawn, not what they have a link to."""
    return [
        one for one in consultation.advice if one.application.state not in GONE and one.state != AdviceState.CONFLICT
    ]


def undeclared(consultation: Consultation) -> list[Advice]:
    """Those whose group they have not looked at yet."""
    return [one for one in live(consultation) if one.declared_at is None]


def waiting(consultation: Consultation) -> list[Advice]:
    """Those that wait for an answer; none when they declined."""
    if consultation.declined_at is not None:
        return []
    return [one for one in live(consultation) if one.state == AdviceState.ASKED]


def is_over(consultation: Consultation, at: datetime) -> bool:
    """Whether nothing can be said any more: the deadline has passed, or the round is decided."""
    return at > consultation.ends_at or consultation.round.state != RoundState.ASSESSING


class Standing(StrEnum):
    """Where one request stands, in words. Silence is called that, and nothing else."""

    ANSWERED = "Answered"
    NO_VIEW = "No view"
    NOT_MY_AREA = "Not their area"
    CONFLICT = "Has a link to the group"
    DECLINED = "Declined"
    STILL_TIME = "Still time"
    NO_RESPONSE = "No response"


_SAID = {
    AdviceState.ANSWERED: Standing.ANSWERED,
    AdviceState.NO_VIEW: Standing.NO_VIEW,
    AdviceState.NOT_MY_AREA: Standing.NOT_MY_AREA,
    AdviceState.CONFLICT: Standing.CONFLICT,
}
COLOURS = {
    Standing.ANSWERED: "green",
    Standing.NO_RESPONSE: "red",
    Standing.STILL_TIME: "blue",
    Standing.CONFLICT: "yellow",
    Standing.DECLINED: "grey",
    Standing.NO_VIEW: "grey",
    Standing.NOT_MY_AREA: "grey",
}


def standing(advice: Advice, consultation: Consultation, at: datetime) -> Standing:
    """Where one request stands at an instant."""
    said = _SAID.get(AdviceState(advice.state))
    if said is not None:
        return said
    if consultation.declined_at is not None:
        return Standing.DECLINED
    return Standing.NO_RESPONSE if is_over(consultation, at) else Standing.STILL_TIME


def tally(found: Iterable[Standing]) -> dict[Standing, int]:
    """How many stand where, in the order of Standing, none left out."""
    listed = list(found)
    return {one: listed.count(one) for one in Standing}


def nudge_due(consultation: Consultation, at: datetime) -> int | None:
    """How many days before the deadline the newest reminder was due at `at`, if it is not older than the request.

    None when none is due: too early, too late, nothing left to say, or the round is decided.
    """
    if is_over(consultation, at) or not waiting(consultation):
        return None
    passed = [
        days
        for days in consultee_form()["nudge_days_before"]
        if consultation.asked_at < consultation.ends_at - timedelta(days=days) <= at
    ]
    return min(passed, default=None)
