"""Signing: the rounds, the recommendations of one, one recommendation, and the page that confirms."""

from dataclasses import dataclass
from urllib.parse import urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.queries import counted_scores
from portal.core.references import canonical_reference
from portal.core.text import plural
from portal.decisions import queries
from portal.decisions.forms import MOST_BACK_WORDS, SendBackForm
from portal.decisions.forms.signing import GroundsForm
from portal.decisions.models import OUTCOME_LABELS, Delegation, Recommendation
from portal.decisions.operations import ListChanged, send_back, shown_line, sign
from portal.decisions.policy import DECIDE, SIGN
from portal.decisions.queries import Ranked
from portal.decisions.queries.delegations import delegation_in
from portal.decisions.queries.notices import notices_of
from portal.decisions.queries.promotions import promotions_waiting
from portal.decisions.queries.results import result_on
from portal.decisions.rules import PAID
from portal.decisions.rules.signing import list_text
from portal.decisions.wording import main_reason_text, powers
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.funds.states import RoundState
from portal.web.clash import read_revision
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import allowed, page

bp = Guarded("decide", __name__)
SHOWN = (RoundState.ASSESSING, RoundState.DECIDED, RoundState.ANNOUNCED, RoundState.ARCHIVED)


def round_to_decide(session: Session, slug: str) -> Round | None:
    """A round from the time on when it is assessed."""
    found = round_by_slug(session, slug)
    return found if found and found.state in SHOWN else None


@dataclass(frozen=True)
class OnDesk:
    """A recommendation in the round that the address names. Permissions ask about its application."""

    application: Application
    recommendation: Recommendation

    @property
    def organisation_id(self) -> int:
        """Whose application it is."""
        return self.application.organisation_id

    @property
    def round_id(self) -> int:
        """The round that it was sent to."""
        return self.application.round_id


def recommendation_to_sign(session: Session, slug: str, reference: str) -> OnDesk | None:
    """A recommendation of this round, signed already or not."""
    application = queries.application_to_decide(session, canonical_reference(reference))
    if application is None or application.round.slug != slug or application.round.state not in SHOWN:
        return None
    found = queries.recommendation_on(session, application.id)
    return OnDesk(application, found) if found else None


@bp.page("/decide", needs=DECIDE)
def rounds() -> ResponseReturnValue:
    """The rounds with something to sign first, then those that are done; a delegate sees those of their own."""
    session = current_session()
    found = [one for one in queries.rounds_to_sign(session) if allowed(DECIDE.name, one.round)]
    promotions = promotions_waiting(session)
    return page(
        "decisions/decide.html",
        waiting=[r for r in found if r.waiting],
        promotions=[(r.round, *promotions[r.round.id]) for r in found if r.round.id in promotions],
        others=[r for r in found if not r.waiting],
    )


@bp.page("/decide/<slug>", needs=DECIDE, load=round_to_decide)
def one_round(round_: Round) -> ResponseReturnValue:
    """Every recommendation of a round with the totals; tick what to sign."""
    return _list(round_, [])


@bp.page("/decide/<slug>/sign", methods=("GET", "POST"), needs=DECIDE, load=round_to_decide, step_up=True)
def confirm(round_: Round) -> ResponseReturnValue:
    """The names and the total of what was ticked; then the signature."""
    wanted = _wanted()
    rows = [row for row in _rows(round_) if row.application.reference in wanted and _can_sign(row)]
    fresh = list_text(shown_line(row.application, row.recommendation) for row in rows if row.recommendation)
    form = GroundsForm(funded=any(row.outcome in PAID for row in rows), typed=request.args)
    if request.method == "POST" and (form.validate() or request.form.get("shown") != fresh):
        return _signed(round_, wanted, rows, form)
    if not rows:
        return _list(round_, [("application", "Select an application")])
    return page(
        "decisions/confirm.html",
        round=round_,
        rows=rows,
        shown=fresh,
        form=form,
        powers=powers().values(),
        errors=form.summary,
        delegation=current_delegation(round_),
        asked=sum(row.application.requested_pence or 0 for row in rows),
        total=sum(row.amount_pence for row in rows),
        left=round_.budget_pence - queries.committed_of(current_session(), round_),
        outcomes=OUTCOME_LABELS,
    )


