"""Local partners, all invented, and the advice that they give in the round being assessed."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.applications.queries import writers_of
from portal.consultation import operations as doing
from portal.consultation.models import Advice, Consultation
from portal.consultation.operations.directory import Entry
from portal.consultation.queries import (
    applications_to_advise_on,
    consultation_of,
    consultee_by_email,
    consultees,
    pairs_asked,
)
from portal.consultation.rules import DISTRICT, NOTHING_SAID, THEME, Kind, plans
from portal.consultation.states import AdviceState
from portal.core.clock import as_of, london
from portal.demo.people import acting, staff
from portal.funds.models import Round

# kind, body, who answers, address, districts, themes
_DIRECTORY = (
    (Kind.CSP, "Southampton Partnership", "Ines Moreau", "consultee@partners-demo.example.org", ("E06000045",), ()),
    (Kind.CSP, "Portsmouth Partnership", "Noor Fielding", "noor@partners-demo.example.org", ("E06000044",), ()),
    (Kind.CSP, "New Forest Partnership", "Clem Ashdown", "clem@partners-demo.example.org", ("E07000091",), ()),
    (Kind.COMMANDER, "Coast district team", "Chief Inspector Rae Tolliver", "rae@partners-demo.example.org",
     ("E06000044", "E07000090", "E07000087"), ()),
    (Kind.THEME_LEAD, "Anti-social behaviour", "Jo Lindqvist", "jo@partners-demo.example.org", (), ("antisocial_behaviour",)),
    (Kind.THEME_LEAD, "Domestic abuse", "Priti Vane", "priti@partners-demo.example.org", (), ("domestic_abuse",)),
    (Kind.PRISON, "A prison in Hampshire", "Governor Ash Corley", "ash@partners-demo.example.org", (), ("reoffending",)),
    (Kind.COMMISSIONER, "Domestic abuse commissioning", "Wren Halloway", "wren@partners-demo.example.org", (),
     ("domestic_abuse", "sexual_crime")),
)  # fmt: skip
_ANSWERS = (
    {"need": "high", "duplicate": "no", "anything": "Our own survey last spring named the same streets."},
    {"need": "some", "duplicate": "partly", "duplicate_who": "The youth service, on Tuesdays only",
     "concerns": "Ask whether the hall that they name is still open on Fridays."},
)  # fmt: skip
_SUMMARY = "One partner says that the need is high and that nobody else does this here."
_REPLY = "Thank you. We agree. Since we wrote to you the school has offered us its hall for nothing."


def add_consultation(session: Session, at: datetime, round_: Round) -> None:
    """The directory; the requests as the routing suggests them; some who answered, declined, or let the day pass."""
    officer = staff(session, "officer")
    for kind, body, person, email, districts, themes in _DIRECTORY:
        reach = frozenset([*((DISTRICT, one) for one in districts), *((THEME, one) for one in themes)])
        doing.add_consultee(session, entry=Entry(kind, body, person, email, reach), actor=officer)
    for begun, length, late in ((9, 7, True), (6, 15, False)):
        with as_of(at - timedelta(days=begun)):
            found = plans(
                consultees(session), applications_to_advise_on(session, round_.id), pairs_asked(session, round_.id)
            )
            pairs = [
                (plan.consultee.reference, pair.application.reference)
                for plan in found
                if (plan.consultee.kind == Kind.COMMANDER) is late
                for pair in plan.fits
            ]
            ends_on = (london(at) + timedelta(days=length - begun)).date()
            doing.ask(session, round_=round_, pairs=pairs, ends_on=ends_on, actor=officer)
    with as_of(at - timedelta(days=3)):
        _answered(session, round_)
    _replied(session, at, round_)


def _consultation(session: Session, round_: Round, email: str) -> Consultation | None:
    who = consultee_by_email(session, email)
    return consultation_of(session, who.id, round_.id) if who else None


def _answered(session: Session, round_: Round) -> None:
    """Southampton has begun, Portsmouth is done, and one declined."""
    southampton = _consultation(session, round_, _DIRECTORY[0][3])
    if southampton is not None:
        _declare(session, southampton)
        _say(session, southampton.advice[0], 0)
    portsmouth = _consultation(session, round_, _DIRECTORY[1][3])
    if portsmouth is not None:
        _declare(session, portsmouth)
        for number, one in enumerate(portsmouth.advice):
            _say(session, one, number)
        doing.finish(session, consultation=portsmouth)
    forest = _consultation(session, round_, _DIRECTORY[2][3])
    if forest is not None:
        doing.decline(session, consultation=forest, reason="We have no one in post until next month.")


def _declare(session: Session, consultation: Consultation) -> None:
    numbers = {one.number for one in consultation.advice}
    doing.declare_interests(session, consultation=consultation, seen=numbers, linked=set())


def _say(session: Session, advice: Advice, number: int) -> None:
    answered = number < len(_ANSWERS)
    said = NOTHING_SAID | (_ANSWERS[number] if answered else {})
    state = AdviceState.ANSWERED if answered else AdviceState.NO_VIEW
    doing.save_advice(session, advice=advice, state=state, said=said, revision=advice.revision)


def _replied(session: Session, at: datetime, round_: Round) -> None:
    """One applicant has read what was said about them, and replied; another has until next week."""
    portsmouth = _consultation(session, round_, _DIRECTORY[1][3])
    officer = staff(session, "officer")
    for number, one in enumerate(portsmouth.advice[:2] if portsmouth else []):
        with as_of(at - timedelta(days=2)):
            doing.save_summary(session, application=one.application, words=_SUMMARY, revision=0, actor=officer)
            due_on = (london(at) + timedelta(days=6)).date()
            doing.send_summary(session, application=one.application, due_on=due_on, actor=officer)
        if number == 0:
            writer = writers_of(session, one.application.organisation_id)[0]
            with as_of(at - timedelta(hours=20)):
                doing.reply(session, application=one.application, words=_REPLY, actor=acting(session, writer.email))
