"""Who may work on the triage of what, on plain objects."""

from types import SimpleNamespace

from portal.access.actor import Actor
from portal.access.permission import can
from portal.access.roles import Role, TeamRole
from portal.core.clock import now
from portal.triage.policy import TRIAGE

OFFICER = frozenset({Role.OFFICER})


def test_only_what_was_sent_and_never_ones_own_group() -> None:
    sent = SimpleNamespace(application=SimpleNamespace(organisation_id=7, submitted_at=now()))
    draft = SimpleNamespace(application=SimpleNamespace(organisation_id=7, submitted_at=None))
    olive = Actor(1, "Olive", "olive@opcc.example.org", OFFICER)
    inside = Actor(2, "Piers", "piers@opcc.example.org", OFFICER, {7: TeamRole.VIEWER})
    assessor = Actor(3, "Asha", "asha@panel.example.org", frozenset({Role.ASSESSOR}))
    assert [can(who, TRIAGE, sent) for who in (olive, inside, assessor)] == [True, False, False]
    assert not can(olive, TRIAGE, draft)
