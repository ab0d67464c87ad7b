"""What groups did once they had read their feedback: useful or not, a question answered for everyone, calls."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.aftercare.operations import answer, ask, book, make_public, put_up, say_useful
from portal.aftercare.queries.calls import free_slots
from portal.aftercare.rules.calls import starts_of
from portal.applications.queries import live_application
from portal.core.clock import as_of, london, now
from portal.demo.groups import Group
from portal.demo.network import lead_email
from portal.demo.people import acting, staff
from portal.demo.rounds import midday
from portal.feedback.models import Feedback
from portal.feedback.operations.correcting import approve_correction, save_correction
from portal.feedback.operations.writing import fields_of
from portal.feedback.queries import feedback_on
from portal.funds.models import Round
from portal.organisations.models import Organisation

Pair = tuple[Group, Organisation]
LINES = (
    (True, "Now we know what to write first next time."),
    (True, "The example of a stronger answer helped us most."),
    (False, "Please say which of the three changes matters most."),
    (True, ""),
)


def add_aftercare(session: Session, at: datetime, round_: Round, pairs: Sequence[Pair]) -> None:
    """Four said whether it was useful, one asked, one booked a call, and a slip in one feedback was corrected."""
    found = [(_feedback(session, round_, organisation), lead_email(group)) for group, organisation in pairs[:4]]
    with as_of(midday(at, -148)):
        for (feedback, email), (useful, line) in zip(found, LINES, strict=False):
            say_useful(session, feedback=feedback, useful=useful, line=line, actor=acting(session, email))
        _asks(session, *found[0])
        _books(session, round_, *found[1])
    with as_of(midday(at, -146)):
        _corrects(session, found[2][0])


def _feedback(session: Session, round_: Round, organisation: Organisation) -> Feedback:
    application = live_application(session, round_, organisation.id)
    assert application is not None
    feedback = feedback_on(session, application.reference)
    assert feedback is not None
    return feedback


def _asks(session: Session, feedback: Feedback, email: str) -> None:
    officer = staff(session, "officer")
    question = ask(session, feedback=feedback, text="What do you mean by a baseline?", actor=acting(session, email))
    words = "It is what you know before you begin: for example, how many people came last year."
    answer(session, question=question, text=words, actor=officer)
    make_public(session, question=question, shown="What is a baseline?", text=words, actor=officer)


def _books(session: Session, round_: Round, feedback: Feedback, email: str) -> None:
    day = london(now()).date() + timedelta(days=5)
    put_up(session, round_=round_, starts=starts_of(day, time(10), 3), actor=staff(session, "officer"))
    slot = free_slots(session, feedback.application, now())[1]
    book(session, feedback=feedback, reference=slot.reference, phone="01962 555 0142", actor=acting(session, email))


def _corrects(session: Session, feedback: Feedback) -> None:
    summary = fields_of(feedback)["summary"]
    save_correction(
        session, feedback=feedback, fields={"summary": f"{summary} Your partners were named clearly."},
        wrong="We left out what we said about your partners.", tell=True, revision=feedback.revision,
        actor=staff(session, "officer"),
    )  # fmt: skip
    approve_correction(session, feedback=feedback, revision=feedback.revision, actor=staff(session, "officer2"))
