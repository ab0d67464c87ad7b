"""Officers with a part in it read no advice; only the team reads what partners said, and only writers reply."""

import pytest

from portal.access.actor import Actor
from portal.access.roles import Role, TeamRole
from portal.applications.models import Application, Partner
from portal.applications.states import PartnerState
from portal.consultation.policy import READ_ADVICE, READ_SUMMARY, REPLY_TO_SUMMARY
from portal.core.clock import now

OURS, THEIRS = 7, 8


def application(*, sent: bool = True, state: PartnerState = PartnerState.ACCEPTED) -> Application:
    made = Application(organisation_id=OURS, submitted_at=now() if sent else None)
    made.partners = [Partner(organisation_id=THEIRS, state=state)]
    return made


def somebody(role: Role, **teams: TeamRole) -> Actor:
    members = {OURS if key == "ours" else THEIRS: kind for key, kind in teams.items()}
    return Actor(1, "Somebody", roles=frozenset({role}), memberships=members)


def test_an_officer_reads_unless_they_have_a_part_in_it() -> None:
    assert READ_ADVICE.allows(somebody(Role.OFFICER), application())
    assert not READ_ADVICE.allows(somebody(Role.OFFICER, ours=TeamRole.VIEWER), application())
    assert not READ_ADVICE.allows(somebody(Role.OFFICER, theirs=TeamRole.VIEWER), application())
    assert READ_ADVICE.allows(somebody(Role.OFFICER, theirs=TeamRole.VIEWER), application(state=PartnerState.INVITED))
    assert not READ_ADVICE.allows(somebody(Role.OFFICER), application(sent=False))
    assert not READ_ADVICE.allows(somebody(Role.ASSESSOR), application())


@pytest.mark.parametrize(
    ("role", "reads", "replies"),
    [
        (TeamRole.LEAD, True, True),
        (TeamRole.EDITOR, True, True),
        (TeamRole.FINANCE, True, False),
        (TeamRole.CERTIFIER, True, False),
        (TeamRole.VIEWER, True, False),
    ],
)
def test_the_team_reads_and_its_writers_reply(role: TeamRole, reads: bool, replies: bool) -> None:
    actor = somebody(Role.APPLICANT, ours=role)
    assert READ_SUMMARY.allows(actor, application()) is reads
    assert REPLY_TO_SUMMARY.allows(actor, application()) is replies
    assert not READ_SUMMARY.allows(actor, application(sent=False))
    assert not READ_SUMMARY.allows(somebody(Role.APPLICANT, theirs=role), application())