def _signed(round_: Round, wanted: dict[str, int], rows: list[Ranked], form: GroundsForm) -> ResponseReturnValue:
    """Sign, or say what changed on the list; then the way back to it carries what was typed."""
    session, shown = current_session(), request.form.get("shown", "")
    try:
        decisions = sign(
            session, round_=round_, chosen=wanted, grounds=form.grounds, actor=current_actor(), shown=shown
        )
    except ListChanged as changed:
        again = [("application", f"{row.application.reference}:{_revision(row)}") for row in rows]
        address = f"/decide/{round_.slug}/sign?{urlencode([*again, *form.texts.items()])}" if again else ""
        return page("decisions/changed.html", 409, round=round_, refusal=changed, again=address)
    notice = notices_of(session, round_.id)[-1].reference
    flash(
        f"You signed {plural(len(decisions), 'decision')}. The notice is {notice}. Nobody is told before the release.",
        "success",
    )
    return redirect(f"/decide/{round_.slug}", code=303)


@bp.page("/decide/<slug>/<reference>", methods=("GET", "POST"), needs=SIGN, load=recommendation_to_sign)
def one(found: OnDesk) -> ResponseReturnValue:
    """One recommendation with scores and reasons; sign it, or send it back."""
    session, application = current_session(), found.application
    form = SendBackForm()
    if request.method == "POST" and form.validate():
        send_back(
            session,
            recommendation=found.recommendation,
            reason=form.back_reason.data,
            revision=read_revision(request.form),
            actor=current_actor(),
        )
        flash(f"{application.title} is back with the officer.", "success")
        return redirect(f"/decide/{application.round.slug}", code=303)
    return page(
        "decisions/one.html",
        application=application,
        recommendation=found.recommendation,
        decision=result_on(session, application.id),
        to_sign=application.state == ApplicationState.RECOMMENDED and found.recommendation.sent_back_at is None,
        own=found.recommendation.recommended_by_id == current_actor().account_id,
        panel=queries.panel_of(session, application),
        given=counted_scores(session, [application.id]).get(application.id, []),
        outcomes=OUTCOME_LABELS,
        main_reason=main_reason_text,
        form=form,
        most_words=MOST_BACK_WORDS,
        errors=form.summary,
    )


def current_delegation(round_: Round) -> Delegation | None:
    """By which delegation the reader signs in a round; None for the Commissioner."""
    if Role.COMMISSIONER in current_actor().roles:
        return None
    return delegation_in(current_session(), round_.id)


def _rows(round_: Round) -> list[Ranked]:
    """The recommendations of a round; not those of groups that the Commissioner belongs to."""
    actor = current_actor()
    rows = queries.ranking(current_session(), round_)
    return [row for row in rows if row.recommendation and not actor.in_team(row.application.organisation_id)]


def _can_sign(row: Ranked) -> bool:
    recommendation = row.recommendation
    return (
        recommendation is not None
        and row.application.state == ApplicationState.RECOMMENDED
        and recommendation.sent_back_at is None
        and recommendation.recommended_by_id != current_actor().account_id
    )


def _revision(row: Ranked) -> int:
    return row.recommendation.revision if row.recommendation else 0


def _wanted() -> dict[str, int]:
    """The references that are ticked, each with the revision that was read: `SCF27-7QJ4:3`."""
    typed = posted()
    source = request.args if typed is None else typed
    pairs = [value.rpartition(":") for value in source.getlist("application")]
    return {ref: int(n) for ref, _, n in pairs if ref and n.isascii() and n.isdecimal() and len(n) < 10}


def _list(round_: Round, errors: list[tuple[str, str]]) -> ResponseReturnValue:
    rows = _rows(round_)
    to_sign = [row for row in rows if _can_sign(row)]
    return page(
        "decisions/sign.html",
        round=round_,
        to_sign=to_sign,
        others=[row for row in rows if row not in to_sign],
        total=sum(row.amount_pence for row in to_sign),
        paid=sum(1 for row in to_sign if row.outcome in PAID),
        budget=queries.budget_of(current_session(), round_),
        outcomes=OUTCOME_LABELS,
        delegation=delegation_in(current_session(), round_.id),
        notices=notices_of(current_session(), round_.id),
        errors=errors,
    )
