"""Reading partner organisations, and rounds to copy an application into."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.accounts.models import MailedToken, Purpose
from portal.applications.models import Application, Partner
from portal.applications.queries.finding import application_by_reference
from portal.applications.states import PartnerState
from portal.core.references import canonical_reference
from portal.funds.models import Round
from portal.funds.states import RoundState
from portal.organisations.models import Organisation


def partner_of(session: Session, reference: str, partner: str) -> Partner | None:
    """One live partner of the application that the address names."""
    application = application_by_reference(session, reference)
    found = [one for one in application.partners if one.reference == partner] if application else []
    return found[0] if found else None


def partner_by_reference(session: Session, reference: str) -> Partner | None:
    """A partner that is invited or in, with its application."""
    wanted = select(Partner).where(Partner.reference == reference, Partner.live.is_(True))
    application = joinedload(Partner.application)
    return session.scalar(
        wanted.options(application.joinedload(Application.organisation), application.joinedload(Application.round))
    )


def organisation_called(session: Session, reference: str) -> Organisation | None:
    """The organisation of a reference that somebody typed."""
    return session.scalar(select(Organisation).where(Organisation.reference == canonical_reference(reference)))


def invitations_of(session: Session, partner: Partner) -> Sequence[MailedToken]:
    """The links that were mailed for a partner and could still be used."""
    wanted = select(MailedToken).where(
        MailedToken.purpose == Purpose.PARTNER_INVITATION,
        MailedToken.grants == partner.reference,
        MailedToken.spent_at.is_(None),
        MailedToken.cancelled_at.is_(None),
    )
    return session.scalars(wanted.order_by(MailedToken.id)).all()


def partnerships_of(session: Session, organisation_ids: Sequence[int]) -> Sequence[Partner]:
    """The bids of others in which these organisations are partners, newest first."""
    wanted = select(Partner).where(
        Partner.organisation_id.in_(organisation_ids),
        Partner.live.is_(True),
        Partner.state == PartnerState.ACCEPTED,
    )
    application = joinedload(Partner.application)
    wanted = wanted.options(
        application.joinedload(Application.round),
        application.joinedload(Application.organisation),
        joinedload(Partner.organisation),
    )
    return session.scalars(wanted.order_by(Partner.id.desc())).all()


def rounds_to_copy_into(session: Session) -> Sequence[Round]:
    """Rounds that are published; whether they are open is for the clock."""
    wanted = select(Round).where(Round.state == RoundState.PUBLISHED).order_by(Round.closes_at, Round.id)
    return session.scalars(wanted.options(joinedload(Round.form_version), joinedload(Round.fund))).all()
