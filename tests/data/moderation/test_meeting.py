"""Setting up and leading a meeting: order, invitations, who goes out, who chairs, two presses."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.audit.queries import entries_about
from portal.core.refusal import Forbidden, Refused
from portal.moderation.models import Item, Meeting, Movement
from portal.moderation.operations.arranging import add_item, move_item, set_up_meeting, take_item_off
from portal.moderation.operations.leading import close_meeting, next_item, note_movement, start_meeting
from portal.moderation.queries.seats import seat_of
from portal.outbox.models import Message
from tests.factories.moderation import (
    alike_but_for_money,
    come,
    go_on,
    item_about,
    keep_out,
    new_item_application,
    new_meeting,
    running,
    two_items,
)
from tests.factories.panel import actor_named, new_round
from tests.support.cast import CAST, account_named


def went(session: Session, meeting: Meeting) -> list[tuple[str, str]]:
    names = {account_named(session, name).id: name for name in ("asha", "ben", "cara")}
    rows = session.scalars(select(Movement).where(Movement.meeting_id == meeting.id).order_by(Movement.id))
    return [(names[one.account_id], one.kind) for one in rows]


def order_of(meeting: Meeting) -> list[str]:
    return [one.application.title for one in sorted(meeting.items, key=lambda one: (one.position, one.id))]


def chair_now(session: Session, meeting: Meeting) -> int | None:
    seat = seat_of(session, meeting.reference)
    assert seat is not None and seat.item is not None
    return seat.item.chair_id


def test_setting_up_orders_the_items_and_invites_without_saying_what_about(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    assert order_of(meeting) == ["Project Canary", "Project Robin"]  # they disagree on it
    mails = session.scalars(select(Message).where(Message.about == meeting.reference)).all()
    assert {mail.to_email for mail in mails} == {CAST[name].email for name in ("asha", "ben", "cara")}
    for mail in mails:
        assert "Room 2" in mail.body and f"/panel/{meeting.reference}" in mail.body
        assert all(word not in mail.subject + mail.body for word in ("Canary", "Robin", "2 "))
    assert [one.action for one in entries_about(session, "meeting", meeting.reference)] == ["panel:set-up"]


def test_the_order_does_not_hang_on_the_money_of_what_somebody_must_not_hear(session: Session) -> None:
    small, big, given = alike_but_for_money(session)
    assert order_of(small) == order_of(big) == order_of(given)
    assert [one for one in order_of(small) if "Canary" not in one] == ["Project Finch", "Project Robin", "Project Wren"]


def test_who_may_set_up_and_what_must_be_so(session: Session) -> None:
    round_ = new_round(session)
    application = new_item_application(session, round_, "Robin")
    with pytest.raises(Refused, match="two members"):
        new_meeting(session, application, chair="asha", deputy="asha")
    with pytest.raises(Refused, match="two members"):
        new_meeting(session, application, chair="dev")
    with pytest.raises(Refused, match="quorum"):
        new_meeting(session, application, quorum=4)
    other = new_item_application(session, new_round(session), "Wren")
    with pytest.raises(Refused, match="of this round"):
        new_meeting(session, application, other)
    made = new_meeting(session, application)
    facts = object()
    with pytest.raises(Forbidden):
        set_up_meeting(session, round_=round_, facts=facts, applications=[], actor=actor_named(session, "asha"))  # type: ignore[arg-type]
    assert made.quorum == 2


def test_an_officer_moves_adds_and_takes_off(session: Session) -> None:
    meeting, hidden, heard = two_items(session)
    olive = actor_named(session, "olive")
    move_item(session, meeting=meeting, application=heard.reference, up=True, actor=olive)
    assert order_of(meeting) == ["Project Robin", "Project Canary"]
    move_item(session, meeting=meeting, application=heard.reference, up=True, actor=olive)  # it is first already
    assert order_of(meeting) == ["Project Robin", "Project Canary"]
    move_item(session, meeting=meeting, application=heard.reference, up=False, actor=olive)
    assert order_of(meeting) == ["Project Canary", "Project Robin"]
    more = new_item_application(session, meeting.round, "Wren")
    add_item(session, meeting=meeting, application=more, actor=olive)
    add_item(session, meeting=meeting, application=more, actor=olive)
    assert order_of(meeting) == ["Project Canary", "Project Robin", "Project Wren"]
    take_item_off(session, meeting=meeting, application=hidden.reference, actor=olive)
    session.refresh(meeting)
    assert order_of(meeting) == ["Project Robin", "Project Wren"]
    with pytest.raises(Refused, match="no longer waiting"):
        move_item(session, meeting=meeting, application=hidden.reference, up=True, actor=olive)
    with pytest.raises(Forbidden):
        move_item(session, meeting=meeting, application=heard.reference, up=True, actor=actor_named(session, "asha"))


def test_starting_marks_who_started_and_happens_once(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    asha = actor_named(session, "asha")
    start_meeting(session, meeting=meeting, actor=asha)
    assert went(session, meeting) == [("asha", "present")]
    with pytest.raises(Refused, match="going on now"):
        start_meeting(session, meeting=meeting, actor=asha)


def test_whoever_must_not_hear_goes_out_and_comes_back_by_the_clock(session: Session) -> None:
    meeting, hidden, heard = two_items(session)
    running(session, meeting)
    assert go_on(session, meeting)
    assert meeting.current is item_about(meeting, hidden)
    assert went(session, meeting)[-1] == ("cara", "out")
    assert go_on(session, meeting)
    assert meeting.current is item_about(meeting, heard)
    assert went(session, meeting)[-1] == ("cara", "back")


def test_who_is_kept_from_the_next_item_too_stays_out(session: Session) -> None:
    meeting, _hidden, heard = two_items(session)
    keep_out(session, heard, "cara")
    running(session, meeting)
    go_on(session, meeting)
    go_on(session, meeting)
    assert [one for one in went(session, meeting) if one[0] == "cara"] == [
        ("cara", "present"),
        ("cara", "out"),
        ("cara", "out"),  # one row for each item, so that each item's minutes stand alone
    ]
    close_meeting(session, meeting=meeting, actor=actor_named(session, "olive"))
    assert went(session, meeting)[-1] == ("cara", "back")


def test_whoever_comes_late_into_an_item_that_they_must_not_hear_goes_out_at_once(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    running(session, meeting, "asha", "ben")
    go_on(session, meeting)
    come(session, meeting, "cara", "present")
    assert went(session, meeting)[-2:] == [("cara", "present"), ("cara", "out")]
    come(session, meeting, "cara", "present")  # pressed again: nothing new
    assert len(went(session, meeting)) == 4


def test_leaving_and_returning_is_noted_once(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    running(session, meeting)
    come(session, meeting, "ben", "left")
    come(session, meeting, "ben", "left")
    come(session, meeting, "ben", "returned")
    assert went(session, meeting)[3:] == [("ben", "left"), ("ben", "returned")]
    olive = actor_named(session, "olive")
    for email, kind in ((CAST["dev"].email, "present"), (CAST["ben"].email, "out")):
        with pytest.raises(Refused, match="member of this panel"):
            note_movement(session, meeting=meeting, email=email, kind=kind, actor=olive)


def test_the_chairs_own_conflict_passes_the_chair_to_the_deputy_and_on(session: Session) -> None:
    meeting, hidden, _heard = two_items(session)
    keep_out(session, hidden, "asha")
    running(session, meeting)
    go_on(session, meeting)
    assert chair_now(session, meeting) == account_named(session, "ben").id
    with pytest.raises(Forbidden):
        go_on(session, meeting, by="asha")  # who chairs the rest leads nothing of this
    go_on(session, meeting, by="ben")
    assert chair_now(session, meeting) == account_named(session, "asha").id


def test_without_chair_and_deputy_the_next_by_name_chairs(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    running(session, meeting, "cara")
    go_on(session, meeting)
    assert chair_now(session, meeting) is None  # Cara must not hear it, and nobody else is there
    go_on(session, meeting)
    assert chair_now(session, meeting) == account_named(session, "cara").id


def test_a_conflict_declared_during_the_item_counts_from_the_next_press(session: Session) -> None:
    meeting, hidden, _heard = two_items(session)
    running(session, meeting)
    go_on(session, meeting)
    keep_out(session, hidden, "asha")
    seat = seat_of(session, meeting.reference)
    assert seat is not None and account_named(session, "asha").id in seat.kept
    assert seat.leaders == {account_named(session, "ben").id}
    come(session, meeting, "ben", "left")
    come(session, meeting, "ben", "returned")
    assert ("asha", "out") in went(session, meeting)
    assert chair_now(session, meeting) == account_named(session, "ben").id


def test_two_who_press_next_at_once_move_one_item(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    running(session, meeting)
    seen, olive = meeting.revision, actor_named(session, "olive")
    assert next_item(session, meeting=meeting, revision=seen, actor=olive)
    assert not next_item(session, meeting=meeting, revision=seen, actor=actor_named(session, "asha"))
    assert [bool(one.started_at) for one in meeting.items] == [True, False]


def test_closed_twice_is_closed_once(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    olive = actor_named(session, "olive")
    with pytest.raises(Refused):
        close_meeting(session, meeting=meeting, actor=olive)
    running(session, meeting)
    go_on(session, meeting)
    close_meeting(session, meeting=meeting, actor=olive)
    closed_at = meeting.closed_at
    close_meeting(session, meeting=meeting, actor=olive)
    assert meeting.closed_at == closed_at and meeting.current is None
    acts = [one.action for one in entries_about(session, "meeting", meeting.reference)]
    assert acts.count("panel:closed") == 1
    with pytest.raises(Refused, match="not going on"):
        go_on(session, meeting)
    with pytest.raises(Refused, match="over"):
        take_item_off(session, meeting=meeting, application="x", actor=olive)


def test_nobody_else_leads(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    for name in ("cara", "dev", "grace", "amina"):
        with pytest.raises(Forbidden):
            start_meeting(session, meeting=meeting, actor=actor_named(session, name))


def test_comings_and_goings_are_never_changed(session: Session) -> None:
    meeting, _hidden, _heard = two_items(session)
    running(session, meeting)
    row = session.scalars(select(Movement).limit(1)).one()
    row.kind = "left"
    with pytest.raises(DatabaseError, match="never changed"):
        session.flush()


def test_an_application_is_on_an_agenda_once(session: Session) -> None:
    meeting, hidden, _heard = two_items(session)
    session.add(Item(meeting_id=meeting.id, application_id=hidden.id, position=9))
    with pytest.raises(DatabaseError):
        session.flush()
