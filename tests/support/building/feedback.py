"""The feedback of the round that is announced, written by Olive, approved by Piers, and released."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Partner
from portal.applications.states import PartnerState
from portal.core.clock import as_of, now
from portal.feedback.operations import approve_feedback, draft_feedback, release_round
from portal.organisations.models import Organisation
from tests.support.building.applications import person
from tests.support.building.decisions import found
from tests.support.cast import account_named
from tests.support.specific import made_specific


def build(session: Session) -> None:
    """Both groups can read theirs."""
    partner(session)
    beth = account_named(session, "beth")  # Harbour Sisters' editor would rather be phoned
    beth.contact_way, beth.phone = "phone", "023 9200 0000"
    with as_of(now() - timedelta(days=80)):
        for reference in ("SCF25-TDLD", "SCF25-NWAY"):
            application = found(session, reference)
            feedback = draft_feedback(session, application=application, actor=person(session, "olive"))
            made_specific(session, feedback, person(session, "olive"))
            actor = person(session, "piers")
            approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=actor)
        round_ = found(session, "SCF25-TDLD").round
        release_round(session, round_=round_, actor=person(session, "olive"))


def partner(session: Session) -> None:
    """Cove Kitchen agreed to be a partner in Harbour Sisters' application of that round, with costs of its own."""
    application = found(session, "SCF25-TDLD")
    cove = session.scalars(select(Organisation).where(Organisation.reference == "ORG-COVE")).one()
    at = now() - timedelta(days=120)
    session.add(
        Partner(
            reference="PT-COVEKN",
            application=application,
            organisation=cove,
            invited_as=cove.name,
            invited_at=at,
            state=PartnerState.ACCEPTED,
            accepted_at=at,
            agreed_at=at,
            agreed_by_name="Cora Wells",
            agreed_sha256="0" * 64,
            lines=[],
        )
    )
    session.flush()
