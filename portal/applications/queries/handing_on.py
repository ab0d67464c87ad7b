"""Reading what somebody has in hand in the drafts of their organisation."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.applications.models import Application, Comment, SectionAssignee, SignOff
from portal.applications.states import ApplicationState
from portal.core.text import plural


def shares_of(session: Session, organisation_id: int, account_id: int) -> Sequence[tuple[Application, SectionAssignee]]:
    """The sections of drafts that a person does, with their applications."""
    wanted = (
        select(Application, SectionAssignee)
        .join(SectionAssignee, SectionAssignee.application_id == Application.id)
        .where(
            Application.organisation_id == organisation_id,
            Application.state == ApplicationState.DRAFT,
            SectionAssignee.account_id == account_id,
        )
    )
    return [(row[0], row[1]) for row in session.execute(wanted.order_by(SectionAssignee.id))]


def work_of(session: Session, organisation_id: int, account_id: int) -> list[str]:
    """What changes hands and what stays when a person hands over, as sentences to read before pressing the button."""
    shares = shares_of(session, organisation_id, account_id)
    drafts = select(Application.id).where(
        Application.organisation_id == organisation_id, Application.state == ApplicationState.DRAFT
    )
    wanted = select(func.count(Comment.id)).where(
        Comment.application_id.in_(drafts), Comment.author_id == account_id, Comment.resolved_at.is_(None)
    )
    comments = session.scalar(wanted) or 0
    asked = session.scalar(
        select(func.count(SignOff.id)).where(
            SignOff.application_id.in_(drafts), SignOff.asked_by_id == account_id, SignOff.live.is_(True)
        )
    )
    sentences = []
    if shares:
        titles = sorted({application.title or application.reference for application, _share in shares})
        sentences.append(f"{plural(len(shares), 'task')} in {', '.join(titles)} go to them.")
    if comments:
        sentences.append(f"{plural(comments, 'comment')} of yours stay, with your name, for the team to deal with.")
    if asked:
        sentences.append(f"{plural(asked, 'request')} to sign stay open for your certifiers.")
    return sentences
