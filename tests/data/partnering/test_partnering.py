"""Entries that end by the clock, and conversations that are for two groups alone."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import can
from portal.applications.models import Partner
from portal.applications.queries import application_by_reference
from portal.audit.models import AuditEntry
from portal.core.clock import now, today
from portal.core.paging import Paging
from portal.core.refusal import Forbidden, Refused
from portal.organisations.models import Organisation
from portal.organisations.queries import organisation_by_reference
from portal.outbox.models import Message
from portal.partnering import operations as doing
from portal.partnering import queries
from portal.partnering.models import Conversation, Entry, Line
from portal.partnering.policy import READ_CONVERSATION, READ_ENTRY, READ_WHAT_WAITS
from portal.partnering.rules import MOST_ANSWERS_A_DAY, MOST_ENTRIES, MOST_LINES_A_DAY, Kind, Wanted
from tests.factories.panel import actor_named
from tests.support.cast import CAST
from tests.support.world import World

WORLD = World()


def place(session: Session, reference: str) -> Organisation:
    found = organisation_by_reference(session, reference)
    assert found is not None
    return found


def entry(session: Session, reference: str) -> Entry:
    found = queries.entry_by_reference(session, reference)
    assert found is not None
    return found


def talk(session: Session, reference: str = WORLD.conversation) -> Conversation:
    found = queries.conversation_by_reference(session, reference)
    assert found is not None
    return found


def put_up(session: Session, actor: Actor, title: str = "A hall on Fridays", where: str = WORLD.harbour) -> Entry:
    return doing.put_up(
        session,
        organisation=place(session, where),
        kind=Kind.OFFER,
        title=title,
        words="Free until ten.",
        size="small",
        reach=frozenset({("skill", "premises"), ("district", "E07000090")}),
        actor=actor,
    )


def found(session: Session, **wanted: str) -> list[str]:
    return [one.title for one in queries.shown(session, Wanted(**wanted), now(), today(), Paging(1, 100))]


def mails(session: Session) -> list[Message]:
    wanted = select(Message).where(Message.about_type == "partner_conversation").order_by(Message.id)
    return list(session.scalars(wanted))


@pytest.fixture
def amina(session: Session) -> Actor:
    return actor_named(session, "amina")


@pytest.fixture
def owen(session: Session) -> Actor:
    return actor_named(session, "owen")


def test_an_entry_is_found_by_what_it_names_and_pressed_twice_it_is_one(session: Session, amina: Actor) -> None:
    made = put_up(session, amina)
    assert put_up(session, amina) is made
    title = made.title
    for wanted in (
        {"kind": "offer"},
        {"skill": "premises"},
        {"district": "E07000090"},
        {"theme": "rural_crime"},  # it names no theme, so it is for all
        {"size": "small"},
        {"search": "until TEN"},
    ):
        assert title in found(session, **wanted), wanted
        assert queries.count_shown(session, Wanted(**wanted), now(), today()) == len(found(session, **wanted))
    for wanted in ({"kind": "look"}, {"skill": "training"}, {"district": "E07000088"}, {"size": "large"}):
        assert title not in found(session, **wanted), wanted
    assert found(session, search="Harbour Sisters") == [], "nobody is found by a name"


def test_an_entry_ends_by_the_clock_and_can_be_renewed_or_closed(session: Session, amina: Actor, owen: Actor) -> None:
    made = put_up(session, amina)
    with time_machine.travel(now() + timedelta(days=91), tick=False):
        assert made.title not in found(session) and not can(owen, READ_ENTRY, made)
        assert can(amina, READ_ENTRY, made), "its own group still sees it"
        doing.renew(session, entry=made, actor=amina)
        assert made.title in found(session) and can(owen, READ_ENTRY, made)
        doing.close_entry(session, entry=made, actor=amina)
        doing.close_entry(session, entry=made, actor=amina)
        assert made.title not in found(session)
        with pytest.raises(Refused, match="closed"):
            doing.renew(session, entry=made, actor=amina)


def test_only_writers_of_members_put_up_and_not_without_end(session: Session, amina: Actor) -> None:
    with pytest.raises(Forbidden):
        put_up(session, actor_named(session, "vera"))
    with pytest.raises(Refused, match="not a member"):
        put_up(session, actor_named(session, "mira"), where=WORLD.ember)
    for number in range(MOST_ENTRIES - 1):
        put_up(session, amina, f"Hall {number}")
    with pytest.raises(Refused, match="10 entries already"):
        put_up(session, amina, "One more hall")


def test_entries_of_a_group_that_is_no_member_any_more_are_gone(session: Session, amina: Actor) -> None:
    northway = place(session, WORLD.northway)
    assert northway.membership is not None
    northway.membership.approved_until = today() - timedelta(days=1)
    session.flush()
    offer = entry(session, WORLD.offer)
    assert offer.title not in found(session) and not can(amina, READ_ENTRY, offer)


def test_an_answer_begins_one_conversation_and_mails_no_address(session: Session, amina: Actor) -> None:
    made = put_up(session, amina)
    owen = actor_named(session, "owen")
    for _press in range(2):
        begun = doing.answer(
            session,
            entry=made,
            organisation=place(session, WORLD.northway),
            words="May we have the hall?",
            introduce=False,
            actor=owen,
        )
    assert queries.count_lines(session, begun) == 1
    sent = mails(session)
    assert {mail.to_email for mail in sent} == {CAST["amina"].email, CAST["beth"].email} and len(sent) == 2
    for mail in sent:
        assert mail.subject == "Owen Price of Northway Youth wrote to you"
        assert "@" not in mail.subject + mail.body and "May we have the hall?" not in mail.body
        assert f"/partnering/conversations/{begun.reference}" in mail.body
    doing.write(session, conversation=begun, words="On the third Friday?", actor=owen)
    assert queries.count_lines(session, begun) == 2


def test_nobody_answers_themselves_or_what_has_ended(session: Session, amina: Actor, owen: Actor) -> None:
    def answer(reference: str, actor: Actor, whose: str) -> None:
        doing.answer(
            session,
            entry=entry(session, reference),
            organisation=place(session, whose),
            words="Hello",
            introduce=False,
            actor=actor,
        )

    with pytest.raises(Refused, match="your own"):
        answer(WORLD.look, amina, WORLD.harbour)
    with pytest.raises(Forbidden):
        answer(WORLD.offer, amina, WORLD.northway)
    with pytest.raises(Refused, match="not a member"):
        answer(WORLD.offer, actor_named(session, "mira"), WORLD.ember)
    entry(session, WORLD.offer).closed_at = now()
    with pytest.raises(Forbidden):
        answer(WORLD.offer, amina, WORLD.harbour)


def test_a_group_writes_and_begins_so_much_in_a_day(session: Session, amina: Actor, owen: Actor) -> None:
    begun = talk(session)
    for number in range(MOST_LINES_A_DAY - 1):
        doing.write(session, conversation=begun, words=f"Message {number}", actor=amina)
    with pytest.raises(Refused, match="40 messages in a day"):
        doing.write(session, conversation=begun, words="One more", actor=actor_named(session, "beth"))
    doing.write(session, conversation=begun, words="The other side still may", actor=owen)
    with time_machine.travel(now() + timedelta(days=1, minutes=1), tick=False):
        doing.write(session, conversation=begun, words="Tomorrow", actor=amina)
    made = [put_up(session, amina, f"Hall {number}") for number in range(MOST_ENTRIES - 1)]
    made.append(entry(session, WORLD.look))
    northway = place(session, WORLD.northway)
    for one in made[: MOST_ANSWERS_A_DAY - 1]:  # one more was begun in the world
        doing.answer(session, entry=one, organisation=northway, words="Hello", introduce=False, actor=owen)
    doing.close_entry(session, entry=made[0], actor=amina)
    with pytest.raises(Refused, match="10 entries in a day"):
        again = put_up(session, amina, "The eleventh")
        doing.answer(session, entry=again, organisation=northway, words="Hello", introduce=False, actor=owen)


def test_a_conversation_is_for_its_two_groups(session: Session) -> None:
    begun = talk(session)
    readers = {name for name in CAST if can(actor_named(session, name), READ_CONVERSATION, begun)}
    assert readers == {"amina", "beth", "vera", "owen"}
    for name in ("vera", "mira", "nell", "olive"):
        with pytest.raises(Forbidden):
            doing.write(session, conversation=begun, words="Let me in", actor=actor_named(session, name))
    strangers = [place(session, WORLD.ember).id, place(session, WORLD.lantern).id]
    assert queries.count_conversations(session, strangers) == 0
    assert queries.conversations(session, strangers, Paging(1, 25)) == []
    told = session.scalars(select(AuditEntry).where(AuditEntry.subject == begun.reference))
    doing.write(session, conversation=begun, words="A secret of ours", actor=actor_named(session, "amina"))
    assert all("secret" not in str(one.detail) for one in told)


def test_closed_means_closed_until_the_same_side_opens(session: Session, amina: Actor, owen: Actor) -> None:
    begun = talk(session)
    doing.close(session, conversation=begun, block=False, actor=owen)
    for actor in (amina, owen):
        with pytest.raises(Refused, match="closed"):
            doing.write(session, conversation=begun, words="Still there?", actor=actor)
    with pytest.raises(Refused, match="Only those who closed"):
        doing.reopen(session, conversation=begun, actor=amina)
    doing.reopen(session, conversation=begun, actor=owen)
    doing.reopen(session, conversation=begun, actor=owen)
    doing.write(session, conversation=begun, words="Still there.", actor=amina)


def test_a_block_holds_for_every_entry(session: Session, amina: Actor, owen: Actor) -> None:
    doing.close(session, conversation=talk(session), block=True, actor=owen)
    northway = place(session, WORLD.northway)
    other = put_up(session, owen, "A second offer", where=WORLD.northway)
    with pytest.raises(Refused, match="cannot answer"):
        doing.answer(
            session,
            entry=other,
            organisation=place(session, WORLD.harbour),
            words="Hello",
            introduce=False,
            actor=amina,
        )
    with pytest.raises(Refused, match="closed"):
        doing.write(session, conversation=talk(session, WORLD.reported), words="Hello", actor=amina)
    with pytest.raises(Refused, match="wants no messages"):
        doing.introduce(
            session,
            entry=entry(session, WORLD.look),
            other=other,
            words="Please meet",
            actor=actor_named(session, "olive"),
        )
    assert northway.id == talk(session).closed_by_id


def test_the_office_reads_what_was_reported_until_it_is_settled(session: Session, owen: Actor) -> None:
    olive, begun = actor_named(session, "olive"), talk(session)
    with pytest.raises(Forbidden):
        doing.settle(session, conversation=begun, close=True, actor=olive)
    doing.report(session, conversation=begun, words="They ask for money.", actor=owen)
    doing.report(session, conversation=begun, words="They ask for money.", actor=owen)
    assert begun.report == "They ask for money." and can(olive, READ_WHAT_WAITS, begun)
    assert begun in queries.waiting_for_office(session)
    doing.settle(session, conversation=begun, close=True, actor=olive)
    assert not can(olive, READ_WHAT_WAITS, begun) and begun not in queries.waiting_for_office(session)
    with pytest.raises(Refused, match="Only those who closed"):
        doing.reopen(session, conversation=begun, actor=owen)


def test_an_introduction_that_was_asked_for(session: Session, amina: Actor) -> None:
    olive, begun = actor_named(session, "olive"), talk(session)
    doing.ask_for_introduction(session, conversation=begun, actor=amina)
    assert can(olive, READ_WHAT_WAITS, begun)
    doing.introduce_asked(session, conversation=begun, words="You both work in Southampton.", actor=olive)
    assert not can(olive, READ_WHAT_WAITS, begun)
    people = {mail.to_email for mail in mails(session) if mail.template == "partner_introduction"}
    assert people == {CAST[name].email for name in ("amina", "beth", "owen")}
    assert "You both work in Southampton." in mails(session)[-1].body and "@" not in mails(session)[-1].body


def test_an_officer_suggests_two_entries_to_each_other_once(session: Session, amina: Actor, owen: Actor) -> None:
    olive = actor_named(session, "olive")
    one, two = put_up(session, amina), put_up(session, owen, "Room wanted", where=WORLD.northway)
    made = [
        doing.introduce(session, entry=a, other=b, words="Please meet.", actor=olive)
        for a, b in ((one, two), (one, two), (two, one))
    ]
    assert {talk_.id for talk_ in made} == {made[0].id} and queries.count_lines(session, made[0]) == 1
    assert (made[0].owner_wrote_at, made[0].asker_wrote_at) == (None, None), "neither name is told by it"
    assert can(amina, READ_CONVERSATION, made[0]) and can(owen, READ_CONVERSATION, made[0])
    assert not can(olive, READ_WHAT_WAITS, made[0])
    with pytest.raises(Forbidden):
        doing.introduce(session, entry=one, other=two, words="Please meet.", actor=amina)


def test_the_way_into_a_bid_is_the_partners_invitation(session: Session, amina: Actor, owen: Actor) -> None:
    draft, begun = application_by_reference(session, WORLD.draft), talk(session)
    assert draft is not None
    with pytest.raises(Refused, match="both of you have written"):
        doing.invite_into_bid(session, conversation=begun, application=draft, actor=amina)
    doing.write(session, conversation=begun, words="Yes, gladly.", actor=owen)
    with pytest.raises(Forbidden):
        doing.invite_into_bid(session, conversation=begun, application=draft, actor=actor_named(session, "beth"))
    with pytest.raises(Refused, match="your own organisation"):
        doing.invite_into_bid(session, conversation=begun, application=draft, actor=owen)
    for _press in range(2):
        line = doing.invite_into_bid(session, conversation=begun, application=draft, actor=amina)
    assert isinstance(line, Line) and line.bid == WORLD.draft and queries.count_lines(session, begun) == 3
    partner = session.scalars(select(Partner).where(Partner.application_id == draft.id)).one()
    assert (partner.state, partner.organisation_id) == ("invited", place(session, WORLD.northway).id)
    links = session.scalars(select(Message).where(Message.template == "partner_invite")).all()
    assert [mail.to_email for mail in links] == [CAST["owen"].email]
