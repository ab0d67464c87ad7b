"""Reading applications."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, bindparam, func, or_, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.access.roles import TeamRole
from portal.accounts.models import Account
from portal.applications.models import Application, Carried, Extension, InformationRequest, Partner, Snapshot
from portal.applications.states import ApplicationState
from portal.core.paging import Paging
from portal.core.references import canonical_reference
from portal.core.workflow import StateChange
from portal.formkit.models import Response
from portal.funds.models import Round
from portal.organisations.models import Organisation, TeamMember

_WHOLE = (
    joinedload(Application.round).joinedload(Round.fund),
    joinedload(Application.organisation).joinedload(Organisation.membership),
    joinedload(Application.extension),
    joinedload(Application.response).joinedload(Response.form_version),
    selectinload(Application.partners).joinedload(Partner.organisation),
)


WITH_DATES = (joinedload(Application.round), joinedload(Application.extension))
# What a page of the form needs, asked at every saving: written once, and without what only other pages show.
_TO_FILL_IN = (
    select(Application)
    .where(Application.reference == bindparam("reference"))
    .options(
        joinedload(Application.round, innerjoin=True).defer(Round.content),
        joinedload(Application.response, innerjoin=True).joinedload(Response.form_version, innerjoin=True),
        joinedload(Application.extension),
        joinedload(Application.live_sign_off),
        joinedload(Application.carried).joinedload(Carried.source).joinedload(Application.response),
        joinedload(Application.partners).joinedload(Partner.organisation),
    )
)


def application_to_fill_in(session: Session, reference: str) -> Application | None:
    """An application with its round, its pinned form and who works on it, for the pages that ask and save."""
    found = session.scalars(_TO_FILL_IN, {"reference": canonical_reference(reference)})
    return found.unique().one_or_none()


def application_by_reference(session: Session, reference: str) -> Application | None:
    """An application with its round, organisation, membership, pinned form and partners, in two queries."""
    wanted = select(Application).where(Application.reference == canonical_reference(reference))
    return session.scalar(wanted.options(*_WHOLE))


def live_application(session: Session, round_: Round, organisation_id: int) -> Application | None:
    """The organisation's application to a round, unless it was withdrawn."""
    wanted = select(Application).where(
        Application.round_id == round_.id, Application.organisation_id == organisation_id, Application.live.is_(True)
    )
    return session.scalar(wanted.options(*_WHOLE))


def extension_of(session: Session, round_: Round, organisation_id: int) -> Extension | None:
    """The extra time that an organisation was given in a round."""
    wanted = select(Extension).where(Extension.round_id == round_.id, Extension.organisation_id == organisation_id)
    return session.scalar(wanted)


def extensions_for(session: Session, round_: Round, organisation_ids: Sequence[int]) -> dict[int, Extension]:
    """The extra time of some organisations in a round, by their id."""
    wanted = select(Extension).where(Extension.round_id == round_.id, Extension.organisation_id.in_(organisation_ids))
    return {one.organisation_id: one for one in session.scalars(wanted)}


def extensions_in(session: Session, round_: Round) -> Sequence[Extension]:
    """Everyone who was given extra time in a round, the latest first."""
    wanted = select(Extension).where(Extension.round_id == round_.id).options(joinedload(Extension.organisation))
    return session.scalars(wanted.order_by(Extension.granted_at.desc(), Extension.id.desc())).all()


def drafts_in(session: Session, round_: Round) -> Sequence[Application]:
    """The live drafts of a round, the one that was touched longest ago first."""
    wanted = select(Application).where(
        Application.round_id == round_.id, Application.state == ApplicationState.DRAFT, Application.live.is_(True)
    )
    wanted = wanted.options(*WITH_DATES, joinedload(Application.organisation).joinedload(Organisation.membership))
    return session.scalars(wanted.order_by(Application.changed_at, Application.id)).all()


def undecided_in(session: Session, round_: Round) -> Sequence[Application]:
    """The applications of a round that were sent and wait for its decision; not those that were told early."""
    gone = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)
    wanted = select(Application).where(Application.round_id == round_.id, Application.state.not_in(gone))
    return session.scalars(wanted.where(Application.told_early_at.is_(None)).order_by(Application.id)).all()


def writers_by_organisation(session: Session, organisation_ids: Sequence[int]) -> dict[int, list[Account]]:
    """Leads and editors of several organisations, in one query."""
    wanted = select(TeamMember.organisation_id, Account).join(Account, TeamMember.account_id == Account.id)
    wanted = wanted.where(
        TeamMember.organisation_id.in_(organisation_ids),
        TeamMember.role.in_([TeamRole.LEAD, TeamRole.EDITOR]),
        Account.suspended_at.is_(None),
    )
    found: dict[int, list[Account]] = {}
    for organisation_id, account in session.execute(wanted.order_by(TeamMember.id)).unique():
        found.setdefault(organisation_id, []).append(account)
    return found


def open_request(session: Session, application_id: int) -> InformationRequest | None:
    """What the office asks about an application now."""
    wanted = select(InformationRequest).where(
        InformationRequest.application_id == application_id, InformationRequest.open.is_(True)
    )
    return session.scalar(wanted.options(joinedload(InformationRequest.response)))


def requests_about(session: Session, application_id: int) -> Sequence[InformationRequest]:
    """Everything that the office asked about an application, the newest first."""
    wanted = select(InformationRequest).where(InformationRequest.application_id == application_id)
    return session.scalars(wanted.order_by(InformationRequest.number.desc())).all()


