"""Reading officers' help by phone."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.applications.models import Application, Assistance


def assistance_by_reference(session: Session, reference: str) -> Assistance | None:
    """An officer's help, with its organisation and the application that it is about."""
    wanted = select(Assistance).where(Assistance.reference == reference)
    return session.scalar(wanted.options(joinedload(Assistance.organisation), joinedload(Assistance.officer)))


def assistances_by(session: Session, officer_id: int | None) -> Sequence[Assistance]:
    """The help that an officer gave, newest first; the last twenty."""
    wanted = select(Assistance).where(Assistance.officer_id == officer_id).order_by(Assistance.id.desc()).limit(20)
    return session.scalars(wanted.options(joinedload(Assistance.organisation))).all()


def assistances_of(session: Session, organisation_id: int) -> Sequence[Assistance]:
    """The help that an organisation had, newest first."""
    wanted = select(Assistance).where(Assistance.organisation_id == organisation_id).order_by(Assistance.id.desc())
    return session.scalars(wanted.options(joinedload(Assistance.officer), joinedload(Assistance.application))).all()


def assistances_with(session: Session, application: Application) -> Sequence[Assistance]:
    """The help that an application had, newest first."""
    wanted = select(Assistance).where(Assistance.application_id == application.id).order_by(Assistance.id.desc())
    return session.scalars(wanted.options(joinedload(Assistance.officer))).all()


def assistance_to_end(session: Session, reference: str, assistance: str) -> Assistance | None:
    """Help of the organisation that the address names."""
    found = assistance_by_reference(session, assistance)
    return found if found and found.organisation.reference == reference else None


def drafts_of(session: Session, organisation_id: int) -> Sequence[Application]:
    """An organisation's drafts, newest first."""
    wanted = select(Application).where(Application.organisation_id == organisation_id, Application.state == "draft")
    wanted = wanted.options(joinedload(Application.round), selectinload(Application.partners))
    return session.scalars(wanted.order_by(Application.id.desc())).all()
