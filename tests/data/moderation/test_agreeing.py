"""What the panel agreed, with quorum, history and totals; the minutes, their signatures, and what is left out."""

from fractions import Fraction

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.queries import counted_scores
from portal.audit.queries import entries_about
from portal.core.clash import Stale
from portal.core.refusal import Forbidden, Refused
from portal.decisions.queries import panel_of, ranking
from portal.decisions.queries.line import panels_of
from portal.feedback.queries import judged
from portal.moderation.models import Meeting, ModeratedScore, Signature
from portal.moderation.operations.agreeing import record_scores, sign_minutes, write_minutes
from portal.moderation.operations.leading import close_meeting
from portal.moderation.queries import moderated_points, scores_of, words_of
from portal.moderation.queries.minutes import Minutes, minutes_for
from portal.moderation.queries.seats import seat_of
from portal.moderation.rules.scores import Agreed
from tests.factories.moderation import come, go_on, item_about, keep_out, new_meeting, running, two_items
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.cast import account_named

FOUR = {1: Agreed(8, "Ben was persuaded by the canary letter.")}


def agree(
    session: Session,
    meeting: Meeting,
    application: Application,
    agreed: dict[int, Agreed] | None = None,
    *,
    by: str = "asha",
    revision: int | None = None,
) -> None:
    item = item_about(meeting, application)
    past = scores_of(session, [item.id]).get(item.id, [])
    newest = (past[-1].id if past else 0) if revision is None else revision
    record_scores(session, item=item, agreed=agreed or FOUR, revision=newest, actor=actor_named(session, by))


def write(session: Session, meeting: Meeting, application: Application, words: str, by: str = "asha") -> None:
    item = item_about(meeting, application)
    past = words_of(session, [item.id]).get(item.id, [])
    revision = past[-1].id if past else 0
    write_minutes(session, item=item, words=words, revision=revision, actor=actor_named(session, by))


def read(session: Session, meeting: Meeting, name: str) -> Minutes:
    seat = seat_of(session, meeting.reference)
    assert seat is not None
    return minutes_for(session, seat, account_named(session, name).id)


def on_first(session: Session) -> tuple[Meeting, Application, Application]:
    meeting, hidden, heard = two_items(session)
    running(session, meeting)
    go_on(session, meeting)
    return meeting, hidden, heard


def test_the_agreed_score_counts_and_the_scores_before_it_stay(session: Session) -> None:
    meeting, hidden, heard = on_first(session)
    before = counted_scores(session, [hidden.id])
    total = panel_of(session, hidden).total
    agree(session, meeting, hidden)
    assert counted_scores(session, [hidden.id]) == before
    after = panel_of(session, hidden)
    assert total == Fraction(18) and after.total == Fraction(28) and after.moderated
    rows = {row.application.reference: row for row in ranking(session, meeting.round)}
    assert rows[hidden.reference].panel.total == Fraction(28) and rows[hidden.reference].rank == 1
    assert not rows[heard.reference].panel.moderated
    actions = [one.action for one in entries_about(session, "application", hidden.reference)]
    assert actions[0] == "panel:moderated"


def test_the_newest_counts_and_history_is_kept(session: Session) -> None:
    meeting, hidden, _heard = on_first(session)
    agree(session, meeting, hidden)
    agree(session, meeting, hidden)  # the same again adds nothing
    agree(session, meeting, hidden, {1: Agreed(7, "Half a point less.")})
    item = item_about(meeting, hidden)
    assert [one.halves for one in scores_of(session, [item.id])[item.id]] == [8, 7]
    (points,) = moderated_points(session, [hidden.id])[hidden.id].values()
    assert points == Fraction(7, 2)
    session.scalars(select(ModeratedScore).limit(1)).one().halves = 2
    with pytest.raises(DatabaseError, match="never changed"):
        session.flush()


def test_two_people_who_record_at_once_both_see_it(session: Session) -> None:
    meeting, hidden, _heard = on_first(session)
    agree(session, meeting, hidden)
    with pytest.raises(Stale):
        agree(session, meeting, hidden, {1: Agreed(2, "No.")}, by="olive", revision=0)


def test_without_quorum_nothing_is_decided(session: Session) -> None:
    meeting, hidden, _heard = on_first(session)
    come(session, meeting, "ben", "left")
    with pytest.raises(Refused, match="quorum is 2"):  # Asha is there; Cara is out of this one
        agree(session, meeting, hidden)
    come(session, meeting, "ben", "returned")
    agree(session, meeting, hidden)
    assert item_about(meeting, hidden).decided_with == 2


def test_what_stands_against_recording(session: Session) -> None:
    meeting, hidden, heard = on_first(session)
    with pytest.raises(Refused, match="Enter why"):
        agree(session, meeting, hidden, {1: Agreed(8, "")})
    with pytest.raises(Refused, match="not come to this item"):
        agree(session, meeting, heard)
    for name in ("cara", "dev", "ben"):
        with pytest.raises(Forbidden):
            agree(session, meeting, hidden, by=name)
    agree(session, meeting, hidden, by="olive")  # on behalf of the chair
    go_on(session, meeting)
    agree(session, meeting, hidden, {1: Agreed(6, "Mended afterwards.")})
    go_on(session, meeting)
    with pytest.raises(Refused, match="did not decide"):
        agree(session, meeting, heard)


def test_what_nobody_scored_cannot_be_moderated(session: Session) -> None:
    round_ = new_round(session)
    application = new_application(session, round_, state=ApplicationState.ASSESSING)
    meeting = running(session, new_meeting(session, application))
    go_on(session, meeting)
    with pytest.raises(Refused, match="Nobody scored"):
        agree(session, meeting, application)