def open_requests_of(session: Session, organisation_ids: Sequence[int]) -> Sequence[InformationRequest]:
    """What the office asks of these organisations now, the most urgent first."""
    wanted = select(InformationRequest).join(InformationRequest.application)
    wanted = wanted.where(InformationRequest.open.is_(True), Application.organisation_id.in_(organisation_ids))
    wanted = wanted.options(contains_eager(InformationRequest.application))
    return session.scalars(wanted.order_by(InformationRequest.due_on, InformationRequest.id)).all()


def unread_replies(session: Session) -> int:
    """How many answers to requests nobody of the office has read."""
    wanted = select(func.count(InformationRequest.id)).where(
        InformationRequest.answered_at.is_not(None), InformationRequest.read_at.is_(None)
    )
    return session.scalar(wanted) or 0


def reference_taken(session: Session, reference: str) -> bool:
    """Whether a reference is in use."""
    return session.scalar(select(Application.id).where(Application.reference == reference)) is not None


def applications_of(session: Session, organisation_ids: Sequence[int]) -> Sequence[Application]:
    """Every application of these organisations, the newest first."""
    wanted = select(Application).where(Application.organisation_id.in_(organisation_ids))
    wanted = wanted.options(*WITH_DATES, joinedload(Application.organisation))
    return session.scalars(wanted.order_by(Application.started_at.desc(), Application.id.desc())).all()


def applications_with_forms(session: Session, organisation_id: int) -> Sequence[Application]:
    """Every application of an organisation with its answers' form, in the order of their keys (that of locking)."""
    wanted = select(Application).where(Application.organisation_id == organisation_id)
    return session.scalars(wanted.options(joinedload(Application.response)).order_by(Application.id)).all()


def latest_snapshot(session: Session, application: Application) -> Snapshot | None:
    """What was sent last."""
    wanted = select(Snapshot).where(Snapshot.application_id == application.id)
    return session.scalar(wanted.order_by(Snapshot.number.desc()).limit(1))


def writers_of(session: Session, organisation_id: int) -> Sequence[Account]:
    """The people who are told about an organisation's applications: leads and editors."""
    wanted = select(Account).join(TeamMember, TeamMember.account_id == Account.id)
    wanted = wanted.where(
        TeamMember.organisation_id == organisation_id,
        TeamMember.role.in_([TeamRole.LEAD, TeamRole.EDITOR]),
        Account.suspended_at.is_(None),
    )
    return session.scalars(wanted.order_by(Account.id)).unique().all()


def team_of(session: Session, organisation_id: int) -> Sequence[TeamMember]:
    """Everyone who may see an organisation's applications."""
    wanted = select(TeamMember).where(TeamMember.organisation_id == organisation_id)
    return session.scalars(wanted.options(joinedload(TeamMember.account)).order_by(TeamMember.id)).all()


def my_organisations(session: Session, organisation_ids: Sequence[int]) -> Sequence[Organisation]:
    """Organisations by id, in the order of their names."""
    return session.scalars(
        select(Organisation).where(Organisation.id.in_(organisation_ids)).order_by(Organisation.name)
    ).all()


def changes_of(session: Session, application: Application) -> Sequence[StateChange]:
    """Where it has been, newest first."""
    wanted = select(StateChange).where(
        StateChange.subject_type == "application", StateChange.subject_id == application.id
    )
    return session.scalars(wanted.order_by(StateChange.id.desc())).all()


@dataclass(frozen=True)
class Filter:
    """What an officer's list shows. Blank means all."""

    round_slug: str = ""
    state: str = ""
    search: str = ""
    sort: str = "submitted"


SORTS = {
    "submitted": (Application.submitted_at.desc(), Application.id.desc()),
    "organisation": (Organisation.name, Application.id),
    "amount": (Application.requested_pence.desc(), Application.id),
    "reference": (Application.reference,),
}


def _matching(found: Filter) -> Select[Application]:
    wanted = select(Application).join(Application.organisation).join(Application.round)
    wanted = wanted.where(Application.submitted_at.is_not(None))
    if found.round_slug:
        wanted = wanted.where(Round.slug == found.round_slug)
    if found.state:
        wanted = wanted.where(Application.state == found.state)
    return wanted.where(_holds(found.search)) if found.search else wanted


def _holds(search: str) -> ColumnElement[bool]:
    """Whether the words stand in reference, project, organisation, or in the name or email of someone in its team."""
    people = select(TeamMember.organisation_id).join(Account, Account.id == TeamMember.account_id)
    people = people.where(
        or_(Account.name.icontains(search, autoescape=True), Account.email.icontains(search, autoescape=True))
    )
    return or_(
        Application.reference == canonical_reference(search),
        Application.title.icontains(search, autoescape=True),
        Organisation.name.icontains(search, autoescape=True),
        Application.organisation_id.in_(people),
    )


def count_applications(session: Session, found: Filter) -> int:
    """How many applications a filter finds."""
    return session.scalar(select(func.count()).select_from(_matching(found).subquery())) or 0


def applications(session: Session, found: Filter, paging: Paging) -> Sequence[Application]:
    """One page of what a filter finds."""
    wanted = _matching(found).options(contains_eager(Application.organisation), contains_eager(Application.round))
    order = SORTS.get(found.sort, SORTS["submitted"])
    return session.scalars(wanted.order_by(*order).offset(paging.offset).limit(paging.size)).all()
