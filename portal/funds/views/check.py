"""Check if you can apply: a question a page, every reason at the end, counted without a name.

The answers travel in the address and are kept nowhere. The last question is sent by POST, because a finished check is
counted, and a GET never writes.
"""

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.core.clock import now
from portal.funds import eligibility
from portal.funds.eligibility import Verdict
from portal.funds.models import Round
from portal.funds.operations import count_check
from portal.funds.policy import CHECK_ELIGIBILITY
from portal.funds.queries import public_round
from portal.funds.rules import Phase, phase
from portal.funds.views.visitor import visitor_mark
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("eligibility", __name__)


@dataclass(frozen=True)
class CheckPage:
    """One question of the eligibility check, and what was answered before it.

    `question` is None for the result, and where the round has no check.
    """

    round: Round
    question: Any
    answers: dict[str, list[str]]

    def url(self, key: str) -> str:
        """The address of a question of the check that carries the answers so far."""
        query = urlencode([(name, value) for name, values in self.answers.items() for value in values])
        return f"/funds/{self.round.slug}/check/{key}" + (f"?{query}" if query else "")

    @property
    def asked(self) -> list[Any]:
        """The questions that these answers lead to, in order."""
        return eligibility.asked(eligibility.questions_of(self.round.content), self.answers)

    @property
    def unanswered(self) -> list[str]:
        """The keys of those without an answer that can be taken."""
        return [q["key"] for q in self.asked if eligibility.problem_with(q, self.answers.get(q["key"], []))]

    @property
    def verdicts(self) -> list[tuple[Any, Verdict]]:
        """What each answer means, once all are there."""
        least, most = self.round.min_pence, self.round.max_pence
        return [(q, eligibility.verdict(q, self.answers[q["key"]], least, most)) for q in self.asked]


def check_page(session: Session, slug: str, key: str | None = None) -> CheckPage | None:
    """The page of the check that the address names, with the answers that its query or its form carries."""
    found = public_round(session, slug)
    if found is None:
        return None
    questions = eligibility.questions_of(found.content)
    if not questions:
        return CheckPage(found, None, {})
    given = [question["key"] for question in questions if question["key"] in request.values]
    answers = {name: eligibility.tidied(request.values.getlist(name)) for name in given}
    wanted = key or questions[0]["key"]
    question = next((q for q in questions if q["key"] == wanted), None)
    return CheckPage(found, question, answers) if question or key == "result" else None


@bp.page("/funds/<slug>/check", needs=CHECK_ELIGIBILITY, load=check_page)
def check(found: CheckPage) -> ResponseReturnValue:
    """The start of the check; where there is none, what to do instead."""
    if found.question is None:
        return _no_check(found.round)
    return page("funds/check_start.html", round=found.round, first=found.question["key"])


@bp.page("/funds/<slug>/check/<key>", methods=("GET", "POST"), needs=CHECK_ELIGIBILITY, load=check_page)
def check_question(found: CheckPage) -> ResponseReturnValue:
    """One question at a time; an answer leads to the next that is open, and the last to the result."""
    if not eligibility.questions_of(found.round.content):
        return _no_check(found.round)
    if found.question is None:
        return _result(found)
    key = found.question["key"]
    if request.values.get("answered") != key:
        return _ask(found, None)
    problem = eligibility.problem_with(found.question, found.answers.get(key, []))
    if problem:
        return _ask(found, problem)
    onwards = found.unanswered
    if request.method == "POST" and not onwards:
        _count(found)
    return redirect(found.url(onwards[0] if onwards else "result"), code=303 if request.method == "POST" else 302)


def _no_check(round_: Round) -> ResponseReturnValue:
    return page("funds/check_none.html", round=round_, open=phase(round_, now()) == Phase.OPEN)


def _count(found: CheckPage) -> None:
    verdicts = found.verdicts
    count_check(
        current_session(),
        round_=found.round,
        outcome=eligibility.outcome([one for _question, one in verdicts]),
        results={question["key"]: one.result for question, one in verdicts if one.result != "pass"},
        visitor=visitor_mark(),
        attempt=request.form.get("attempt", "")[:100],
        actor=current_actor(),
    )


def _ask(found: CheckPage, problem: str | None) -> ResponseReturnValue:
    key = found.question["key"]
    keys = [q["key"] for q in found.asked]
    place = keys.index(key) if key in keys else 0
    carried = [(name, value) for name, values in found.answers.items() if name != key for value in values]
    last = set(found.unanswered) <= {key} and key == keys[-1]
    return page(
        "funds/check_question.html",
        round=found.round,
        question=found.question,
        place=(place + 1, len(keys)),
        answer=found.answers.get(key, []),
        carried=carried,
        attempt=(request.form.get("attempt") or secrets.token_urlsafe(12)) if last else None,
        problem=problem,
        errors=[(key, problem)] if problem else [],
        back={"href": found.url(keys[place - 1]) if place else f"/funds/{found.round.slug}/check", "text": "Back"},
    )


def _result(found: CheckPage) -> ResponseReturnValue:
    """Every reason at once, and what could help; an unanswered question leads back to itself."""
    round_ = found.round
    if found.unanswered:
        return redirect(found.url(found.unanswered[0]), code=303 if request.method == "POST" else 302)
    outcome = eligibility.outcome([one for _question, one in found.verdicts])
    words = round_.content.get("eligibility_outcomes") or eligibility.eligibility_outcomes()
    reasons = [
        (question, one.message, eligibility.placed(one.helps, round_.slug))
        for question, one in found.verdicts
        if one.result != "pass"
    ]
    return page(
        "funds/check_result.html",
        round=round_,
        outcome=outcome,
        reasons=reasons,
        url=found.url,
        words=words[outcome],
        more=eligibility.placed(words[outcome]["helps"], round_.slug),
        answers=found.answers,
        open=phase(round_, now()) == Phase.OPEN,
    )
