"""News for members, what staff have declared, and a note about a group. All invented."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.core.clock import as_of
from portal.demo.people import staff
from portal.funds.models import Round
from portal.interests.operations import declare, publish
from portal.interests.rules import Row
from portal.network.operations import add_note
from portal.notices.operations import send_notice
from portal.organisations.models import Organisation

_DECLARED = {
    "assessor": [Row("trustee", "Harbour Lights Collective", "Trustee since 2022"), Row("job", "A college in Fareham", "Lecturer")],
    "assessor2": [],
    "commissioner": [Row("family", "A charity in Winchester", "My brother is its treasurer")],
    "officer": [Row("volunteer", "A refuge", "I help on Sundays", private=True)],
}  # fmt: skip
_NEWS = (
    (20, "Help to write a budget", "We have planned two workshops about budgets. Members can book first. You do not need to have applied for anything.", ()),
    (9, "Money for villages is on its way", "A small fund for crime in rural areas opens in the spring. If you work with farms or villages, start talking to your parish now.", (("theme", "rural_crime"), ("district", "E07000093"), ("district", "E07000091"))),
)  # fmt: skip


def add_news(session: Session, at: datetime, later: Round, group: Organisation) -> None:
    """Three notices, four declarations of which two are public, and a note about a group."""
    officer = staff(session, "officer")
    for days, title, words, reach in _NEWS:
        with as_of(at - timedelta(days=days)):
            send_notice(session, title=title, words=words, reach=frozenset(reach), round_=None, actor=officer)
    with as_of(at - timedelta(days=2)):
        words = "You hear of it before anyone else. Read the questions now, and look for a partner while there is time."
        send_notice(session, title=f"{later.name}: coming", words=words, reach=frozenset(), round_=later, actor=officer)
    for key, rows in _DECLARED.items():
        with as_of(at - timedelta(days=340 if key == "assessor2" else 60)):
            made = declare(session, rows=rows, nothing=not rows, actor=staff(session, key))
            if key in ("assessor", "commissioner"):
                publish(session, declaration=made, actor=officer)
    with as_of(at - timedelta(days=12)):
        words = "Rang to ask whether a partner can hold the money for them. Sent them the page about partners."
        add_note(session, organisation=group, words=words, actor=officer)
