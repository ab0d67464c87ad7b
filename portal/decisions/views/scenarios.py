"""Saving a choice as a scenario, comparing two, and recommending what one chose."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.text import plural
from portal.decisions.forms import LEAVE, ScenarioForm, UseForm
from portal.decisions.models import OUTCOME_LABELS, Outcome, Scenario
from portal.decisions.operations import Using, changes_since, digest_of, read_document, save_scenario, use_scenario
from portal.decisions.policy import CHOOSE
from portal.decisions.queries.line import line_facts
from portal.decisions.queries.scenarios import scenario_by_number, scenarios_of
from portal.decisions.rules import MOST_REASON_WORDS
from portal.decisions.rules.effects import awarded, dimensions, effects
from portal.decisions.rules.scenarios import MOST_WHY_WORDS, amounts_of, differences
from portal.decisions.views.line import line_of_address, round_to_choose, seen
from portal.funds.models import Round
from portal.organisations.rules import named
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("scenarios", __name__)


@bp.page("/manage/rounds/<slug>/scenarios", needs=CHOOSE, load=round_to_choose)
def scenarios(round_: Round) -> ResponseReturnValue:
    """Every saved choice of a round: who, when, why; and two of them to compare."""
    return page("decisions/scenarios.html", round=round_, scenarios=scenarios_of(current_session(), round_.id))


@bp.page("/manage/rounds/<slug>/scenarios/save", methods=("GET", "POST"), needs=CHOOSE, load=round_to_choose)
def save(round_: Round) -> ResponseReturnValue:
    """Name the choice that the address holds, and say why."""
    session = current_session()
    facts = line_facts(session, round_)
    shown = seen(round_, facts, line_of_address(round_, facts))
    digest = digest_of(session, round_, facts, shown.line)[1]
    # The same choice under the same name is a second press of the button, and no other scenario.
    form = ScenarioForm([one.name for one in scenarios_of(session, round_.id) if one.sha256 != digest])
    if request.method == "POST" and form.validate():
        made = save_scenario(
            session,
            round_=round_,
            line=shown.line,
            name=form.name.data,
            why=form.why.data,
            seen=request.form.get("seen", ""),
            actor=current_actor(),
        )
        flash(f"Saved: {made.name}.", "success")
        return redirect(f"/manage/rounds/{round_.slug}/scenarios/{made.number}", code=303)
    return page(
        "decisions/save.html",
        round=round_,
        seen=shown,
        digest=digest,
        form=form,
        most_words=MOST_WHY_WORDS,
        errors=form.summary,
    )


@bp.page("/manage/rounds/<slug>/scenarios/<int:number>", needs=CHOOSE, load=scenario_by_number)
def one(scenario: Scenario) -> ResponseReturnValue:
    """What was chosen, why and by whom; and what changed since."""
    document = read_document(scenario)
    return page(
        "decisions/scenario.html",
        scenario=scenario,
        round=scenario.round,
        rows=[row for row in document["rows"] if row["amount"]],
        document=document,
        changes=changes_since(current_session(), scenario),
    )


@bp.page("/manage/rounds/<slug>/scenarios/compare", needs=CHOOSE, load=round_to_choose)
def compare(round_: Round) -> ResponseReturnValue:
    """Two scenarios side by side: totals, what each does, and the applications to which they give different money."""
    session = current_session()
    listed = scenarios_of(session, round_.id)
    typed = [request.args.get(name, "") for name in ("a", "b")]
    numbers = [int(text) for text in typed if text.isascii() and text.isdecimal() and len(text) < 9]
    found = [scenario_by_number(session, round_.slug, number) for number in numbers]
    pair = [one for one in found if one is not None]
    if len(pair) != 2 or pair[0].number == pair[1].number:
        errors = [("a", "Choose two different scenarios to compare")] if request.args else []
        return page("decisions/scenarios.html", round=round_, scenarios=listed, errors=errors)
    documents = [read_document(one) for one in pair]
    return page(
        "decisions/compare.html",
        round=round_,
        pair=pair,
        differences=differences(*documents),
        effects=_both(round_, documents),
    )


def _both(round_: Round, documents: list[dict[str, Any]]) -> list[Any]:
    """Each way of parting the applications with the rows of both choices, as the applications stand now."""
    facts = line_facts(current_session(), round_)
    ways = dimensions(facts.districts, facts.priorities, named("income_bands"))
    awards = [awarded(facts.candidates, amounts_of(document)) for document in documents]
    return [(way, list(zip(*(effects(way, facts.candidates, one) for one in awards), strict=True))) for way in ways]


@bp.page(
    "/manage/rounds/<slug>/scenarios/<int:number>/use", methods=("GET", "POST"), needs=CHOOSE, load=scenario_by_number
)
def use(scenario: Scenario) -> ResponseReturnValue:
    """Every name and amount that would be recommended, with one reason; then all of it or nothing."""
    session, form = current_session(), UseForm()
    if request.method == "POST" and form.validate():
        rest = "" if form.rest.data == LEAVE else form.rest.data
        main_reason = form.main_reason.data if rest == Outcome.NOT_FUNDED else ""
        using = Using(form.reason.data, rest, main_reason)
        count = use_scenario(session, scenario=scenario, using=using, actor=current_actor())
        flash(f"{plural(count, 'recommendation')} with the Commissioner.", "success")
        return redirect(f"/manage/rounds/{scenario.round.slug}/ranking", code=303)
    document = read_document(scenario)
    return page(
        "decisions/use.html",
        scenario=scenario,
        round=scenario.round,
        rows=[row for row in document["rows"] if row["amount"]],
        left_out=[row for row in document["rows"] if not row["amount"] and row["signed"] is None],
        changes=changes_since(session, scenario),
        outcomes=OUTCOME_LABELS,
        most_words=MOST_REASON_WORDS,
        form=form,
        errors=form.summary,
    )
