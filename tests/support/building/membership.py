"""What officers have checked; a member whose renewal waits for them, and an entry that was merged into it."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.accounts.operations import acting_as
from portal.core.clock import today
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.organisations import operations, queries
from portal.organisations.models import Organisation, Renewal
from portal.organisations.rules import blocks_of
from portal.organisations.states import Outcome
from tests.support.building.organisations import HARBOUR, lead_of, organisation_that_asks
from tests.support.cast import account_named

COVE, TIDE = "ORG-COVE", "ORG-TIDE"


def build(session: Session) -> None:
    """Harbour Sisters' checks; Cove Kitchen, whose committee is smaller this year; Tide Kitchen, which was the same."""
    olive = acting_as(account_named(session, "olive"))
    harbour = queries.organisation_by_reference(session, HARBOUR)
    assert harbour is not None
    check_everything(session, harbour)
    cove = organisation_that_asks(session, COVE, "Cove Kitchen", "unincorporated", lead="cora")
    assert cove.membership is not None
    until = today() + timedelta(days=40)
    operations.approve(
        session, membership=cove.membership, until=until, conditions="", despite_checks=True, actor=olive
    )
    cora = lead_of(session, cove, "cora")
    renewal = begin_renewal(session, cove, cora, changed="n3")
    change(session, renewal, {"committee_size": 4}, cora)
    operations.send_renewal(session, renewal=renewal, agreed=True, actor=cora)
    tide = organisation_that_asks(session, TIDE, "Tide Kitchen", "unincorporated", lead="cora")
    operations.merge(
        session, gone=tide, stays=cove, reason="Cora says that it is one group", against=nothing_against, actor=olive
    )


def nothing_against(_session: Session, _gone: int, _stays: int) -> list[str]:
    """What no room speaks against."""
    return []


def check_everything(session: Session, organisation: Organisation, *, until: date | None = None) -> None:
    """Olive finds everything in order that is not checked yet; it counts for two years."""
    assert organisation.membership is not None
    for line in queries.check_list(session, organisation.membership):
        if line.check is None:
            operations.record_check(
                session,
                membership=organisation.membership,
                key=line.kind.key,
                outcome=Outcome.IN_ORDER,
                note="",
                expires_on=until or today() + timedelta(days=730),
                seen=None,
                actor=acting_as(account_named(session, "olive")),
            )


def begin_renewal(session: Session, organisation: Organisation, actor: Actor, *, changed: str = "") -> Renewal:
    """Every part looked through: nothing changed but in the section of that key."""
    membership = organisation.membership
    assert membership is not None
    form, answers = form_of(membership.response.form_version), answers_of(session, membership.response)
    said = {section.key: "yes" if section.key == changed else "no" for section in blocks_of(form, answers)}
    return operations.go_through(session, membership=membership, said=said, actor=actor)


def change(session: Session, renewal: Renewal, values: dict[str, object], actor: Actor) -> None:
    """Save answers in the form of a renewal."""
    held = sections_of(session, renewal.response)
    for section in form_of(renewal.response.form_version).sections:
        mine = {question.key: values[question.key] for question in section.questions if question.key in values}
        if mine:
            base = held[section.key].revision
            save_answers(session, response=renewal.response, section=section, values=mine, base=base, actor=actor)
