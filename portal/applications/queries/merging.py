"""What applications say when two organisations are to become one."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from portal.applications.models import Application, Partner
from portal.funds.models import Round


def against_merging(session: Session, gone_id: int, stays_id: int) -> Sequence[str]:
    """Why two organisations cannot become one now, in sentences: both have an application to one round, or one of
    them is a partner in a bid of the other.
    """
    both = aliased(Application)
    rounds = session.scalars(
        select(Round.name)
        .join(Application, Application.round_id == Round.id)
        .join(both, both.round_id == Round.id)
        .where(
            Application.organisation_id == gone_id,
            both.organisation_id == stays_id,
            Application.live.is_(True),
            both.live.is_(True),
        )
        .order_by(Round.name)
    )
    bids = session.scalars(
        select(Application.reference)
        .join(Partner, Partner.application_id == Application.id)
        .where(
            or_(
                and_(Application.organisation_id == gone_id, Partner.organisation_id == stays_id),
                and_(Application.organisation_id == stays_id, Partner.organisation_id == gone_id),
            )
        )
        .order_by(Application.reference)
        .distinct()
    )
    return [
        *(f"Both have an application to {name}. One of them must be withdrawn first." for name in rounds),
        *(f"One is a partner in {reference}, which the other leads." for reference in bids),
    ]
