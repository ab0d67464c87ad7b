"""Saving keeps whatever was typed, by whoever, and never writes over what somebody else wrote meanwhile."""

from threading import Thread
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.formkit.models import Response, SectionRevision
from portal.formkit.operations import NO_TAB, Saved, Tab, freeze, publish, save_answers, start_response, thaw
from portal.formkit.queries import answers_of, form_of, sections_of
from tests.data.formkit.conftest import AMINA, BETH, DOCUMENT


def _save(
    session: Session, response: Response, base: int, actor: Actor = AMINA, tab: Tab = NO_TAB, **values: Any
) -> Saved:
    section = form_of(response.form_version).sections[0]
    return save_answers(session, response=response, section=section, values=values, base=base, actor=actor, tab=tab)


def _revisions(session: Session) -> list[tuple[int, dict[str, Any], int | None, str]]:
    found = session.scalars(select(SectionRevision).order_by(SectionRevision.revision))
    return [(one.revision, one.changed, one.saved_by_id, one.saved_by_name) for one in found]


def test_blank_half_and_wrong_answers_are_kept_as_they_are(session: Session, response: Response) -> None:
    values = {"a": "far more than three words", "b": "", "budget": [{"item": "Hall", "cost": "lots"}]}
    saved = _save(session, response, 0, **values)
    assert (saved.revision, saved.changed, saved.clashes) == (1, frozenset(values), ())
    assert answers_of(session, response) == values


def test_only_what_changed_is_a_revision(session: Session, response: Response) -> None:
    _save(session, response, 0, a="one", b="")
    assert _save(session, response, 1, a="one", b="two").changed == {"b"}
    same = _save(session, response, 2, a="one", b="two")
    assert (same.revision, same.changed) == (2, frozenset())
    assert _revisions(session) == [
        (1, {"a": "one", "b": ""}, 1, "Amina Karim"),
        (2, {"b": "two"}, 1, "Amina Karim"),
    ]
    assert sections_of(session, response)["s1"].saved_by_name == "Amina Karim"


def test_questions_that_the_page_did_not_show_stay(session: Session, response: Response) -> None:
    _save(session, response, 0, a="one", c="three")
    _save(session, response, 1, b="two")
    assert answers_of(session, response) == {"a": "one", "b": "two", "c": "three"}


