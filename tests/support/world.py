"""The world of the tests: the cast, and things in every state, built once and copied for each test."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from portal.core.clock import london, now
from portal.decisions.rules.notices import notice_reference
from portal.outbox.models import MAIL_DOMAIN, Message
from tests.support.building import (
    accounts,
    aftercare,
    applications,
    assessment,
    consultation,
    decisions,
    feedback,
    finding,
    membership,
    moderation,
    organisations,
    partnering,
    people,
    phrases,
    together,
    triage,
    workshops,
)


@dataclass(frozen=True)
class World:
    """The names by which tests call things: references are fixed, so that addresses can be written by hand."""

    harbour: str = "ORG-HARB"  # Harbour Sisters: an approved member, with amina, beth and vera
    northway: str = "ORG-NRTH"  # Northway Youth: an approved member, with owen
    lantern: str = "ORG-LNTN"  # Lantern Club: has asked to join, with lena
    ember: str = "ORG-EMBR"  # Ember Arts: not a member, with mira and tess
    cove: str = "ORG-COVE"  # Cove Kitchen: a member whose renewal an officer must look at, with cora
    tide: str = "ORG-TIDE"  # Tide Kitchen: was merged into Cove Kitchen
    harbour_file: str = "constitution-of-org-harb"  # in Harbour Sisters' registration form
    team_invitation: str = "INV-TEAM"  # Northway Youth has asked someone to join its team
    lead_request: str = "LR-TESSQL"  # Tess asks to lead Ember Arts
    staff_invitation: str = "INV-STAFF"  # the administrator has asked someone to assess
    open_round: str = "safer-communities-open"  # open now, members only
    scoring_round: str = "safer-communities-scoring"  # closed, being assessed
    announced_round: str = "safer-communities-announced"  # closed, feedback released
    draft: str = "SCF27-DRFT"  # Harbour Sisters' draft in the open round
    scoring: str = "SCF26-SCRG"  # Harbour Sisters' application in the round being assessed
    sent: str = "SCF27-NWAY"  # Northway Youth's application in the open round, sent
    draft_file: str = "accounts-of-scf27-drft"  # in Harbour Sisters' draft
    scoring_file: str = "accounts-of-scf26-scrg"  # in Harbour Sisters' application that is being assessed
    bid: str = "SCF27-EMBR"  # Ember Arts' draft in the open round, with Northway Youth as a partner
    partner: str = "PT-NRTHWY"  # that partner
    assistance: str = "AS-EMBERS"  # Olive may type for Ember Arts today
    announced: str = "SCF25-TDLD"  # Harbour Sisters' application of the round that is announced
    feedback_question: str = "FQ-NRTHWY"  # what Northway Youth asked about its feedback; nobody has answered yet
    message: str = "the-first-message"  # the first mail that was queued
    follow_key: str = "follow-key-of-kit"  # kit@workshop.example.org follows the Safer Communities Fund
    offer: str = "PE-NRTHWY"  # Northway Youth offers to hold the money
    look: str = "PE-HARBRS"  # Harbour Sisters looks for a group to lead
    conversation: str = "PC-BETWEENTWO"  # Harbour Sisters has answered the offer
    reported: str = "PC-WASREPORTD"  # Northway Youth has answered, and Harbour Sisters has reported it
    question: str = "Q-KTASKS"  # what kit has asked about the open round; nobody has answered yet
    phrase: str = "PH-LVKPT"  # Olive's, in the library
    workshop: str = "WS-OPENWS"  # planned, to be booked; its one place is taken
    draft_workshop: str = "WS-DRAFTW"  # only officers see it
    past_workshop: str = "WS-PASTWS"  # was held, with notes for those who had a place and a checklist for everyone
    booking: str = "BK-HARBRWSH"  # Amina has the place, for Harbour Sisters
    notice: str = notice_reference(london(now() - timedelta(days=90)).year, 1)  # of the round that is announced
    meeting: str = (
        "PM-PANELS"  # planned, about the round being assessed: Asha chairs, Ben is her deputy, Cara is kept out
    )
    waiting: str = "BK-NRTHWYWS"  # Owen waits for one, for Northway Youth
    consultee: str = "CE-SOUTHM"  # a partnership in Southampton, for which Ines answers
    consultation: str = "CN-SOUTHM"  # what she is asked in the round being assessed: two applications
    advice_key: str = "advice-key-of-ines"  # her link


def build_world(session: Session) -> None:
    """Everything, room by room, from the lowest floor up."""
    accounts.build(session)
    organisations.build(session)
    membership.build(session)
    applications.build(session)
    assessment.build(session)
    decisions.build(session)
    phrases.build(session)
    feedback.build(session)
    aftercare.build(session)
    finding.build(session)
    together.build(session)
    workshops.build(session)
    people.build(session)
    partnering.build(session)
    consultation.build(session)
    moderation.build(session)
    triage.build(session)
    session.get_one(Message, 1).message_id = f"{World.message}@{MAIL_DOMAIN}"
