"""What a draft is held against: other feedback of its round, other groups, the people of the group, the officers."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts.models import Account, StaffRole
from portal.applications.models import Application
from portal.feedback.models import Feedback, PrincipleFeedback
from portal.feedback.rules.checks import folded_sentences
from portal.feedback.wording import ready_words, snippets
from portal.organisations.models import Organisation, TeamMember
from portal.phrases.queries import every_wording
from portal.phrases.rules import stock_of


@dataclass(frozen=True)
class Beside:
    """Names of the team, names of the other groups of the round, and sentences that they read (not the pack's)."""

    people: list[str]
    groups: list[str]
    elsewhere: set[str]


def beside(session: Session, application: Application) -> Beside:
    """What the feedback on an application is held against, in four queries whatever the size of the round."""
    others = (Application.round_id == application.round_id, Application.id != application.id)
    team = select(Account.name).join(TeamMember, TeamMember.account_id == Account.id)
    team = team.where(TeamMember.organisation_id == application.organisation_id).order_by(Account.id)
    groups = select(Organisation.name).join(Application, Application.organisation_id == Organisation.id).where(*others)
    summaries = select(Feedback.summary).join(Feedback.application).where(*others)
    words = select(PrincipleFeedback.strong, PrincipleFeedback.missing, PrincipleFeedback.change_first)
    words = words.join(PrincipleFeedback.feedback).join(Feedback.application).where(*others)
    texts = [*session.scalars(summaries), *(text for row in session.execute(words) for text in row)]
    return Beside(
        people=list(session.scalars(team)),
        groups=[name for name in session.scalars(groups) if name != application.organisation.name],
        elsewhere=folded_sentences(texts) - folded_sentences(ready_words()),
    )


def stock(session: Session) -> set[str]:
    """The folded sentences of all ready-made phrases: those of first drafts and every version of the library's."""
    return stock_of([*snippets(), *every_wording(session)])


def has_other_officer(session: Session, account_id: int | None) -> bool:
    """Whether somebody beside this person could read a draft as an officer."""
    other = exists().where(
        StaffRole.account_id == Account.id, StaffRole.role == Role.OFFICER, Account.suspended_at.is_(None)
    )
    return bool(session.scalar(select(other.where(Account.id != account_id))))
