"""The library: what is offered, one phrase with its history, adding, changing and retiring."""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.core.clash import Stale
from portal.phrases import queries
from portal.phrases.forms import PhraseForm
from portal.phrases.models import Phrase
from portal.phrases.operations import add_phrase, change_phrase, retire_phrase
from portal.phrases.policy import KEEP_PHRASES
from portal.phrases.rules import BANDS, KINDS, principles, split_at_gaps
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("phrases", __name__)
CHANGED_MEANWHILE = (
    "A colleague changed this phrase while you were writing. Read the newest version below. If you save again, yours "
    "replaces it, and both are kept in the history"
)
WORDS: dict[str, Any] = {"kinds": KINDS, "bands": BANDS, "split": split_at_gaps}


@bp.page("/manage/phrases", needs=KEEP_PHRASES)
def library() -> ResponseReturnValue:
    """Every phrase that is offered, or that was retired; of one principle, or for one text."""
    retired = request.args.get("show") == "retired"
    every = queries.library(current_session(), retired=retired)
    principle, kind = request.args.get("principle", ""), request.args.get("kind", "")
    shown = [
        one
        for one in every
        if (not principle or one.newest.principle in ("", principle)) and (not kind or one.newest.kind == kind)
    ]
    return page(
        "phrases/library.html",
        phrases=shown,
        total=len(every),
        retired=retired,
        principle=principle,
        kind=kind,
        principles=principles(),
        **WORDS,
    )


@bp.page("/manage/phrases/new", methods=("GET", "POST"), needs=KEEP_PHRASES)
def new() -> ResponseReturnValue:
    """Add one."""
    form = PhraseForm(principle=request.args.get("principle", ""), kind=request.args.get("kind", ""))
    if request.method == "POST" and form.validate():
        add_phrase(current_session(), facts=form.facts(), actor=current_actor())
        flash("Added. It is offered to everyone who writes feedback.", "success")
        return redirect("/manage/phrases", code=303)
    return page("phrases/new.html", form=form, errors=form.summary)


@bp.page("/manage/phrases/<reference>", methods=("GET", "POST"), needs=KEEP_PHRASES, load=queries.phrase_by_reference)
def phrase(found: Phrase) -> ResponseReturnValue:
    """Change it, retire it or offer it again; what it said before."""
    if request.method == "GET":
        return _page(found)
    session, actor, action = current_session(), current_actor(), request.form.get("action")
    revision = read_revision(request.form)
    if action in ("retire", "offer"):
        retire_phrase(session, phrase=found, retired=action == "retire", revision=revision, actor=actor)
        flash("It is offered no longer." if action == "retire" else "It is offered again.", "success")
        return redirect(f"/manage/phrases/{found.reference}", code=303)
    form = PhraseForm()
    if not form.validate():
        return _page(found, form, form.summary)
    try:
        change_phrase(session, phrase=found, facts=form.facts(), revision=revision, actor=actor)
    except Stale:
        return _page(found, form, [("words", CHANGED_MEANWHILE)])
    flash("Saved. The earlier version stays in the history.", "success")
    return redirect(f"/manage/phrases/{found.reference}", code=303)


def _page(
    found: Phrase, form: PhraseForm | None = None, errors: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    newest = queries.newest_of(current_session(), found)
    now = {"words": newest.words, "kind": newest.kind, "principle": newest.principle, "band": newest.band}
    return page(
        "phrases/phrase.html",
        phrase=found,
        newest=newest,
        form=form or PhraseForm(**now),
        errors=errors or [],
        meanwhile=CHANGED_MEANWHILE if (errors or [("", "")])[0][1] == CHANGED_MEANWHILE else "",
        principles=principles(),
        **WORDS,
    )
