"""Practice on two worked examples, and how everyone's practice went. Nothing is adjusted by it."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.assessment import queries
from portal.assessment.forms import SCALE
from portal.assessment.models import Practice
from portal.assessment.operations import practise
from portal.assessment.policy import LIST, OVERSEE
from portal.assessment.queries.people import practices_in
from portal.assessment.rules.calibration import Drift, Example, drift, examples, practice_faults
from portal.assessment.views.loading import round_to_score
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("calibration", __name__)


@dataclass(frozen=True)
class InRound:
    """A worked example as one round scores it."""

    round: Round
    example: Example


def example_in_round(session: Session, slug: str, key: str) -> InRound | None:
    """One of the examples, for a round that is being assessed."""
    round_ = round_to_score(session, slug)
    found = [one for one in _examples(round_) if one.key == key] if round_ else []
    return InRound(round_, found[0]) if round_ and found else None


@bp.page("/assess/practice/<slug>", needs=LIST, load=round_to_score)
def practice(round_: Round) -> ResponseReturnValue:
    """The two examples, and how far I was from the agreed scores."""
    done = practices_in(current_session(), round_.id, current_actor().account_id)
    return page("assessment/practice.html", round=round_, examples=_examples(round_), mine=_newest(round_, done))


@bp.page("/assess/practice/<slug>/<key>", methods=("GET", "POST"), needs=LIST, load=example_in_round)
def one_example(found: InRound) -> ResponseReturnValue:
    """Score one example; then see the agreed score beside mine, principle by principle, with the reason."""
    session, round_, example = current_session(), found.round, found.example
    typed = posted()
    sent = {part.number: typed.get(f"points-{part.number}", "") if typed else "" for part in example.parts}
    points = {number: SCALE.get(score) for number, score in sent.items()}
    errors = practice_faults(example, points) if request.method == "POST" else []
    if request.method == "POST" and not errors:
        practise(session, round_=round_, example=example, points=points, actor=current_actor())
        flash("Compare your scores with those that were agreed.", "success")
        return redirect(f"/assess/practice/{round_.slug}/{example.key}", code=303)
    done = [one for one in practices_in(session, round_.id, current_actor().account_id) if one.example == example.key]
    again = request.args.get("again") == "yes" or request.method == "POST" or typed is not None
    given = {int(number): score for number, score in done[-1].points.items()} if done and not again else None
    return page(
        "assessment/example.html",
        round=round_,
        example=example,
        criteria={criterion.number: criterion for criterion in round_.criteria},
        given=given,
        drift=drift(example, given) if given else None,
        points_of=points,
        wrong=dict(errors),
        errors=errors,
    )


@bp.page("/manage/rounds/<slug>/calibration", needs=OVERSEE, load=round_by_slug)
def calibration(round_: Round) -> ResponseReturnValue:
    """How far each assessor's practice lay from what was agreed, by name, and who has not practised."""
    session = current_session()
    done = practices_in(session, round_.id)
    chosen = {one.key: one for one in _examples(round_)}
    rows = [
        (one.account.name, chosen[one.example].title, one.sent_at, drift(chosen[one.example], _points(one.points)))
        for one in done
        if one.example in chosen
    ]
    practised = {one.account_id for one in done}
    return page(
        "assessment/calibration.html",
        round=round_,
        rows_of=rows,
        not_yet=[person.name for person in queries.assessors(session) if person.id not in practised],
    )


def _examples(round_: Round) -> list[Example]:
    return examples(criterion.number for criterion in round_.criteria)


def _points(kept: dict[str, int]) -> dict[int, int]:
    return {int(number): score for number, score in kept.items()}


def _newest(round_: Round, done: Iterable[Practice]) -> dict[str, Drift]:
    chosen = {one.key: one for one in _examples(round_)}
    return {one.example: drift(chosen[one.example], _points(one.points)) for one in done if one.example in chosen}
