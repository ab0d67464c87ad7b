"""Judgements about applications: what stands against sending one, and who is told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from portal.applications.models import Application, Extension
from portal.applications.states import APPLICATION, BEFORE_DECISION, ApplicationState
from portal.core.dates import datetime_words, deadline_words, weekday_words
from portal.core.refusal import Refused
from portal.formkit.journey import Missing
from portal.funds.models import Round
from portal.funds.rules import GRACE, in_time, is_announced
from portal.funds.states import RoundState
from portal.organisations.rules import is_member, why_stopped

NOT_MEMBER = "Your organisation is not yet an approved member of the Funding Network. You can send this once it is."


CLOSED = "This fund has closed"
TAKES_EXTENSIONS = (RoundState.PUBLISHED, RoundState.ASSESSING)


def closing_at(round_: Round, extension: Extension | None) -> datetime:
    """The first instant that is too late for an organisation: the round's, or the later one that it was given."""
    return max(round_.closes_at, extension.closes_at) if extension else round_.closes_at


def closing_words(application: Application) -> str:
    """`midday on Thursday 14 January 2027 (UK time)`: when it is too late for this application."""
    return deadline_words(closing_at(application.round, application.extension))


def _runs(round_: Round, extension: Extension | None, at: datetime) -> bool:
    """Whether the round takes applications at all, apart from the closing time; an extension outlasts the round."""
    states = TAKES_EXTENSIONS if extension else (RoundState.PUBLISHED,)
    return round_.state in states and at >= round_.opens_at


def may_send_at(round_: Round, extension: Extension | None, at: datetime, opened_at: datetime | None = None) -> bool:
    """Whether something sent at `at`, from a page that was opened at `opened_at`, is in time."""
    return _runs(round_, extension, at) and in_time(closing_at(round_, extension), at, opened_at)


def may_write_at(round_: Round, extension: Extension | None, at: datetime) -> bool:
    """Whether answers can be saved: as long as they could still be sent by anybody."""
    return _runs(round_, extension, at) and at < closing_at(round_, extension) + GRACE


def too_late(round_: Round, extension: Extension | None) -> Refused:
    """What is said when it is too late: the time, what became of the answers, what to do."""
    return Refused(
        f"{round_.name} closed at {deadline_words(closing_at(round_, extension))}. What you saved before is kept, and "
        "you can still read and copy it. Call us if something stopped you from sending in time.",
        title=CLOSED,
    )


def ready_to_submit(
    application: Application,
    missing: list[Missing],
    at: datetime,
    today: date,
    opened_at: datetime | None = None,
    *,
    people: Sequence[str] = (),
) -> list[str]:
    """Why it cannot be sent at `at`, in sentences; empty when it can. The declaration is one of the answers.

    `opened_at` is when the page that it is sent from was opened, if that is known. `people` are the reasons that lie
    with people: a certifier who has not signed, a partner who has not agreed.
    """
    reasons = []
    if missing:
        things = "1 thing is" if len(missing) == 1 else f"{len(missing)} things are"
        reasons.append(f"{things} missing or must be changed.")
    if not may_send_at(application.round, application.extension, at, opened_at):
        reasons.append("The fund is not open.")
    stopped = why_stopped(application.organisation)
    if stopped:
        reasons.append(stopped)
    elif application.round.members_only and not is_member(application.organisation.membership, today):
        reasons.append(NOT_MEMBER)
    return [*reasons, *people]


def may_reopen(application: Application, at: datetime) -> bool:
    """Whether it can be taken back for changes: sent, not yet looked at, and the round still open."""
    in_time_ = may_send_at(application.round, application.extension, at)
    return application.state == ApplicationState.SUBMITTED and in_time_


def may_withdraw(application: Application) -> bool:
    """Whether it can still be withdrawn."""
    return application.state in BEFORE_DECISION


# Before scoring begins; afterwards assessors have read what they have read.
ASKABLE = frozenset({ApplicationState.SUBMITTED, ApplicationState.ELIGIBLE, ApplicationState.INELIGIBLE})