def test_a_late_save_of_other_questions_goes_in(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old")
    _save(session, response, 1, BETH, b="from Beth")
    merged = _save(session, response, 1, a="from Amina")
    assert (merged.revision, merged.clashes) == (3, ())
    assert answers_of(session, response) == {"a": "from Amina", "b": "from Beth"}


def test_a_clash_shows_both_and_saves_nothing(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old", b="old")
    theirs = _save(session, response, 1, BETH, a="from Beth")
    clash = _save(session, response, 1, a="from Amina", b="new")
    (one,) = clash.clashes
    assert (one.key, one.theirs, one.mine, one.by, one.at) == (
        "a", "from Beth", "from Amina", "Beth Okafor", theirs.saved_at
    )  # fmt: skip
    assert (clash.revision, clash.changed) == (2, frozenset())
    assert answers_of(session, response) == {"a": "from Beth", "b": "old"}
    assert len(_revisions(session)) == 2


def test_a_page_whose_saving_was_never_answered_does_not_clash_with_itself(
    session: Session, response: Response
) -> None:
    _save(session, response, 0, a="old")
    _save(session, response, 1, tab=Tab("page", 1), a="saved, but the answer was lost")
    again = _save(session, response, 1, tab=Tab("page", 2, unsure=True), a="saved, and more")
    assert (again.revision, again.clashes) == (3, ())
    assert answers_of(session, response) == {"a": "saved, and more"}
    other_page = _save(session, response, 1, tab=Tab("another", 1), a="from another page")
    assert [clash.theirs for clash in other_page.clashes] == ["saved, and more"]


def test_a_saving_that_comes_after_a_later_one_of_its_page_changes_nothing(
    session: Session, response: Response
) -> None:
    _save(session, response, 0, a="old")
    _save(session, response, 1, tab=Tab("page", 3), a="the third")
    late = _save(session, response, 1, tab=Tab("page", 2), a="the second")
    assert (late.revision, late.changed, late.clashes) == (2, frozenset(), ())
    assert answers_of(session, response) == {"a": "the third"}


def test_a_text_that_was_put_back_stays_although_an_earlier_saving_is_still_on_its_way(
    session: Session, response: Response
) -> None:
    _save(session, response, 0, a="old")
    assert _save(session, response, 1, tab=Tab("page", 2, unsure=True), a="old").revision == 2
    _save(session, response, 1, tab=Tab("page", 1), a="a moment's idea")
    assert answers_of(session, response) == {"a": "old"}


def test_others_answers_that_the_page_does_not_show_are_named(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old", b="old")
    _save(session, response, 1, BETH, a="from Beth")
    saved = _save(session, response, 1, tab=Tab("page", 1), a="old", b="from Amina")
    assert (saved.changed, saved.others) == ({"b"}, {"a"})
    assert _save(session, response, 1, tab=Tab("page", 2), a="old", b="and more").others == {"a"}
    assert answers_of(session, response) == {"a": "from Beth", "b": "and more"}
    both = _save(session, response, 1, tab=Tab("page", 3), a="from Amina too", b="and more")
    assert [(clash.key, clash.theirs) for clash in both.clashes] == [("a", "from Beth")]


def test_after_the_choice_either_text_can_stay(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old", b="old")
    _save(session, response, 1, BETH, a="from Beth")
    base = _save(session, response, 1, a="from Amina").revision
    assert _save(session, response, base, b="mine, and theirs for a").clashes == ()
    assert _save(session, response, base + 1, a="from Amina").clashes == ()
    assert answers_of(session, response) == {"a": "from Amina", "b": "mine, and theirs for a"}
    assert [revision[1] for revision in _revisions(session)][1] == {"a": "from Beth"}


def test_what_i_never_touched_does_not_clash(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old", b="old")
    _save(session, response, 1, BETH, a="from Beth")
    saved = _save(session, response, 1, a="old", b="from Amina")
    assert (saved.clashes, saved.changed) == ((), {"b"})
    assert answers_of(session, response) == {"a": "from Beth", "b": "from Amina"}


def test_a_question_that_two_people_answered_first_clashes(session: Session, response: Response) -> None:
    _save(session, response, 0, BETH, a="from Beth", b="")
    clash = _save(session, response, 0, a="from Amina", b="")
    assert [(one.key, one.theirs, one.mine) for one in clash.clashes] == [("a", "from Beth", "from Amina")]


def test_leaving_blank_what_somebody_answered_meanwhile_keeps_their_answer(
    session: Session, response: Response
) -> None:
    _save(session, response, 0, BETH, a="from Beth", b="")
    assert _save(session, response, 0, a="", b="from Amina").clashes == ()
    assert answers_of(session, response) == {"a": "from Beth", "b": "from Amina"}


def test_the_same_text_typed_twice_is_no_clash(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old")
    _save(session, response, 1, BETH, a="agreed")
    assert _save(session, response, 1, a="agreed").clashes == ()


def test_nothing_is_saved_once_it_is_frozen(session: Session, response: Response) -> None:
    _save(session, response, 0, a="one")
    freeze(session, response=response)
    with pytest.raises(Refused, match="can no longer be changed"):
        _save(session, response, 1, a="two")
    assert answers_of(session, response) == {"a": "one"}
    thaw(session, response=response)
    assert _save(session, response, 1, a="two").revision == 2


def test_freezing_again_keeps_the_first_instant(session: Session, response: Response) -> None:
    freeze(session, response=response)
    first = response.frozen_at
    freeze(session, response=response)
    assert response.frozen_at == first


def _statements(session: Session) -> list[str]:
    seen: list[str] = []
    event.listen(session.connection().engine, "before_cursor_execute", lambda *args: seen.append(args[2].split()[0]))
    return seen


def test_few_queries(session: Session, response: Response) -> None:
    _save(session, response, 0, a="one")
    session.commit()
    session.expunge_all()
    seen = _statements(session)
    loaded = session.get(Response, response.id)
    assert loaded is not None
    form_of(loaded.form_version)
    assert sections_of(session, loaded)["s1"].revision == 1
    assert [one for one in seen if one == "SELECT"] == ["SELECT"] * 2
    del seen[:]
    _save(session, loaded, 1, a="two")
    session.flush()
    assert seen == ["SELECT", "SELECT", "UPDATE", "INSERT"]


def test_two_who_write_first_at_the_same_moment_both_stay(empty_database: Database) -> None:
    with empty_database.session() as session:
        number = start_response(session, version=publish(session, document=DOCUMENT)).id
    failed: list[BaseException] = []

    def write(actor: Actor, key: str) -> None:
        try:
            with empty_database.session() as own:
                found = own.get(Response, number)
                assert found is not None
                _save(own, found, 0, actor, **{key: actor.name})
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=write, args=pair) for pair in ((AMINA, "a"), (BETH, "b"), (AMINA, "c"), (BETH, "budget"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with empty_database.session(read_only=True) as session:
        found = session.get(Response, number)
        assert found is not None
        assert answers_of(session, found) == {
            "a": "Amina Karim", "b": "Beth Okafor", "c": "Amina Karim", "budget": "Beth Okafor"
        }  # fmt: skip


def test_what_somebody_changed_and_changed_back_does_not_clash(session: Session, response: Response) -> None:
    _save(session, response, 0, a="old")
    _save(session, response, 1, BETH, a="from Beth")
    _save(session, response, 2, BETH, a="old")
    assert _save(session, response, 1, a="from Amina").clashes == ()
    assert answers_of(session, response) == {"a": "from Amina"}


def test_what_another_person_has_sent_meanwhile_is_not_changed(empty_database: Database) -> None:
    with empty_database.session() as mine:
        response = start_response(mine, version=publish(mine, document=DOCUMENT))
        mine.commit()  # what `mine` knows of the response is from before it was sent
        with empty_database.session() as hers:
            sent = hers.get(Response, response.id)
            assert sent is not None
            freeze(hers, response=sent)
        assert response.frozen_at is None
        with pytest.raises(Refused, match="can no longer be changed"):
            _save(mine, response, 0, a="too late")
