"""Setting up rounds and moving them on."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import london, now
from portal.core.dates import date_words, deadline_words
from portal.core.money import format_pounds
from portal.core.refusal import Refused
from portal.formkit.operations import publish as publish_form
from portal.funds import pack
from portal.funds.eligibility import eligibility_outcomes, eligibility_questions
from portal.funds.models import Criterion, Fund, Round
from portal.funds.operations.following import tell
from portal.funds.policy import MANAGE_ROUNDS
from portal.funds.queries import followers_of, fund_by_slug
from portal.funds.rules import Phase, closing_words, phase
from portal.funds.states import ROUND


@dataclass(frozen=True)
class RoundFacts:
    """What an officer decides about a round. Money in pence; instants in UTC; days London's."""

    slug: str
    name: str
    year: int
    opens_at: datetime
    closes_at: datetime
    grant_starts_on: date
    grant_ends_on: date
    min_pence: int
    max_pence: int
    budget_pence: int
    decision_on: date
    members_only: bool = True
    assessors_per_application: int = 2


def set_up_round(session: Session, *, form_key: str, code: str, facts: RoundFacts, actor: Actor) -> Round:
    """Publish a round of a fund from the content pack.

    Finds or makes the fund; publishes the form with the round's facts filled in (the same document is published
    once); copies the principles as the round's criteria; freezes the page's text; moves the round to published; audit.
    """
    require(actor, MANAGE_ROUNDS)
    source = pack.read(pack.FUND_FILES[form_key])
    fund = _fund(session, form_key, code, source)
    version = publish_form(session, document=pack.form_document(pack.FUND_FILES[form_key], form_facts(facts)))
    round_ = Round(
        fund=fund,
        form_version=version,
        content={
            "start_page": source["start_page"],
            "focus": source["fund"].get("round_focus", []),
            "eligibility": eligibility_questions(form_key),
            "eligibility_outcomes": eligibility_outcomes(),
        },
        **vars(facts),
    )
    round_.criteria = [_criterion(principle) for principle in pack.principles()]
    session.add(round_)
    session.flush()
    ROUND.advance(session, round_, "publish", actor_id=actor.account_id)
    record(session, "round:published", subject_type="round", subject=round_.slug, actor=actor, form=version.sha256)
    return round_


def form_facts(facts: RoundFacts) -> dict[str, str | int]:
    """The facts that fill the ((placeholders)) of an application form."""
    start, end = facts.grant_starts_on, facts.grant_ends_on
    first = start.year if start.month >= 4 else start.year - 1  # the public financial year begins in April
    return {
        "grant_start": date_words(start),
        "grant_end": date_words(end),
        "grant_start_iso": start.isoformat(),
        "grant_end_iso": end.isoformat(),
        "year1": f"{first} to {first + 1}",
        "year2": f"{first + 1} to {first + 2}",
        "min_amount": format_pounds(facts.min_pence),
        "max_amount": format_pounds(facts.max_pence),
        "min_pence": facts.min_pence,
        "max_pence": facts.max_pence,
    }


def start_assessing(session: Session, *, round_: Round, actor: Actor) -> None:
    """Close the round for good and begin to assess; refused while it is still open. State; audit."""
    require(actor, MANAGE_ROUNDS, round_)
    if phase(round_, now()) != Phase.CLOSED:
        raise Refused(f"{round_.name} is open until {closing_words(round_)}.", title="This round has not closed")
    ROUND.advance(session, round_, "start_assessing", actor_id=actor.account_id)
    record(session, "round:assessing", subject_type="round", subject=round_.slug, actor=actor)


def extend(session: Session, *, round_: Round, closes_at: datetime, actor: Actor) -> None:
    """Move the closing time later, for everyone: mail to the followers, audit. Refused once assessing has begun."""
    require(actor, MANAGE_ROUNDS, round_)
    if round_.state != "published" or closes_at <= max(round_.closes_at, now()):
        raise Refused("The new closing time must be later than the present one, and assessing must not have begun.")
    before, round_.closes_at = round_.closes_at, closes_at
    round_.decision_on = max(round_.decision_on, london(closes_at + timedelta(days=1)).date())
    detail = {"before": before.isoformat(), "after": closes_at.isoformat()}
    record(session, "round:extended", subject_type="round", subject=round_.slug, actor=actor, **detail)
    followers = followers_of(session, round_.fund_id)
    tell(session, followers, round_, "fund_dates", about=closes_at.isoformat(), before=deadline_words(before))
    session.flush()


def show_by_and_for(session: Session, *, round_: Round, shows: bool, actor: Actor) -> None:
    """Say whether people who score see that a group calls itself by-and-for. Refused once the round is open, because
    people apply on the word of its page. Twice is once; audit.
    """
    require(actor, MANAGE_ROUNDS, round_)
    session.refresh(round_, ["shows_by_and_for", "opens_at"], with_for_update=True)
    if round_.opens_at <= now():
        raise Refused("The round has opened. Groups applied on the word of its page, so this cannot change now.")
    if round_.shows_by_and_for != shows:
        round_.shows_by_and_for = shows
        record(session, "round:by-and-for", subject_type="round", subject=round_.slug, actor=actor, shows=shows)
    session.flush()


def _fund(session: Session, form_key: str, code: str, source: dict[str, dict[str, str]]) -> Fund:
    slug = form_key.replace("_", "-")
    fund = fund_by_slug(session, slug)
    if fund is None:
        fund = Fund(slug=slug, code=code, title=source["fund"]["title"], one_line=source["fund"]["one_line"])
        session.add(fund)
    return fund


def _criterion(principle: dict[str, object]) -> Criterion:
    descriptors = principle["descriptors"]
    assert isinstance(descriptors, dict)
    return Criterion(
        key=principle["id"],
        number=principle["number"],
        short_name=principle["short_name"],
        text=principle["text"],
        questions=principle["assessor_questions"],
        look_at=principle["look_at"],
        descriptors={str(points): words for points, words in descriptors.items()},
    )
