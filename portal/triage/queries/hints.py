"""Reading other applications that may be the same project or the same money."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from portal.applications.models import Application, Partner
from portal.applications.queries import application_by_reference
from portal.applications.states import ApplicationState, PartnerState
from portal.formkit.queries import answers_by_response
from portal.organisations.queries.doubles import alike
from portal.triage.models import SetAside
from portal.triage.rules.hints import Hint, of_the_group, titles_alike


@dataclass(frozen=True)
class HintPage:
    """A hint about an application, and what was said when it was set aside, if it was."""

    hint: Hint
    application: Application
    aside: SetAside | None


def _others(application: Application) -> Select[Application]:
    """Every other application that was sent and not withdrawn: never a draft."""
    wanted = select(Application).where(
        Application.id != application.id,
        Application.submitted_at.is_not(None),
        Application.state.not_in([ApplicationState.DRAFT, ApplicationState.WITHDRAWN]),
    )
    return wanted.options(joinedload(Application.organisation), joinedload(Application.round)).order_by(Application.id)


def hints_about(session: Session, application: Application) -> list[Hint]:
    """What an officer may look at beside an application; seven queries whatever the count."""
    group = application.organisation_id
    own = session.scalars(_others(application).where(Application.organisation_id == group)).all()
    responses = [one.response_id for one in (application, *own)]
    hints = of_the_group(application, own, answers_by_response(session, responses) if own else {})
    doubles = {one.organisation.id: one for one in alike(session, group)}
    theirs = _others(application).where(Application.organisation_id.in_(doubles))
    hints += [
        Hint("double", one, f"{one.organisation.name}: {' '.join(doubles[one.organisation_id].why)}")
        for one in session.scalars(theirs)
    ]
    in_round = _others(application).where(Application.round_id == application.round_id)
    in_bids = in_round.join(Partner, Partner.application_id == Application.id).where(
        Partner.organisation_id == group, Partner.live.is_(True), Partner.state == PartnerState.ACCEPTED
    )
    hints += [
        Hint("partner", one, f"“{one.title}”, led by {one.organisation.name}.") for one in session.scalars(in_bids)
    ]
    partners = [one.organisation_id for one in application.partners if one.state == PartnerState.ACCEPTED]
    leading = in_round.where(Application.organisation_id.in_([one for one in partners if one is not None]))
    hints += [
        Hint("our-partner", one, f"{one.organisation.name} asks for “{one.title}”.") for one in session.scalars(leading)
    ]
    return hints + titles_alike(application, session.scalars(in_round).all())


def set_aside_of(session: Session, application_id: int) -> dict[tuple[str, str], SetAside]:
    """The hints of an application that were set aside, by their kind and the other's reference."""
    rows = session.scalars(select(SetAside).where(SetAside.application_id == application_id).order_by(SetAside.id))
    return {(row.kind, row.other): row for row in rows}


def hint_page(session: Session, reference: str, kind: str, other: str) -> HintPage | None:
    """One hint about an application, as long as it is one."""
    application = application_by_reference(session, reference)
    if application is None or application.submitted_at is None:
        return None
    hints: Sequence[Hint] = hints_about(session, application)
    hint = next((one for one in hints if one.key == (kind, other)), None)
    aside = set_aside_of(session, application.id).get((kind, other))
    return HintPage(hint, application, aside) if hint else None
