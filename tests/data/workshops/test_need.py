"""From a round to a workshop and back: the weak are invited once, and the next round shows what changed."""

from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.core.clock import now, today
from portal.core.refusal import Forbidden, Refused
from portal.funds.models import Round
from portal.funds.queries import public_round
from portal.outbox.models import Message
from portal.workshops import operations
from portal.workshops.models import Invitation
from portal.workshops.queries.bookings import workshops_of
from portal.workshops.queries.need import announced_round, effects_of, scored_in
from portal.workshops.queries.workshops import suggest_for, workshop_by_reference
from tests.support.building.applications import person
from tests.support.building.assessment import eligible, score
from tests.support.building.workshops import HARBOUR_MAIL, booked, facts, published
from tests.support.cast import CAST
from tests.support.world import World


@pytest.fixture
def round_(session: Session, world: World) -> Round:
    """The announced round: on p4, Harbour Sisters had 1 and 2, Northway Youth 4 and 4."""
    found = announced_round(session, world.announced_round)
    assert found is not None
    return found


def test_only_the_weak_are_invited_and_only_once(session: Session, round_: Round) -> None:
    workshop = published(session, facts(places=5))
    olive = person(session, "olive")
    assert operations.invite(session, workshop=workshop, round_=round_, principle="p4", actor=olive) == 1
    assert operations.invite(session, workshop=workshop, round_=round_, principle="p4", actor=olive) == 0
    assert operations.invite(session, workshop=workshop, round_=round_, principle="p6", actor=olive) == 0  # also weak
    told = session.scalars(
        select(Message.to_email).where(Message.template == "workshop_invitation", Message.about == workshop.reference)
    )
    assert sorted(told) == sorted([CAST["amina"].email, CAST["beth"].email])  # those who write; not Vera, not Owen
    (invitation,) = session.scalars(select(Invitation).where(Invitation.workshop_id == workshop.id))
    assert (invitation.organisation.reference, invitation.principle) == ("ORG-HARB", "p4")
    own = workshops_of(session, [invitation.organisation_id])
    assert workshop in [one.workshop for one in own.invitations]
    booked(session, workshop, "amina", "ORG-HARB", HARBOUR_MAIL)
    own = workshops_of(session, [invitation.organisation_id])
    assert workshop not in [one.workshop for one in own.invitations]  # answered by booking


def test_whoever_booked_is_not_invited(session: Session, round_: Round, world: World) -> None:
    opened = workshop_by_reference(session, world.workshop)
    assert opened is not None  # Harbour Sisters have its place
    assert (
        operations.invite(session, workshop=opened, round_=round_, principle="p4", actor=person(session, "olive")) == 0
    )


def test_invitations_need_an_officer_an_announced_round_and_a_bookable_workshop(
    session: Session, round_: Round, world: World
) -> None:
    workshop = published(session, facts())
    with pytest.raises(Forbidden):
        operations.invite(session, workshop=workshop, round_=round_, principle="p4", actor=person(session, "asha"))
    scoring = public_round(session, world.scoring_round)
    draft = workshop_by_reference(session, world.draft_workshop)
    past = workshop_by_reference(session, world.past_workshop)
    assert scoring and draft and past
    for shop, of in ((workshop, scoring), (draft, round_), (past, round_)):
        with pytest.raises(Refused):
            operations.invite(session, workshop=shop, round_=of, principle="p4", actor=person(session, "olive"))
    assert announced_round(session, world.scoring_round) is None


def test_the_next_round_shows_what_changed_for_those_who_came(session: Session, round_: Round, world: World) -> None:
    workshop = workshop_by_reference(session, world.past_workshop)  # Amina came
    assert workshop is not None
    assert effects_of(session, workshop) == []  # no round was announced after it
    workshop.topics[0].topic = "p4"
    session.flush()
    later = public_round(session, world.scoring_round)
    assert later is not None
    give = [4, 4, 4, 5, 4, 4, 4, 4]
    score(session, eligible(session, "SCF26-NWAY"), asha=give, ben=give)
    harbour = scored_in(session, [round_.id])[round_.id][0]
    assert harbour.means["p4"] == 1.5
    later.state, later.announced_at = "announced", now()
    later.closes_at = workshop.ends_at + timedelta(days=1)
    session.flush()
    (effect,) = effects_of(session, workshop)
    (row,) = effect.rows
    assert (effect.before.id, effect.after.id, row.principle) == (round_.id, later.id, "p4")
    assert (row.came.organisations, row.came.change) == (0, None)  # Harbour Sisters are not scored to the end yet
    assert (row.others.organisations, row.others.before, row.others.after) == (1, 4, 5)


def test_a_workshop_is_suggested_only_while_it_can_be_booked_and_never_twice(session: Session, world: World) -> None:
    later = published(session, facts(30, topics=("p4",)))
    found = suggest_for(session, ["p6", "p4", "p4"], today())
    assert [(one.principle, one.workshop.reference) for one in found] == [("p4", world.workshop)]  # the next one
    assert [one.workshop for one in suggest_for(session, ["p4"], today() + timedelta(days=25))] == [later]
    assert suggest_for(session, ["p4"], today() - timedelta(days=1)) == []  # not open yet that day
    later.kinds = ["school"]
    session.flush()
    assert suggest_for(session, ["p4"], today() + timedelta(days=25), kind="cio") == []
    both = published(session, facts(10, topics=("p6", "p7")))
    assert [one.workshop for one in suggest_for(session, ["p6", "p7"], today())] == [both]


def test_the_scores_of_rounds_are_read_in_four_queries(session: Session, round_: Round) -> None:
    told: list[str] = []

    def hear(*args: object) -> None:
        told.append(str(args[2]))

    event.listen(session.get_bind(), "before_cursor_execute", hear)
    scored_in(session, [round_.id])
    event.remove(session.get_bind(), "before_cursor_execute", hear)
    assert len([one for one in told if one.startswith("SELECT")]) == 4
