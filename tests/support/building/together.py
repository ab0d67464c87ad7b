"""Ember Arts' draft, written together: with a partner, a certifier, a comment, and an officer's help."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.roles import TeamRole
from portal.accounts.operations import acting_as
from portal.applications import operations
from portal.applications.models import Partner
from portal.applications.states import PartnerState
from portal.core.clock import now
from portal.demo.groups import Group, Project
from portal.funds.queries import round_by_slug
from portal.organisations.models import Organisation, TeamMember
from portal.organisations.operations import create_organisation
from tests.support.building import applications
from tests.support.cast import account_named

EMBER = Group(
    "Ember Arts", "unincorporated", "under_10k", "E06000045", "Mira Bell",
    Project("Evenings on the Common", "community_safety", "evening walks", "people who do not go out after dark",
            "fear of crime", "the youth service", 9100),
)  # fmt: skip


def build(session: Session) -> None:
    """Everything that people of two organisations and an officer do with one draft."""
    creator = acting_as(account_named(session, "mira"))
    ember = create_organisation(session, name=EMBER.name, kind=EMBER.kind, actor=creator)
    ember.reference = "ORG-EMBR"
    northway = session.scalars(select(Organisation).where(Organisation.reference == "ORG-NRTH")).one()
    tess = account_named(session, "tess")
    session.add(TeamMember(organisation_id=ember.id, account_id=tess.id, role=TeamRole.CERTIFIER, joined_at=now()))
    round_ = round_by_slug(session, "safer-communities-open")
    assert round_ is not None
    bid = applications.draft(session, round_, EMBER, "SCF27-EMBR")
    mira, owen = applications.person(session, "mira"), applications.person(session, "owen")
    partner = Partner(
        reference="PT-NRTHWY",
        application=bid,
        organisation=northway,
        invited_as=northway.name,
        invited_at=now(),
        invited_by_id=mira.account_id,
        state=PartnerState.ACCEPTED,
        accepted_at=now(),
        accepted_by_id=owen.account_id,
        lines=[],
    )
    session.add(partner)
    session.flush()
    operations.add_comment(session, application=bid, about="problem", text="Ask the ward sergeant.", actor=mira)
    helped = operations.begin_assistance(
        session,
        organisation="ORG-EMBR",
        consent_name="Mira Bell",
        consent_how="phone",
        actor=applications.person(session, "olive"),
    )
    helped.reference, helped.ends_at = "AS-EMBERS", now() + timedelta(hours=12)
    session.flush()
