"""What a member of staff must not hear of in any round, and keeping it out of everything that they read."""

from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, func, not_, or_, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.models import Account
from portal.applications.models import Application, Partner
from portal.applications.states import ApplicationState, PartnerState
from portal.assessment.models import Conflict
from portal.assessment.policy import PUBLIC_MAIL, mail_domain
from portal.audit.models import AuditEntry
from portal.core.db import Base
from portal.core.hiding import Hidden, Rule, hide, left_out_by
from portal.funds.models import Round
from portal.organisations.models import TeamMember
from portal.outbox.models import Message

_UNSENT = (ApplicationState.DRAFT, ApplicationState.WITHDRAWN)


def hidden_from(session: Session, account_id: int, email: str) -> Hidden:
    """The same rule as `kept_from`, for one member of staff and every round at once, in one query."""
    declared = select(Conflict.application_id).where(Conflict.account_id == account_id, Conflict.lifted_at.is_(None))
    theirs = _linked_organisations(account_id, email)
    with_partner = select(Partner.application_id).where(
        Partner.state == PartnerState.ACCEPTED, Partner.organisation_id.in_(theirs)
    )
    wanted = select(Application.id, Application.reference, Application.round_id, Application.state).where(
        or_(
            Application.id.in_(declared),
            Application.organisation_id.in_(theirs),
            Application.id.in_(with_partner),
        )
    )
    rows = session.execute(wanted).all()
    return Hidden(
        ids=frozenset(row.id for row in rows),
        references=frozenset(row.reference for row in rows),
        rounds=frozenset(row.round_id for row in rows if row.state not in _UNSENT),
    )


def hide_from(session: Session, actor: Actor) -> None:
    """Whatever this session reads from now on, it reads for a member of staff: nothing of what is kept from them."""
    if actor.account_id is not None:
        hidden = hidden_from(session, actor.account_id, actor.email)
        if hidden.ids:
            hide(session, hidden, _rules())


def _linked_organisations(account_id: int, email: str) -> Select[int]:
    wanted = select(TeamMember.organisation_id).join(Account, Account.id == TeamMember.account_id)
    domain = mail_domain(email)
    if not domain or domain in PUBLIC_MAIL:
        return wanted.where(TeamMember.account_id == account_id)
    same = func.lower(Account.email).endswith(f"@{domain}", autoescape=True)
    return wanted.where(or_(TeamMember.account_id == account_id, same))


@cache
def _rules() -> tuple[tuple[type[Any], Rule], ...]:
    """Every table of every room that has a key to an application, whoever adds one."""
    found: dict[type[Any], Rule] = {Application: lambda hidden: Application.id.not_in(hidden.ids)}
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            if any(key.column is Application.__table__.c.id for key in column.foreign_keys):
                found[mapper.class_] = _not_about(getattr(mapper.class_, mapper.get_property_by_column(column).key))
    return tuple(found.items())


def _not_about(key: Any) -> Rule:
    return lambda hidden: or_(key.is_(None), key.not_in(hidden.ids))


def _tells_of_none(hidden: Hidden) -> ColumnElement[bool]:
    """An entry about none of them, nor about a round of theirs: its facts hold sums and counts of the whole round."""
    slugs = select(Round.slug).where(Round.id.in_(hidden.rounds))
    about_one = (AuditEntry.subject_type == "application") & AuditEntry.subject.in_(hidden.references)
    about_their_round = (AuditEntry.subject_type == "round") & AuditEntry.subject.in_(slugs)
    return not_(or_(about_one, about_their_round))


left_out_by(AuditEntry, _tells_of_none)


def _names_none(hidden: Hidden) -> ColumnElement[bool]:
    """A mail that is about none of them, and names none of them in a list of several."""
    about = or_(Message.about_type != "application", Message.about.not_in(hidden.references))
    named = or_(*(Message.body.contains(reference, autoescape=True) for reference in sorted(hidden.references)))
    return about & ~named


left_out_by(Message, _names_none)
