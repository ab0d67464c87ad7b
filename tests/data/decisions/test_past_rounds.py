"""How earlier rounds came out: announced ones only, whatever is signed elsewhere."""

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.applications.states import ApplicationState
from portal.decisions.queries import past_rounds
from portal.funds.queries import public_round
from tests.factories.panel import new_application, new_round, recommended, signed
from tests.support.world import World


def test_nothing_leaks_from_a_round_that_is_not_announced(session: Session, world: World) -> None:
    announced, scoring = public_round(session, world.announced_round), public_round(session, world.scoring_round)
    assert announced is not None and scoring is not None
    made = new_round(session)
    made.budget_pence = 100_000_00
    session.flush()
    for _each in range(6):
        application = new_application(session, made, state=ApplicationState.MODERATION)
        recommended(session, application)
        signed(session, application)
    assert [one.slug for one in past_rounds(session, announced.fund_id)] == [world.announced_round]
    assert made.slug not in [one.slug for one in past_rounds(session, made.fund_id)]
    made.state = "announced"
    session.flush()
    found = {one.slug: one for one in past_rounds(session, made.fund_id)}
    assert (found[made.slug].applied, found[made.slug].funded) == ("6", "6")
    assert (found[made.slug].awarded_pence, found[made.slug].median_pence) == (48_000_00, 8_000_00)


def test_it_is_one_query_however_many_rounds_there_are(session: Session, world: World) -> None:
    announced = public_round(session, world.announced_round)
    assert announced is not None
    seen: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *args: seen.append(args[2]))
    past_rounds(session, announced.fund_id)
    assert len(seen) == 1
