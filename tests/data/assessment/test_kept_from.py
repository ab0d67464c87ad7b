"""Who must not hear of which application."""

from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.assessment.operations import assign, declare_conflict
from portal.assessment.queries import assignment_of
from portal.assessment.queries.conflicts import kept_from
from portal.core.clock import now
from portal.organisations.models import TeamMember
from tests.factories.panel import actor_named, new_application, new_person, new_round
from tests.support.cast import account_named


def test_declared_conflicts_team_members_and_shared_mail_domains_are_kept_away(session: Session) -> None:
    round_ = new_round(session)
    declared, own, domain, free = (new_application(session, round_) for _ in range(4))
    asha = account_named(session, "asha")
    assign(session, application=declared, assessor=asha, actor=actor_named(session, "olive"))
    mine = assignment_of(session, declared.reference, asha.id)
    assert mine is not None
    declare_conflict(session, assignment=mine, kind="work", text="I was a trustee.", actor=actor_named(session, "asha"))
    member = new_person(session, "Mel", "mel@gmail.com", Role.ASSESSOR)  # an address that anyone can have
    session.add(TeamMember(organisation=own.organisation, account=member, role="viewer", joined_at=now()))
    host = domain.organisation.team[0].account.email.partition("@")[2]
    neighbour = new_person(session, "Ned", f"ned@{host}", Role.ASSESSOR)
    new_person(session, "Ann", f"ann@{host}")  # no staff role: not anybody's business here
    session.flush()
    assert kept_from(session, round_.id) == {
        declared.id: frozenset({asha.id}),
        own.id: frozenset({member.id}),
        domain.id: frozenset({neighbour.id}),
    }
    assert free.id not in kept_from(session, round_.id)