def test_a_conflict_of_the_chair_ends_their_right_at_once(session: Session) -> None:
    meeting, hidden, _heard = on_first(session)
    keep_out(session, hidden, "asha")
    with pytest.raises(Forbidden):
        agree(session, meeting, hidden)


def closed(session: Session) -> tuple[Meeting, Application, Application]:
    meeting, hidden, heard = on_first(session)
    agree(session, meeting, hidden)
    write(session, meeting, hidden, "Fund the canary in full.")
    go_on(session, meeting)
    agree(session, meeting, heard, {2: Agreed(5, "Robin reason.")})
    close_meeting(session, meeting=meeting, actor=actor_named(session, "asha"))
    return meeting, hidden, heard


def test_the_minutes_write_themselves(session: Session) -> None:
    meeting, _hidden, _heard = closed(session)
    minutes = read(session, meeting, "asha")
    assert [line.split(" present from ")[0] for line in minutes.attendance] == ["Asha Verma", "Ben Hollis", "Cara Dunn"]
    first, second = minutes.items
    assert (first.title, first.chaired_by, first.in_room) == ("Project Canary", "Asha Verma", 2)
    assert first.out[0].startswith("Cara Dunn left the room ") and "came back" in first.out[0]
    assert (first.settled[0].points, first.words) == ("4", "Fund the canary in full.")
    assert (second.out, second.in_room, second.settled[0].points) == ([], 3, "2.5")


def test_whoever_must_not_hear_reads_minutes_without_a_gap(session: Session) -> None:
    meeting, _hidden, _heard = closed(session)
    minutes = read(session, meeting, "cara")
    assert [one.title for one in minutes.items] == ["Project Robin"]
    assert "anary" not in repr(minutes) and "left the room" not in repr(minutes) and "came back" not in repr(minutes)


def test_signing_freezes_with_a_hash(session: Session) -> None:
    meeting, hidden, _heard = closed(session)
    asha = actor_named(session, "asha")
    sign_minutes(session, meeting=meeting, actor=asha)
    sign_minutes(session, meeting=meeting, actor=asha)
    (signature,) = session.scalars(select(Signature).where(Signature.meeting_id == meeting.id))
    assert len(signature.sha256) == 64 and "Project Canary" in signature.minutes
    with pytest.raises(Refused, match="signed"):
        agree(session, meeting, hidden, {1: Agreed(2, "Too late.")})
    with pytest.raises(Refused, match="signed"):
        write(session, meeting, hidden, "Too late.")
    hidden.title = "Renamed"
    session.flush()
    assert read(session, meeting, "ben").items[0].title == "Project Canary"  # as it was signed
    signature.minutes = "{}"
    with pytest.raises(DatabaseError, match="never changed"):
        session.flush()


def test_who_signs_and_when(session: Session) -> None:
    meeting, _hidden, _heard = on_first(session)
    with pytest.raises(Refused, match="Close the meeting"):
        sign_minutes(session, meeting=meeting, actor=actor_named(session, "asha"))
    close_meeting(session, meeting=meeting, actor=actor_named(session, "asha"))
    for name in ("ben", "cara", "olive"):
        with pytest.raises(Forbidden):
            sign_minutes(session, meeting=meeting, actor=actor_named(session, name))


def test_a_chair_signs_nothing_of_what_they_must_not_hear_and_never_learns_who_did(session: Session) -> None:
    meeting, hidden, heard = two_items(session)
    keep_out(session, hidden, "asha")
    meeting.quorum = 1  # only Ben hears the first
    running(session, meeting)
    go_on(session, meeting)
    agree(session, meeting, hidden, by="ben")
    go_on(session, meeting)
    agree(session, meeting, heard, {1: Agreed(4, "Robin.")})
    close_meeting(session, meeting=meeting, actor=actor_named(session, "olive"))
    for name in ("asha", "ben"):
        sign_minutes(session, meeting=meeting, actor=actor_named(session, name))
    by_name = {one.name: one.minutes for one in session.scalars(select(Signature))}
    assert "anary" not in by_name["Asha Verma"] and "Project Robin" in by_name["Asha Verma"]
    assert "Project Canary" in by_name["Ben Hollis"] and "Robin" not in by_name["Ben Hollis"]
    assert [one.name for one in read(session, meeting, "asha").signatures] == ["Asha Verma"]
    assert [one.name for one in read(session, meeting, "olive").signatures] == ["Asha Verma", "Ben Hollis"]
    assert "anary" not in repr(read(session, meeting, "asha").items)


def test_the_chairs_words_keep_their_history_and_clash(session: Session) -> None:
    meeting, hidden, _heard = on_first(session)
    write(session, meeting, hidden, "Fund it.")
    write(session, meeting, hidden, "Fund it in part.")
    item = item_about(meeting, hidden)
    assert [one.words for one in words_of(session, [item.id])[item.id]] == ["Fund it.", "Fund it in part."]
    with pytest.raises(Stale):
        write_minutes(session, item=item, words="Other", revision=0, actor=actor_named(session, "asha"))
    with pytest.raises(Refused, match="400 words"):
        write(session, meeting, hidden, "word " * 401)
    for name in ("ben", "cara", "olive"):
        with pytest.raises(Forbidden):
            write(session, meeting, hidden, "Mine", by=name)


def test_what_was_agreed_counts_on_the_line_and_in_the_feedback_too(session: Session) -> None:
    meeting, hidden, _heard = on_first(session)
    before = panel_of(session, hidden).total
    agree(session, meeting, hidden)
    total = panel_of(session, hidden).total
    assert total != before and panels_of(session, hidden.round)[hidden.id].total == total
    assert next(one.mean for one in judged(session, hidden)) == 4
