"""Where members work, where none do, and how by-and-for groups fared."""

from flask.typing import ResponseReturnValue

from portal.core.clock import today
from portal.core.disclosure import FEWEST_SHOWN
from portal.network.policy import READ_NETWORK
from portal.network.queries import reaching
from portal.network.rules import LED, TILES, WORD_LABELS, shade, success_gap
from portal.organisations.rules import REGISTRATION, named, pack
from portal.web.context import current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("network_reach", __name__)


@bp.page("/manage/members/map", needs=READ_NETWORK)
def members_map() -> ResponseReturnValue:
    """How many members work in each district: a map of tiles, and the same as a list."""
    session, day = current_session(), today()
    counts = reaching.approved_by_district(session, day)
    most = max(counts.values(), default=0)
    tiles = [(tile, counts.get(tile.code, 0), shade(counts.get(tile.code, 0), most)) for tile in TILES]
    total = reaching.count_approved(session, day)
    return page("network/map.html", tiles=tiles, names=named("districts"), counts=counts, total=total)


@bp.page("/manage/members/coverage", needs=READ_NETWORK)
def coverage() -> ResponseReturnValue:
    """Where no member works, by district and community."""
    session, day = current_session(), today()
    districts, communities = named("districts"), named("dei_population_groups")
    counts = reaching.coverage(session, day)
    everyone = reaching.approved_by_district(session, day)
    missing = {name: [c for c in districts if not counts.get((c, name))] for name in (LED, *communities)}
    return page(
        "network/coverage.html",
        districts=districts,
        communities=communities,
        counts=counts,
        everyone=everyone,
        missing=missing,
        led=LED,
        nowhere=[code for code in districts if not everyone.get(code)],
    )


@bp.page("/manage/members/by-and-for", needs=READ_NETWORK)
def by_and_for() -> ResponseReturnValue:
    """How often groups that call themselves by-and-for were funded, beside the others; small numbers kept back."""
    part = next(one for one in pack(REGISTRATION.name)["sections"] if one["id"] == "n4")
    rounds = [(round_, success_gap(asked)) for round_, asked in reaching.asked_by_round(current_session())]
    return page(
        "network/by_and_for.html",
        rounds=rounds,
        labels=WORD_LABELS,
        fewest=FEWEST_SHOWN,
        meaning=part["definition"]["plain"],
    )
