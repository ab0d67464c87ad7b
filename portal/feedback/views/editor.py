"""The editor's page: what the assessors gave beside what is written, with phrases, doubts and what is still to do."""

import secrets
from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue

from portal.applications.models import Application
from portal.applications.states import DECIDED, ApplicationState
from portal.assessment.forms import read_tab
from portal.feedback import queries
from portal.feedback.models import Feedback
from portal.feedback.operations.writing import fields_of, principles_of
from portal.feedback.queries.beside import beside, has_other_officer, stock
from portal.feedback.rules import FIELD_LABELS, FIELDS, MOST_CHANGES, labels, warnings
from portal.feedback.rules.checks import doubts_beside
from portal.feedback.rules.guide import MOST_WORDS
from portal.feedback.rules.specific import unspecific
from portal.feedback.rules.workbench import Neighbours, neighbours_of
from portal.feedback.states import FeedbackState
from portal.feedback.wording import BANDS
from portal.formkit.operations import Tab
from portal.phrases.queries import Offered, library
from portal.phrases.rules import split_at_gaps
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.kept import posted
from portal.web.pages import page

DRAFTABLE = DECIDED | {ApplicationState.RECOMMENDED}


def editor_page(
    application: Application, feedback: Feedback | None, errors: list[tuple[str, str]] | None = None
) -> ResponseReturnValue:
    """All principles, or `?principle=3` alone; all of them again where `errors` stand in the way of an approval."""
    session = current_session()
    typed = posted() if request.method == "GET" else None
    saved = fields_of(feedback) if feedback else {}
    values = {name: typed.get(name, text) for name, text in saved.items()} if typed else saved
    names = principles_of(feedback) if feedback else {}
    wrong = dict(errors or [])
    to_do = {} if wrong else dict(unspecific(saved, labels(names), stock(session)))
    return page(
        "feedback/edit.html",
        application=application,
        feedback=feedback,
        draftable=application.state in DRAFTABLE,
        alone=None if wrong else _alone(names),
        names=names,
        values=values,
        revision=base_revision(typed) if typed else feedback.revision if feedback else 0,
        tab=read_tab(typed) if typed else Tab(secrets.token_urlsafe(9)),
        judged={one.number: one for one in queries.judged(session, application)},
        bands=BANDS,
        fields_of_principle=[(field, FIELD_LABELS[field]) for field in FIELDS],
        changes=range(1, MOST_CHANGES + 1),
        most_words=MOST_WORDS,
        doubts=warnings(saved, names, queries.names_of_assessors(session, application.id)),
        beside=doubts_of(application, saved),
        to_do=to_do,
        phrases=_phrases(feedback) if feedback else {},
        split=split_at_gaps,
        neighbours=neighbours(application),
        wrote_last=feedback is not None
        and feedback.edited_by_id == current_actor().account_id
        and has_other_officer(session, current_actor().account_id),
        wrong=wrong,
        errors=errors or [],
    )


def base_revision(sent: Mapping[str, str]) -> int:
    """The revision that the page showed: from the form, or from the page on which they chose between two texts."""
    return read_revision({"revision": sent.get("base-revision") or sent.get("revision", "")})


def neighbours(application: Application) -> Neighbours:
    """The applications before and after one in its round, and the next that this officer could approve."""
    actor = current_actor()
    found = queries.lines(current_session(), application.round)
    ours = [line for line in found if not actor.in_team(line.application.organisation_id)]
    approvable = {
        line.application.reference
        for line in ours
        if line.feedback
        and line.feedback.state == FeedbackState.DRAFT
        and line.feedback.edited_by_id != actor.account_id
    }
    return neighbours_of(application.reference, [line.application.reference for line in ours], approvable)


def _alone(names: Mapping[int, str]) -> int | None:
    """The one principle that the address asks for; None for all of them."""
    number = request.args.get("principle", "")
    return int(number) if number.isascii() and number.isdecimal() and int(number) in names else None


def _phrases(feedback: Feedback) -> dict[str, list[Offered]]:
    """The phrases that fit each text, by the name of its field; those for any principle fit the changes at the top."""
    offered = library(current_session())
    found = {
        f"{kind}-{row.criterion.number}": [one for one in offered if one.facts.fits(kind, row.criterion.key, row.band)]
        for row in feedback.principles
        for kind in FIELDS
    }
    general = [one for one in offered if one.facts.fits("change_first", "", "")]
    return found | {f"change-{n}": general for n in range(1, MOST_CHANGES + 1)}


def doubts_of(application: Application, saved: Mapping[str, str]) -> dict[str, list[str]]:
    """What to look at beside each field: hard words, people, other groups, copies."""
    facts = beside(current_session(), application)
    return {
        name: doubts_beside(text, people=facts.people, groups=facts.groups, elsewhere=facts.elsewhere)
        for name, text in saved.items()
    }
