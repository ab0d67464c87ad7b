"""From what a round showed to a workshop, and from the workshop to the next round: for officers only."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.assessment.rules import half_up
from portal.core.clock import now
from portal.core.disclosure import FEWEST_SHOWN
from portal.core.refusal import Refused
from portal.core.text import plural
from portal.funds.models import Round
from portal.organisations.rules import kind_of
from portal.organisations.views.organisation import go
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page
from portal.workshops.models import Workshop
from portal.workshops.operations import invite
from portal.workshops.policy import READ_NEED
from portal.workshops.queries import need as queries
from portal.workshops.queries.bookings import asked_or_booked
from portal.workshops.queries.workshops import coming_by_topic, workshop_by_reference
from portal.workshops.rules.effect import telling
from portal.workshops.rules.need import ALL, GROUPS, Scored, group_rows, low_on, need_table
from portal.workshops.rules.standing import Phase, phase, when_words
from portal.workshops.rules.topics import topic_label, topics
from portal.workshops.states import WorkshopState

bp = Guarded("workshop_need", __name__)


@dataclass(frozen=True)
class Help:
    """One weak principle: how many groups scored low on it, and the workshop that could help, if there is one.

    `to_invite` of them were not asked to it and have not booked; `asked` were, because of this round.
    """

    principle: str
    label: str
    low: int
    workshop: Workshop | None
    bookable: bool
    to_invite: int
    asked: int


@bp.page("/manage/workshops/need", needs=READ_NEED)
def rounds() -> ResponseReturnValue:
    """The rounds that have something to say."""
    return page("workshops/need_rounds.html", rounds=queries.announced_rounds(current_session()))


@bp.page("/manage/workshops/need/<slug>", needs=READ_NEED, load=queries.announced_round)
def need(found: Round) -> ResponseReturnValue:
    """The weakest principles of a round by kind of group, and what could help."""
    session = current_session()
    scored = queries.scored_in(session, [found.id])[found.id]
    table = need_table(scored)
    weakest = table.everyone.weakest if table.everyone else ()
    more = {key for row in (*table.rows, table.together) if row for key in row.weakest}
    order = [*weakest, *sorted(more - set(weakest))]
    groups, who = group_rows(scored), request.args.get("who", ALL)
    who = who if who in GROUPS else ALL
    row = groups[who]
    if who != ALL:
        order = list(row.weakest) if row else []
    return page(
        "workshops/need.html",
        round=found,
        table=table,
        helps=_helps(session, found, scored, order, who),
        groups=groups,
        who=who,
        names=GROUPS,
        fewest=FEWEST_SHOWN,
        principles=[topic for topic in topics() if topic.principle],
        kind_words=lambda value: kind.label if (kind := kind_of(value)) else "Not known",
        half_up=half_up,
        when=when_words,
    )


def _helps(
    session: Session, round_: Round, scored: Sequence[Scored], principles: Sequence[str], group: str
) -> list[Help]:
    """What could help a group of applicants with each of these principles, in three queries."""
    coming, invited = coming_by_topic(session, now()), queries.invited_for(session, round_.id)
    workshops = {key: _first(coming.get(key, [])) for key in principles}
    known = asked_or_booked(session, {one.id for one in workshops.values() if one})
    found = []
    for key, one in workshops.items():
        low = low_on(scored, key, one.kinds if one else (), group)
        left = [number for number in low if one and number not in known[one.id]]
        asked = invited.get((one.id, key), 0) if one else 0
        found.append(Help(key, topic_label(key), len(low), one, _can_be_booked(one), len(left), asked))
    return found


def _can_be_booked(workshop: Workshop | None) -> bool:
    """Whether groups can be invited: it is published, and booking has not closed."""
    if workshop is None or workshop.state != WorkshopState.PUBLISHED:
        return False
    return phase(workshop, now()) in (Phase.OPEN, Phase.NOT_YET)


def _first(workshops: list[Workshop]) -> Workshop | None:
    """The one to offer: published before drafted, then the next."""
    published = [one for one in workshops if one.state == WorkshopState.PUBLISHED]
    return next(iter(published or workshops), None)


@bp.page("/manage/workshops/<reference>/invite", methods=("POST",), needs=READ_NEED, load=workshop_by_reference)
def invite_groups(found: Workshop) -> ResponseReturnValue:
    """One press: ask all the groups that scored low on a principle in a round."""
    session, principle = current_session(), request.form.get("principle", "")
    round_ = queries.announced_round(session, request.form.get("round", "")[:80])
    group = request.form.get("who", ALL)
    known = principle in {topic.value for topic in topics() if topic.principle} and group in GROUPS
    if round_ is None or not known:
        raise Refused("Go back to what the round showed, and press the button there.")
    asked = invite(session, workshop=found, round_=round_, principle=principle, group=group, actor=current_actor())
    flash(f"{plural(asked, 'group')} invited to “{found.title}”.", "success")
    return go(f"/manage/workshops/need/{round_.slug}" + (f"?who={group}" if group != ALL else ""))


@bp.page("/manage/workshops/<reference>/effect", needs=READ_NEED, load=workshop_by_reference)
def effect(found: Workshop) -> ResponseReturnValue:
    """What changed on its principles in the next round, for those who came beside those who did not."""
    effects = queries.effects_of(current_session(), found)
    return page(
        "workshops/effect.html",
        workshop=found,
        effects=[(one, telling(one.rows)) for one in effects],
        topic=topic_label,
        half_up=half_up,
    )