def may_ask(application: Application) -> bool:
    """Whether some answers can still be opened again."""
    return application.state in ASKABLE and application.told_early_at is None


CANNOT = "Cannot be considered for this fund"


def told_early(application: Application) -> bool:
    """Whether its applicant knows before the others that it cannot be considered: the one exception to `stage`.

    It goes by what they were told, never by what became of it since; from the announcement on it is as for all others.
    """
    return (
        application.told_early_at is not None
        and application.state != ApplicationState.WITHDRAWN
        and not is_announced(application.round)
    )


STAGES = ("Received", "Checks", "Scoring", "Panel", "Decision")
_STAGE_OF_ROUND = {
    RoundState.ASSESSING: 2,
    RoundState.DECIDED: 3,
    RoundState.ANNOUNCED: 4,
    RoundState.ARCHIVED: 4,
}
_STAGE_LABELS = ("Submitted", "Being checked", "Being scored", "With the panel", "Decision made")


def stage(application: Application) -> int:
    """Which of STAGES an applicant is shown as under way.

    It goes by the round, never by what was found or decided about this application: before the round is announced,
    nothing may tell one that will be funded from one that will not, or from one that does not meet the rules.
    """
    checked = application.state != ApplicationState.SUBMITTED
    return _STAGE_OF_ROUND.get(RoundState(application.round.state), 1 if checked else 0)


@dataclass(frozen=True)
class Stop:
    """One step of an application's way: who has it then, what is known of its date, and done, now or later."""

    name: str
    who: str
    when: str
    status: str


def way_of(application: Application) -> list[Stop]:
    """The way of a sent application from receipt to decision, in the words of its applicant.

    Like `stage`, it goes by the round alone.
    """
    round_, here = application.round, stage(application)
    assert application.submitted_at is not None
    known = (
        ("You sent it, and we have it.", f"{datetime_words(application.submitted_at)} (UK time)"),
        ("Our grants team checks that it meets the rules of the fund.", f"From {closing_words(application)}"),
        (f"At least {round_.assessors_per_application} people score it, each on their own.", ""),
        ("Our grants team puts all scores side by side and recommends.", ""),
        ("The Commissioner decides. You get feedback with the decision.", f"By {weekday_words(round_.decision_on)}"),
    )
    last = len(STAGES) - 1
    return [
        Stop(name, *known[i], "done" if i < here or i == here == last else "now" if i == here else "later")
        for i, name in enumerate(STAGES)
    ]


def applicant_label(application: Application) -> str:
    """Where it stands, in the words of its applicant."""
    if application.state in (ApplicationState.DRAFT, ApplicationState.WITHDRAWN):
        return APPLICATION.labels[ApplicationState(application.state)].applicant
    return CANNOT if told_early(application) else _STAGE_LABELS[stage(application)]


def not_eligible_words(reason: str) -> str:
    """What applicants read at the release when their application could not be scored; `reason` is whole sentences."""
    why = f"Thank you for your application. We could not score it. {reason.strip()}".strip()
    return f"{why} This is not a view on how good your project is."


def snapshot_facts(application: Application, answers: dict[str, object]) -> dict[str, object]:
    """What is frozen when it is sent: the organisation, the round, the pinned form, and every answer asked for."""
    organisation, round_ = application.organisation, application.round
    return {
        "reference": application.reference,
        "organisation": {
            "name": organisation.name,
            "reference": organisation.reference,
            "kind": organisation.kind,
            "charity_number": organisation.charity_number,
            "company_number": organisation.company_number,
        },
        "round": _round_facts(round_),
        "form": {
            "key": round_.form_version.form_key,
            "version": round_.form_version.version,
            "sha256": round_.form_version.sha256,
        },
        "answers": answers,
    }


def _round_facts(round_: Round) -> dict[str, object]:
    return {
        "slug": round_.slug,
        "name": round_.name,
        "closes_at": round_.closes_at.isoformat(),
        "min_pence": round_.min_pence,
        "max_pence": round_.max_pence,
    }
