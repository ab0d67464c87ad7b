"""The panel's work: one round half scored, one scored to the end."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.operations import find_eligible
from portal.applications.queries import application_by_reference
from portal.assessment.operations import assign, declare_conflict, declare_no_link, save_scores, submit_scores
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.core.clock import as_of, now
from tests.support.building.applications import person
from tests.support.cast import account_named

REASONS = ("Named partners have agreed what each will do.", "The answer is short and gives no figures.")


def build(session: Session) -> None:
    """One with Asha and Ben (who declared) and Cara (who has a conflict); two of the announced round, scored."""
    scoring = eligible(session, "SCF26-SCRG")
    for name in ("asha", "ben", "cara"):
        give(session, scoring, name)
    for name in ("asha", "ben"):
        declare(session, scoring, name)
    assignment = assignment_of(session, scoring.reference, account_named(session, "cara").id)
    assert assignment is not None
    actor = person(session, "cara")
    declare_conflict(session, assignment=assignment, kind="work", text="I was a trustee until May.", actor=actor)
    with as_of(now() - timedelta(days=100)):
        score(session, eligible(session, "SCF25-TDLD"), asha=[4, 2, 3, 1, 3, 2, 4, 3], ben=[4, 3, 3, 2, 3, 2, 5, 3])
        score(session, eligible(session, "SCF25-NWAY"), asha=[5, 4, 4, 4, 3, 4, 5, 4], ben=[4, 4, 5, 4, 4, 4, 5, 4])


def eligible(session: Session, reference: str) -> Application:
    """A sent application, found eligible."""
    application = application_by_reference(session, reference)
    assert application is not None
    find_eligible(session, application=application, actor=person(session, "olive"))
    return application


def give(session: Session, application: Application, name: str) -> None:
    """Give it to one of the cast."""
    assign(session, application=application, assessor=account_named(session, name), actor=person(session, "olive"))


def declare(session: Session, application: Application, name: str) -> None:
    """One of the cast declares that there is no link."""
    assignment = assignment_of(session, application.reference, account_named(session, name).id)
    assert assignment is not None
    declare_no_link(session, assignment=assignment, actor=person(session, name))


def score(session: Session, application: Application, **points: list[int]) -> None:
    """Give it out, declare, score and send: points by principle for each of the cast."""
    for name in points:
        give(session, application, name)
    for name, given in points.items():
        declare(session, application, name)
        assignment = assignment_of(session, application.reference, account_named(session, name).id)
        assert assignment is not None
        drafts = {number: Draft(p, REASONS[0 if p > 3 else 1]) for number, p in enumerate(given, 1)}
        actor = person(session, name)
        save_scores(session, assignment=assignment, drafts=drafts, note="", revision=0, actor=actor)
        submit_scores(session, assignment=assignment, actor=actor)
