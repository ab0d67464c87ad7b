"""The named people of the tests: who they are and what they may do. All invented."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.roles import Role
from portal.accounts.models import Account

PASSWORD = "seven green ferries at dawn"


@dataclass(frozen=True)
class Person:
    """One of the cast."""

    name: str
    email: str
    role: Role = Role.APPLICANT


CAST = {
    "amina": Person("Amina Karim", "amina@harbour-sisters.example.org"),  # leads Harbour Sisters
    "beth": Person("Beth Okafor", "beth@harbour-sisters.example.org"),  # edits for Harbour Sisters
    "vera": Person("Vera Lund", "vera@harbour-sisters.example.org"),  # may only read there
    "owen": Person("Owen Price", "owen@northway.example.org"),  # leads Northway Youth, a stranger to the above
    "lena": Person("Lena Ford", "lena@lantern.example.org"),  # leads Lantern Club, which has asked to join
    "mira": Person("Mira Bell", "mira@ember.example.org"),  # leads Ember Arts, which is not a member yet
    "tess": Person("Tess Quill", "tess@ember.example.org"),  # signs for Ember Arts before it sends
    "cora": Person("Cora Wells", "cora@cove.example.org"),  # leads Cove Kitchen, which has sent its renewal
    "nell": Person("Nell Short", "nell@example.org"),  # has an account and no organisation
    "asha": Person("Asha Verma", "asha@panel.example.org", Role.ASSESSOR),  # assigned, has declared no conflict
    "ben": Person("Ben Hollis", "ben@panel.example.org", Role.ASSESSOR),  # assigned second, has declared no conflict
    "cara": Person("Cara Dunn", "cara@panel.example.org", Role.ASSESSOR),  # assigned, has declared a conflict
    "dev": Person("Dev Rao", "dev@panel.example.org", Role.ASSESSOR),  # not assigned
    "ines": Person("Ines Moreau", "ines@partners.example.org", Role.CONSULTEE),
    "olive": Person("Olive Hart", "olive@opcc.example.org", Role.OFFICER),
    "piers": Person("Piers Nash", "piers@opcc.example.org", Role.OFFICER),  # a second officer
    "grace": Person("Grace Whitfield", "grace@opcc.example.org", Role.COMMISSIONER),
    "sam": Person("Sam Idle", "sam@opcc.example.org", Role.ADMINISTRATOR),
}


def account_named(session: Session, name: str) -> Account:
    """The account of one of the cast."""
    return session.scalars(select(Account).where(Account.email == CAST[name].email)).one()
