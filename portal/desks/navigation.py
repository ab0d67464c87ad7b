"""The links at the head of every page, by role."""

from typing import Any

from portal.access.actor import Actor
from portal.access.roles import Role

_PUBLIC = [("Funds", "/funds"), ("Workshops", "/workshops")]
_VISITORS = [*_PUBLIC, ("Network", "/network")]  # whoever is signed in finds it at their organisation
_BY_ROLE = {
    Role.APPLICANT: [
        ("Your desk", "/desk"),
        ("Applications", "/applications"),
        ("Organisation", "/organisations"),
        ("Find partners", "/partnering"),
        ("News", "/notices"),
    ],
    Role.ASSESSOR: [("Your desk", "/desk"), ("Assess", "/assess")],
    Role.CONSULTEE: [("Your desk", "/desk")],
    Role.OFFICER: [
        ("Your desk", "/desk"),
        ("Applications", "/manage/applications"),
        ("Members", "/manage/members"),
        ("Decisions", "/manage/rounds"),
        ("Workshops", "/manage/workshops"),
        ("Partners", "/manage/partnering"),
        ("News", "/manage/notices"),
        ("Messages", "/manage/messages"),
    ],
    Role.COMMISSIONER: [("Your desk", "/desk"), ("Decisions", "/decide")],
    Role.ADMINISTRATOR: [
        ("Your desk", "/desk"),
        ("People", "/admin/people"),
        ("Audit", "/admin/audit"),
        ("Interests", "/manage/interests"),
    ],
}


def links(actor: Actor) -> list[dict[str, Any]]:
    """The navigation of one person: {href, text}; staff see their roles' links, in the order of the roles."""
    first = _VISITORS if actor.account_id is None else _PUBLIC
    pairs: dict[str, str] = {} if actor.is_staff else {href: text for text, href in first}
    for role in Role:
        if role in actor.roles:
            pairs |= {href: text for text, href in _BY_ROLE[role]}
    return [{"href": href, "text": text} for href, text in pairs.items()]
