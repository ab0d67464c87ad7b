"""The list of open funds for other websites. docs/open-funds.md says what each field means; they are not renamed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from portal.core.clock import london
from portal.funds.models import Round
from portal.funds.rules import Phase, phase, questions_until


def open_funds(rounds: Iterable[Round], at: datetime, base_url: str) -> dict[str, Any]:
    """What is open at `at` and what opens later, the soonest first: London times with their offset, whole pence."""
    phases = [(phase(one, at), one) for one in rounds]
    opened = sorted((one for of, one in phases if of == Phase.OPEN), key=lambda one: (one.closes_at, one.slug))
    later = sorted((one for of, one in phases if of == Phase.FORTHCOMING), key=lambda one: (one.opens_at, one.slug))
    return {
        "as_of": _iso(at),
        "open": [_entry(one, base_url) for one in opened],
        "opening_soon": [_entry(one, base_url) for one in later],
    }


def _entry(round_: Round, base_url: str) -> dict[str, Any]:
    return {
        "id": round_.slug,
        "fund": round_.fund.title,
        "round": round_.name,
        "summary": round_.fund.one_line,
        "url": f"{base_url}/funds/{round_.slug}",
        "opens_at": _iso(round_.opens_at),
        "closes_at": _iso(round_.closes_at),
        "questions_until": _iso(questions_until(round_)),
        "decision_by": round_.decision_on.isoformat(),
        "min_pence": round_.min_pence,
        "max_pence": round_.max_pence,
        "available_pence": round_.budget_pence,
        "members_only": round_.members_only,
    }


def _iso(instant: datetime) -> str:
    return london(instant).isoformat(timespec="seconds")
