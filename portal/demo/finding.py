"""People who find a fund: followers, questions with and without an answer, and three weeks of eligibility checks."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS
from portal.core.clock import as_of
from portal.demo.groups import Group
from portal.demo.network import lead_email
from portal.demo.people import acting, staff
from portal.funds import operations
from portal.funds.models import Fund, Round
from portal.funds.queries import follower_of

ANSWERED = (
    ("Can we ask for part of our coordinator’s wages?", "Yes. Say how many hours a week they work on this project, and what they are paid for an hour. We can pay for the time that the project takes, not for all of the job."),
    ("We are two groups. Can we apply together?", "Yes. One of you applies and holds the money. Say in the form who does what. Both of you need to agree before you send it."),
    ("Do we need our own safeguarding policy, or may we use the one of the hall where we meet?", "You need your own, because it must name your own people. We have a model that you can fill in, and a workshop that helps. Ask us."),
    ("May we buy a second-hand minibus?", "We can pay for travel, and for hiring a vehicle. We do not pay for vehicles in this round."),
)  # fmt: skip
WAITING = (
    "Our treasurer’s accounts end in March. May we send last year’s with the form?",
    "Is there help for people on our committee who use British Sign Language?",
)
VISITORS = ("sunny@riverside.example.org", "kit@workshop.example.org", "hello@allotment.example.org")


def add_finders(session: Session, at: datetime, open_: Round, later: Round, groups: list[Group]) -> None:
    """Followers and questions of the open round, and how its checks went since it opened."""
    with as_of(at - timedelta(days=14)):
        for group in groups:
            operations.follow(session, fund=open_.fund, actor=acting(session, lead_email(group)))
        for email in VISITORS:
            _by_mail(session, open_.fund, email)
    _ask(session, at, open_)
    _check(session, at, open_)
    with as_of(at - timedelta(days=1)):
        operations.ask_to_follow(
            session, fund=later.fund, email="not-yet@confirmed.example.org", visitor="demonstration"
        )


def _by_mail(session: Session, fund: Fund, email: str) -> None:
    operations.ask_to_follow(session, fund=fund, email=email, visitor="demonstration")
    follower = follower_of(session, fund.id, email)
    assert follower is not None
    operations.confirm(session, follower=follower)


def _ask(session: Session, at: datetime, round_: Round) -> None:
    asked = []
    for i, text in enumerate([*(question for question, _answer in ANSWERED), *WAITING]):
        with as_of(at - timedelta(days=9 - i, hours=i)):
            email = VISITORS[i % len(VISITORS)]
            asked.append(
                operations.ask(
                    session, round_=round_, email=email, text=text, visitor=f"demonstration {i}", actor=ANONYMOUS
                )
            )
    for i, (question, (text, answer)) in enumerate(zip(asked, ANSWERED, strict=False)):
        with as_of(at - timedelta(days=7 - i)):
            operations.answer(session, question=question, shown=text, text=answer, actor=staff(session, "officer"))
    with as_of(at - timedelta(days=2)):
        private = operations.ask(
            session, round_=round_, email=VISITORS[0], text="Our chair is ill. May our secretary sign instead of her?",
            visitor="demonstration", actor=ANONYMOUS,
        )  # fmt: skip
        words = "Yes. Ask your secretary to call us, and we will change the name in your form with you. We wish your chair well."
        operations.decline(session, question=private, text=words, actor=staff(session, "officer"))


def _check(session: Session, at: datetime, round_: Round) -> None:
    """A few finished checks a day: half can apply, some with things to do, some not yet."""
    stops = ("elig_network", "elig_rules", "elig_network", "elig_people", "elig_amount", "elig_network", "elig_rules")
    for i in range(46):
        with as_of(at - timedelta(days=10 - i // 5, minutes=i)):
            outcome, results = "pass", {}
            if i % 3 == 0:
                outcome, results = (
                    "stop",
                    {stops[i // 3 % len(stops)]: "stop"} | ({"elig_bank": "warn"} if i % 2 else {}),
                )
            elif i % 5 == 1:
                outcome, results = "warn", {"elig_safeguarding_policy" if i % 2 else "elig_bank": "warn"}
            operations.count_check(
                session, round_=round_, outcome=outcome, results=results, visitor=f"demonstration {i}",
                attempt=str(i), actor=ANONYMOUS,
            )  # fmt: skip
