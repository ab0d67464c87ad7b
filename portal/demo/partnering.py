"""Groups that look for partners: five entries, a conversation, one that asks for an introduction."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.core.clock import as_of
from portal.demo.groups import Group
from portal.demo.network import lead_email
from portal.demo.people import acting
from portal.organisations.models import Organisation
from portal.organisations.rules import Reaches
from portal.partnering import operations
from portal.partnering.models import Entry
from portal.partnering.rules import Kind

# group, kind, title, words, size of group wanted, skills, districts, themes
_ENTRIES = (
    (8, Kind.OFFER, "We can lead a bid and hold the money", "We are a charity with a finance worker and ten years of grants. We can lead a bid with two or three small groups in Portsmouth, Havant or Gosport, hold the money and do the reports. You do the work with people. You get the money for it at the start of each quarter.", "small", ("leading", "back_office"), ("E06000044", "E07000090", "E07000088"), ()),
    (0, Kind.LOOK, "A bigger group to hold the money for our seafront walks", "We are nine volunteers who walk with women along the seafront after dark. We would like to bid for two years, and have no one who can do accounts and reports. We know the people and the place.", "", ("leading",), ("E06000044",), ("community_safety",)),
    (3, Kind.LOOK, "A dry place for Friday football", "We need a hall or a covered pitch in Leigh Park on Fridays from 6pm to 9pm, from November to March.", "", ("premises",), ("E07000090",), ("antisocial_behaviour",)),
    (2, Kind.OFFER, "Safeguarding advice for small groups", "We can read your policy with you, answer questions by phone and train two of your people. It is free for groups with an income under £100,000.", "small", ("safeguarding", "training"), (), ()),
    (7, Kind.OFFER, "Interpreters for Farsi, Arabic and Polish", "Our volunteers can come to your meetings in Southampton, or read a leaflet. Ask us two weeks before.", "", ("language",), ("E06000045",), ()),
)  # fmt: skip
_SAID = (
    (0, "Good morning. We are the Harbour Lights Collective. You offer to lead a bid, and we look for just that. Would two years of walks in Southsea fit with you?", 50),
    (8, "Thank you, that fits very well. How many people walk with you, and what did last year cost?", 44),
    (0, "About 35 women in a week. Last year cost £4,100, most of it for two sessional workers and hi-vis coats.", 26),
)  # fmt: skip


def add_partnering(session: Session, at: datetime, pairs: Sequence[tuple[Group, Organisation]]) -> None:
    """The entries, the newest from yesterday; what was written about the first; one question to the office."""
    entries = [_put_up(session, at, number, pairs) for number in range(len(_ENTRIES))]
    conversation = None
    for who, words, hours in _SAID:
        actor = acting(session, lead_email(pairs[who][0]))
        with as_of(at - timedelta(hours=hours)):
            if conversation is None:
                conversation = operations.answer(
                    session, entry=entries[0], organisation=pairs[who][1], words=words, introduce=False, actor=actor
                )
            else:
                operations.write(session, conversation=conversation, words=words, actor=actor)
    with as_of(at - timedelta(hours=5)):
        operations.answer(
            session,
            entry=entries[3],
            organisation=pairs[3][1],
            words="We have no safeguarding lead any more. Could you help us to train a new one before Easter?",
            introduce=True,
            actor=acting(session, lead_email(pairs[3][0])),
        )


def _put_up(session: Session, at: datetime, number: int, pairs: Sequence[tuple[Group, Organisation]]) -> Entry:
    who, kind, title, words, size, skills, districts, themes = _ENTRIES[number]
    group, place = pairs[who]
    named = (("skill", skills), ("district", districts), ("theme", themes))
    reach: Reaches = frozenset((name, value) for name, values in named for value in values)
    with as_of(at - timedelta(days=len(_ENTRIES) - number)):
        return operations.put_up(
            session,
            organisation=place,
            kind=kind,
            title=title,
            words=words,
            size=size,
            reach=reach,
            actor=acting(session, lead_email(group)),
        )
