"""The parts that people play."""

from enum import StrEnum


class Role(StrEnum):
    """What a person is to the portal. An applicant is anyone without a staff role."""

    APPLICANT = "applicant"
    ASSESSOR = "assessor"
    CONSULTEE = "consultee"
    OFFICER = "officer"
    COMMISSIONER = "commissioner"
    ADMINISTRATOR = "administrator"


STAFF_ROLES = frozenset(Role) - {Role.APPLICANT}


class TeamRole(StrEnum):
    """What a person is to their organisation. Later roles include nothing of earlier ones by themselves."""

    LEAD = "lead"
    EDITOR = "editor"
    FINANCE = "finance"
    CERTIFIER = "certifier"
    VIEWER = "viewer"


ROLE_LABELS = {
    Role.APPLICANT: "Applicant",
    Role.ASSESSOR: "Assessor (scores applications)",
    Role.CONSULTEE: "Consultee (local partner who gives a view)",
    Role.OFFICER: "Grants officer",
    Role.COMMISSIONER: "Commissioner (signs off decisions)",
    Role.ADMINISTRATOR: "Administrator (people and settings)",
}

TEAM_ROLE_LABELS = {
    TeamRole.LEAD: "Lead: can write, send applications and manage people",
    TeamRole.EDITOR: "Editor: can write, but not send",
    TeamRole.FINANCE: "Finance: can read, and keeps bank papers and accounts",
    TeamRole.CERTIFIER: "Certifier: can read, and signs before you send",
    TeamRole.VIEWER: "Viewer: can read",
}
