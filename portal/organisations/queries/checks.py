"""Reading what officers have checked about organisations."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.core.clock import today
from portal.formkit.conditions import visible_answers
from portal.formkit.models import Response
from portal.formkit.queries import answers_of, form_of
from portal.organisations.models import Check, Membership, Organisation
from portal.organisations.queries.organisations import member_for_office
from portal.organisations.rules import CheckKind, CheckLine, checks_for, task_list


def live_checks(session: Session, organisation_id: int) -> dict[str, Check]:
    """The outcomes that count, by key."""
    found = session.scalars(select(Check).where(Check.organisation_id == organisation_id, Check.live.is_(True)))
    return {check.key: check for check in found}


def asked_answers(session: Session, response: Response) -> dict[str, Any]:
    """The answers to the questions that a form asks of this kind of group: a number that was typed for another kind
    and is hidden since is none of its facts.
    """
    return visible_answers(form_of(response.form_version), answers_of(session, response))


def kind_for_checks(session: Session, membership: Membership) -> str:
    """The kind of group as the form says it now, which may be another than when the organisation was added."""
    return str(answers_of(session, membership.response).get("org_type") or membership.organisation.kind)


def check_list(session: Session, membership: Membership) -> list[CheckLine]:
    """The task list of a member as it stands today."""
    live = live_checks(session, membership.organisation_id)
    return task_list(kind_for_checks(session, membership), live, today())


def checks_on_file(session: Session, organisation: Organisation) -> list[CheckLine]:
    """The same for whoever reads an application: outcomes are used again until they expire."""
    return task_list(organisation.kind, live_checks(session, organisation.id), today())


@dataclass(frozen=True)
class CheckPage:
    """One thing to check about one member."""

    organisation_id: int
    membership: Membership
    kind: CheckKind


def check_page(session: Session, reference: str, key: str) -> CheckPage | None:
    """The page at that address; None for what is not checked about this kind of group."""
    membership = member_for_office(session, reference)
    if membership is None:
        return None
    kinds = checks_for(kind_for_checks(session, membership))
    kind = next((one for one in kinds if one.key == key.replace("-", "_")), None)
    return CheckPage(membership.organisation_id, membership, kind) if kind else None


def outcomes_of(session: Session, organisation_id: int, key: str) -> Sequence[Check]:
    """Everything that was found about one thing, newest first."""
    wanted = select(Check).where(Check.organisation_id == organisation_id, Check.key == key)
    return session.scalars(wanted.order_by(Check.checked_at.desc(), Check.id.desc())).all()


def lock_organisation(session: Session, organisation_id: int) -> None:
    """Hold an organisation's row until the transaction ends, so that two officers do not answer at once."""
    session.execute(select(Organisation.id).where(Organisation.id == organisation_id).with_for_update())
