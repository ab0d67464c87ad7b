"""What an applicant reads, put together once for their page, its other shapes, and the office's preview."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from portal.assessment.queries.reading import Answered, reading_of
from portal.core.clock import london, today
from portal.core.dates import date_words
from portal.decisions.models import Outcome
from portal.decisions.queries import recommendation_on
from portal.decisions.queries.results import Result, result_on
from portal.decisions.rules.conditions import conditions_of
from portal.decisions.wording import NOT_ELIGIBLE, main_reason_text, promotion_sentence
from portal.feedback.models import Feedback, FeedbackVersion, PrincipleFeedback
from portal.feedback.operations.writing import fields_of
from portal.feedback.queries import judged
from portal.feedback.queries.corrections import versions_of
from portal.feedback.rules import Judged, weakest
from portal.feedback.rules.corrections import texts_by_step, touched
from portal.feedback.rules.short import in_short
from portal.feedback.wording import BANDS, NOW_FUNDED, OPENINGS, TITLES, outcome_sentence, review_words
from portal.workshops.queries.workshops import Suggestion, suggest_for

PARTNERSHIP = "p1"  # the principle about working in partnership, by its key in the pack


@dataclass(frozen=True)
class Part:
    """One principle: the words about it, its band, and the group's own answers."""

    feedback: PrincipleFeedback
    band: str
    meaning: str
    answers: list[Answered]


@dataclass(frozen=True)
class Letter:
    """The whole page: outcome first, then in short, then why, then principle by principle.

    `before` tells a group, which had read that it is on the reserve list, when that was; empty for all others.
    `corrected` has a line for each correction since the release; `part_corrected` one for a partner, whose words are
    about working in partnership, without what was said to the applicant.
    """

    feedback: Feedback
    title: str
    opening: str
    sentence: str
    before: str
    corrected: list[str]
    part_corrected: str
    short: list[str]
    main_reason: str
    conditions: list[str]
    funded: bool
    reserve: bool
    scored: bool
    parts: list[Part]
    review: str
    workshops: list[Suggestion]


def letter_of(session: Session, feedback: Feedback) -> Letter | None:
    """The letter by what is signed, or by what is recommended before that (preview only); None when neither is."""
    application = feedback.application
    result = result_on(session, application.id)
    found = result or recommendation_on(session, application.id)
    if found is None:
        return None
    reading = reading_of(session, application, by_its_own=True)
    panel = judged(session, application) if feedback.principles else []
    asked = application.requested_pence or 0
    title, sentence = TITLES[Outcome(found.outcome)], ""
    before = _before(application.round.announced_at, result)
    if before:
        title, sentence = NOW_FUNDED[Outcome(found.outcome)], promotion_sentence(found.amount_pence, asked)
    versions = versions_of(session, application.id)
    no = found.outcome == Outcome.NOT_FUNDED and found.main_reason != NOT_ELIGIBLE
    return Letter(
        feedback=feedback,
        title=title,
        opening=OPENINGS[Outcome(found.outcome)],
        sentence=sentence or outcome_sentence(found.outcome, found.amount_pence, asked, found.main_reason),
        before=before,
        corrected=[f"We corrected this on {_day(one)}: {one.wrong}" for one in versions],
        part_corrected=_part_corrected(feedback, versions),
        short=in_short(found.outcome, *_best_and_weakest(feedback, panel)),
        main_reason=main_reason_text(found.main_reason) if no else "",
        conditions=conditions_of(found.conditions),
        funded=found.amount_pence > 0,
        reserve=found.outcome == Outcome.RESERVE,
        scored=bool(feedback.principles),
        parts=[Part(row, *BANDS[row.band], reading.by_principle[row.criterion.number]) for row in feedback.principles],
        review=review_words(),
        workshops=_workshops(session, feedback, panel),
    )


def _before(announced_at: datetime | None, result: Result | None) -> str:
    """That a group was on the reserve list, when it had read so; whoever was promoted before the release had not."""
    promotion = result.promotion if result else None
    if promotion is None or announced_at is None or promotion.signed_at < announced_at:
        return ""
    return (
        f"On {date_words(london(announced_at).date())} we told you that your project was on our reserve list. "
        f"Since {date_words(london(promotion.signed_at).date())} there is money for it."
    )


def _day(version: FeedbackVersion) -> str:
    return date_words(london(version.at).date())


def _part_corrected(feedback: Feedback, versions: Sequence[FeedbackVersion]) -> str:
    """When the words on working in partnership were corrected last; empty when they never were."""
    number = next((row.criterion.number for row in feedback.principles if row.criterion.key == PARTNERSHIP), None)
    steps = texts_by_step([one.fields for one in versions], fields_of(feedback))
    days = [_day(one) for one, step in zip(versions, steps, strict=True) if number and touched(*step, number)]
    return f"We corrected this on {days[-1]}." if days else ""


def _best_and_weakest(feedback: Feedback, panel: list[Judged]) -> tuple[list[str], list[str]]:
    """The short names of the strengths (of what met our standard, where none is one) and of the weakest principles."""
    names = {row.criterion.key: row.criterion.short_name for row in feedback.principles}
    by_band = {
        band: [row.criterion.short_name for row in feedback.principles if row.band == band]
        for band in ("strength", "fine")
    }
    return by_band["strength"] or by_band["fine"], [names[key] for key in weakest(panel) if key in names]


def _workshops(session: Session, feedback: Feedback, panel: list[Judged]) -> list[Suggestion]:
    """The workshops that are open to the group now and could help with its two weakest principles."""
    if not panel:
        return []
    return suggest_for(session, weakest(panel), today(), kind=feedback.application.organisation.kind)
