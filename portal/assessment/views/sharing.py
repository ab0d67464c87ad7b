"""Giving a round's applications out: fairly at one press, by theme, or from a sheet; shown before it is done."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.assessment.forms.sharing import ShareForm, pairs_from_rows
from portal.assessment.operations import assign_all
from portal.assessment.policy import OVERSEE
from portal.assessment.queries.sharing import Work, work_of
from portal.assessment.rules.fair import loads_after, share_out
from portal.core.reading_sheets import Unreadable, rows_of
from portal.core.sheets import as_csv
from portal.core.text import plural
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.states import RoundState
from portal.organisations.rules import named
from portal.web.context import current_actor, current_session
from portal.web.downloads import CSV, download
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("sharing", __name__)

Pairs = tuple[tuple[int, int], ...]


@bp.page("/manage/rounds/<slug>/share", methods=("GET", "POST"), needs=OVERSEE, load=round_by_slug)
def share(round_: Round) -> ResponseReturnValue:
    """Choose how to give out what still needs people; read who would get what; then give it out."""
    work = work_of(current_session(), round_)
    form = ShareForm(work.people.values(), work.loads)
    action = request.form.get("action", "")
    if request.method == "POST" and action == "apply":
        return _apply(round_, work)
    if request.method == "POST" and action == "sheet":
        return _from_sheet(round_, work, form)
    if request.method == "POST" and form.validate():
        return _suggest(round_, work, form)
    return _page(round_, work, form)


@bp.page("/manage/rounds/<slug>/share.csv", needs=OVERSEE, load=round_by_slug)
def sheet(round_: Round) -> ResponseReturnValue:
    """A sheet of what still needs people, to fill in and send back."""
    work = work_of(current_session(), round_)
    lacking = [one for one in work.wanted if one.needs]
    rows = [
        (work.applications[one.application_id].reference, work.applications[one.application_id].title, "")
        for one in lacking
        for _ in range(one.needs)
    ]
    return download(
        as_csv(("Reference", "Project", "Email of the assessor"), rows), f"{round_.slug}-assessors.csv", CSV
    )


def _suggest(round_: Round, work: Work, form: ShareForm) -> ResponseReturnValue:
    wanted = [one for one in work.wanted if form.takes(one)]
    sharing = share_out(wanted, work.scorers(form.chosen, form.most_each), work.barred)
    return _preview(round_, work, sharing.given, {**sharing.short})


def _from_sheet(round_: Round, work: Work, form: ShareForm) -> ResponseReturnValue:
    sent = request.files.get("sheet")
    try:
        rows = rows_of(sent.read()) if sent else []
    except Unreadable as unreadable:
        return _page(round_, work, form, [("sheet", str(unreadable))])
    pairs, faults = pairs_from_rows(rows, work)
    if faults or not pairs:
        return _page(round_, work, form, [("sheet", words) for words in faults or ["Choose a file with a row to use"]])
    return _preview(round_, work, tuple(pairs), {})


def _preview(round_: Round, work: Work, pairs: Pairs, short: dict[int, int]) -> ResponseReturnValue:
    after = loads_after(work.scorers(list(work.people), 0), pairs)
    return page(
        "assessment/share_preview.html",
        round=round_,
        work=work,
        pairs=[(work.applications[a], work.people[who]) for a, who in pairs],
        short=[(work.applications[a], lacking) for a, lacking in sorted(short.items())],
        after=after,
    )


def _apply(round_: Round, work: Work) -> ResponseReturnValue:
    by_reference = {one.reference: one for one in work.applications.values()}
    by_email = {person.email: person for person in work.people.values()}
    wanted = [value.partition(" ") for value in request.form.getlist("pair")]
    pairs = [(by_reference[a], by_email[who]) for a, _, who in wanted if a in by_reference and who in by_email]
    left = assign_all(current_session(), pairs=pairs, actor=current_actor())
    done = len(pairs) - len(left)
    flash(f"{plural(done, 'application')} given out.", "success")
    for words in [*left[:20], *(["Others were left for the same reasons."] if len(left) > 20 else [])]:
        flash(words, "warning")
    return redirect(f"/manage/rounds/{round_.slug}/assessors", code=303)


def _page(
    round_: Round, work: Work, form: ShareForm, errors: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    return page(
        "assessment/share.html",
        round=round_,
        form=form,
        open=round_.state == RoundState.ASSESSING,
        lacking=sum(one.needs for one in work.wanted),
        people=work.people.values(),
        loads=work.loads,
        themes=named("themes"),
        districts=named("districts"),
        wrong=dict(errors or []),
        errors=errors or form.summary,
    )
