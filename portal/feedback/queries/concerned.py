"""Who is concerned by a feedback beside its lead: colleagues with needs, partners, and what officers do for them."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager, joinedload

from portal.accounts.models import Account
from portal.applications.models import Application, Partner
from portal.applications.states import PartnerState
from portal.feedback.models import Feedback, FeedbackTask
from portal.feedback.rules.needs import Kind, Needs, needs_of
from portal.formkit.queries import answers_by_response
from portal.organisations.models import Membership, Organisation

CONTACT_NEEDS = "contact_needs"  # the question of the registration form


def group_needs(session: Session, organisation_ids: Sequence[int]) -> dict[int, str]:
    """What each of these groups wrote in its registration about how to reach it, by the organisation's id."""
    wanted = select(Membership.organisation_id, Membership.response_id)
    found = session.execute(wanted.where(Membership.organisation_id.in_(organisation_ids))).all()
    answers = answers_by_response(session, [response for _, response in found])
    return {group: str(answers.get(response, {}).get(CONTACT_NEEDS) or "") for group, response in found}


def needs_of_person(account: Account, group: str) -> Needs:
    """What one person needs, with what their group wrote."""
    return needs_of(own=account.contact_needs, group=group, way=account.contact_way, language=account.language)


def needs_of_reader(session: Session, account_id: int, feedback: Feedback) -> Needs:
    """What the person who reads a group's feedback needs; a call only while an officer still has it to do."""
    account, group = session.get(Account, account_id), feedback.application.organisation_id
    assert account is not None  # whoever reads is signed in
    open_call = select(FeedbackTask.id).where(
        FeedbackTask.feedback_id == feedback.id,
        FeedbackTask.account_id == account_id,
        FeedbackTask.kind == Kind.CALL,
        FeedbackTask.done_at.is_(None),
    )
    needs = needs_of_person(account, group_needs(session, [group]).get(group, ""))
    return replace(needs, call=session.scalar(open_call) is not None)


def agreed_partners(session: Session, application_ids: Sequence[int]) -> dict[int, list[Partner]]:
    """The partners that agreed to each of these applications, by the application's id, in the order of joining."""
    wanted = select(Partner).where(
        Partner.application_id.in_(application_ids),
        Partner.live.is_(True),
        Partner.state == PartnerState.ACCEPTED,
        Partner.agreed_at.is_not(None),
    )
    found: dict[int, list[Partner]] = {}
    for one in session.scalars(wanted.options(joinedload(Partner.organisation)).order_by(Partner.id)):
        found.setdefault(one.application_id, []).append(one)
    return found


def tasks_of_round(session: Session, round_id: int) -> Sequence[FeedbackTask]:
    """What officers do for people of a round: to do first, then by group."""
    wanted = select(FeedbackTask).join(FeedbackTask.feedback).join(Feedback.application).join(Application.organisation)
    loading = contains_eager(FeedbackTask.feedback).contains_eager(Feedback.application)
    wanted = wanted.options(loading.contains_eager(Application.organisation), joinedload(FeedbackTask.account))
    order = (FeedbackTask.done_at.is_not(None), Organisation.name, FeedbackTask.id)
    return session.scalars(wanted.where(Application.round_id == round_id).order_by(*order)).all()


def task_by_number(session: Session, number: int) -> FeedbackTask | None:
    """One task with its application."""
    loading = joinedload(FeedbackTask.feedback).joinedload(Feedback.application)
    return session.scalar(
        select(FeedbackTask)
        .where(FeedbackTask.id == number)
        .options(loading.joinedload(Application.round), joinedload(FeedbackTask.account))
    )
