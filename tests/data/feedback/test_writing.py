"""Drafting, editing and approving."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.operations import declare_conflict
from portal.assessment.queries import assignment_of
from portal.audit.models import AuditEntry
from portal.core.clash import Stale
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.feedback.operations import approve_feedback, draft_feedback, save_feedback
from portal.feedback.operations.writing import fields_of
from portal.feedback.wording import stronger_words
from portal.formkit.operations import Tab
from portal.phrases.operations import add_phrase, change_phrase
from portal.phrases.queries import library
from portal.phrases.rules import Facts
from tests.factories.panel import actor_named, new_application, new_round, recommended, scored, signed
from tests.support.cast import account_named
from tests.support.specific import made_specific


def ready(session: Session) -> Application:
    application = scored(session, new_application(session, new_round(session)), asha=[5, 1], ben=[4, 2])
    recommended(session, application)
    return application


def test_the_draft_comes_from_scores_and_reasons_without_names(session: Session) -> None:
    application = ready(session)
    feedback = draft_feedback(session, application=application, actor=actor_named(session, "olive"))
    improve = "Check that your budget adds up, and show how you worked out each cost. We can help at a budget workshop."
    assert [row.band for row in feedback.principles] == ["strength", "improve"]
    # The reasons of the test begin with the assessors' first names, in small letters: no name of theirs.
    assert fields_of(feedback) == {
        "summary": "Thank you for your application. It met our standard on 1 of the 2 principles.",
        "change-1": improve,
        "change-2": "",
        "change-3": "",
        "strong-1": "You showed strong partnership. It was clear who would do what. asha gives 5. ben gives 4.",
        "missing-1": "Nothing that we asked for was missing.",
        "change_first-1": "No change is needed. Keep this as it is.",
        "stronger-1": stronger_words("p1", "strength"),
        "strong-2": "You answered the questions on this principle.",
        "missing-2": "asha gives 1. ben gives 2.",
        "change_first-2": improve,
        "stronger-2": stronger_words("p2", "improve"),
    }
    again = draft_feedback(session, application=application, actor=actor_named(session, "piers"))
    assert again is feedback


def test_reasons_of_someone_with_a_conflict_are_not_drafted(session: Session) -> None:
    application = ready(session)
    asha = actor_named(session, "asha")
    assignment = assignment_of(session, application.reference, asha.account_id)
    assert assignment is not None
    declare_conflict(session, assignment=assignment, kind="work", text="Late.", actor=asha)
    feedback = draft_feedback(session, application=application, actor=actor_named(session, "olive"))
    assert not [text for text in fields_of(feedback).values() if "asha" in text]


def test_what_was_not_eligible_hears_why(session: Session) -> None:
    application = new_application(session, new_round(session), state=ApplicationState.INELIGIBLE)
    recommended(session, application)
    feedback = draft_feedback(session, application=application, actor=actor_named(session, "olive"))
    assert (feedback.summary, feedback.principles) == (
        "Thank you for your application. We could not score it. You asked for more than the fund can "
        "give. This is not a view on how good your project is.",
        [],
    )


def test_it_is_drafted_only_after_a_recommendation_and_only_by_officers(session: Session) -> None:
    early = scored(session, new_application(session, new_round(session)), asha=[3, 3], ben=[3, 3])
    with pytest.raises(Refused, match="drafted once the application is recommended"):
        draft_feedback(session, application=early, actor=actor_named(session, "olive"))
    application = ready(session)
    for name in ("grace", "asha", "amina", "sam"):
        with pytest.raises(Forbidden):
            draft_feedback(session, application=application, actor=actor_named(session, name))


def test_saving_over_a_newer_text_saves_nothing(session: Session) -> None:
    olive = actor_named(session, "olive")
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    fields = fields_of(feedback) | {"summary": "One", "change-1": "", "change-3": "Three"}
    save_feedback(session, feedback=feedback, fields=fields, revision=1, actor=olive)
    assert (feedback.summary, feedback.changes, feedback.revision) == ("One", ["Three"], 2)
    with pytest.raises(Stale):
        save_feedback(session, feedback=feedback, fields=fields | {"summary": "Two"}, revision=1, actor=olive)
    with pytest.raises(Stale):
        approve_feedback(session, feedback=feedback, revision=1, actor=olive)
    assert feedback.summary == "One"


def test_what_is_incomplete_is_not_approved_and_what_changes_is_approved_again(session: Session) -> None:
    olive, piers = actor_named(session, "olive"), actor_named(session, "piers")
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    full = fields_of(made_specific(session, feedback, olive))
    save_feedback(session, feedback=feedback, fields=full | {"missing-2": " "}, revision=2, actor=olive)
    with pytest.raises(Refused, match=r"Enter a text for “2\. Careful with public money: what was missing”"):
        approve_feedback(session, feedback=feedback, revision=3, actor=piers)
    save_feedback(session, feedback=feedback, fields=full, revision=3, actor=olive)
    approve_feedback(session, feedback=feedback, revision=4, actor=piers)
    assert (feedback.state, feedback.approved_by_id, feedback.edited_by_id) == (
        "approved",
        piers.account_id,
        olive.account_id,
    )
    save_feedback(session, feedback=feedback, fields=full | {"summary": "Better"}, revision=4, actor=olive)
    assert (feedback.state, feedback.approved_at, feedback.approved_by_id) == ("draft", None, None)


def test_a_signed_application_can_still_get_its_feedback(session: Session) -> None:
    application = ready(session)
    signed(session, application)
    assert draft_feedback(session, application=application, actor=actor_named(session, "olive")).state == "draft"


def test_whoever_wrote_last_does_not_approve_unless_alone(session: Session) -> None:
    olive, piers = actor_named(session, "olive"), actor_named(session, "piers")
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    made_specific(session, feedback, olive)
    with pytest.raises(Refused, match="Ask a colleague to read it"):
        approve_feedback(session, feedback=feedback, revision=2, actor=olive)
    assert feedback.state == "draft"
    account_named(session, "piers").suspended_at = now()
    session.flush()
    approve_feedback(session, feedback=feedback, revision=2, actor=olive)
    assert feedback.approved_by_id == olive.account_id != piers.account_id
    entry = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert entry is not None and (entry.action, entry.detail["alone"]) == ("feedback:approved", True)


def test_no_gap_is_approved(session: Session) -> None:
    olive, piers = actor_named(session, "olive"), actor_named(session, "piers")
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    fields = fields_of(made_specific(session, feedback, olive)) | {"strong-1": "You named [partner]."}
    save_feedback(session, feedback=feedback, fields=fields, revision=2, actor=olive)
    with pytest.raises(Refused, match=r"Replace “\[partner\]”"):
        approve_feedback(session, feedback=feedback, revision=3, actor=piers)


def test_a_ready_made_phrase_alone_is_not_approved(session: Session) -> None:
    olive, piers = actor_named(session, "olive"), actor_named(session, "piers")
    facts = Facts("strong", "", "", "You named [partner] in your answer. That was good to read.")
    phrase = add_phrase(session, facts=facts, actor=olive)
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    with pytest.raises(Refused, match="Add to “Change 1” what you mean"):
        approve_feedback(session, feedback=feedback, revision=1, actor=piers)
    made_specific(session, feedback, olive)
    words = {"strong-1": "You named in your answer. That was good to read!"}
    save_feedback(session, feedback=feedback, fields=words, revision=2, actor=olive, used=[phrase.reference])
    with pytest.raises(Refused, match="It is only a ready-made phrase"):
        approve_feedback(session, feedback=feedback, revision=3, actor=piers)
    change_phrase(session, phrase=phrase, facts=Facts("strong", "", "", "Else [x]."), revision=1, actor=piers)
    with pytest.raises(Refused, match="It is only a ready-made phrase"):
        approve_feedback(session, feedback=feedback, revision=3, actor=piers)
    words = {"strong-1": "You named Tide Hall in your answer. That was good to read!"}
    save_feedback(session, feedback=feedback, fields=words, revision=3, actor=olive, used=[phrase.reference, "PH-NONE"])
    approve_feedback(session, feedback=feedback, revision=4, actor=piers)
    assert [one.uses for one in library(session) if one.phrase.id == phrase.id] == [1]


def test_an_open_page_never_clashes_with_itself_and_its_late_saving_is_nothing(session: Session) -> None:
    olive, piers = actor_named(session, "olive"), actor_named(session, "piers")
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    for count, text in ((1, "One."), (3, "Three."), (2, "Two.")):
        fields, tab = {"summary": text}, Tab("a-page", count)
        save_feedback(session, feedback=feedback, fields=fields, revision=1, actor=olive, tab=tab)
    assert (feedback.summary, feedback.revision) == ("Three.", 3)
    assert feedback.principles[0].strong, "what a saving leaves out stays"
    with pytest.raises(Stale):
        save_feedback(session, feedback=feedback, fields={}, revision=1, actor=piers, tab=Tab("a-page", 4))
    with pytest.raises(Stale):
        save_feedback(session, feedback=feedback, fields={}, revision=1, actor=olive, tab=Tab("another", 1))


def test_a_change_at_the_top_keeps_up_with_the_principle_it_repeats(session: Session) -> None:
    olive = actor_named(session, "olive")
    feedback = draft_feedback(session, application=ready(session), actor=olive)
    save_feedback(session, feedback=feedback, fields={"change_first-2": "Add the hall."}, revision=1, actor=olive)
    assert feedback.changes == ["Add the hall."]
    own = {"change-1": "My own words.", "change_first-2": "Add the van."}
    save_feedback(session, feedback=feedback, fields=own, revision=2, actor=olive)
    assert feedback.changes == ["My own words."]
