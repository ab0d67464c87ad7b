"""Reading funds and rounds, who follows them, what was asked, and how checks went."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.core.paging import Paging
from portal.funds.models import CheckCount, DecisionDelay, Follower, Fund, Outage, Round, RoundQuestion, VisitorAct
from portal.funds.states import QuestionState, RoundState
from portal.outbox.models import Message

SHOWN = tuple(state for state in RoundState if state not in (RoundState.DRAFTING, RoundState.CANCELLED))


def fund_by_slug(session: Session, slug: str) -> Fund | None:
    """A fund."""
    return session.scalar(select(Fund).where(Fund.slug == slug))


def rounds_to_show(session: Session) -> Sequence[Round]:
    """Every round that the public may see, the one that closes last first."""
    wanted = select(Round).where(Round.state.in_(SHOWN)).options(joinedload(Round.fund))
    return session.scalars(wanted.order_by(Round.closes_at.desc())).all()


def outages_of(session: Session, round_: Round) -> Sequence[Outage]:
    """Our faults for which a round was given more time, oldest first."""
    return session.scalars(select(Outage).where(Outage.round_id == round_.id).order_by(Outage.id)).all()


def delays_of(session: Session, round_: Round) -> Sequence[DecisionDelay]:
    """The times that its decision was put off, oldest first."""
    wanted = select(DecisionDelay).where(DecisionDelay.round_id == round_.id)
    return session.scalars(wanted.order_by(DecisionDelay.id)).all()


def round_by_slug(session: Session, slug: str) -> Round | None:
    """A round with its fund, form version and criteria, whatever its state."""
    wanted = select(Round).where(Round.slug == slug)
    wanted = wanted.options(joinedload(Round.fund), joinedload(Round.form_version), selectinload(Round.criteria))
    return session.scalar(wanted)


def public_round(session: Session, slug: str) -> Round | None:
    """A round that the public may see."""
    found = round_by_slug(session, slug)
    return found if found and found.state in SHOWN else None


def running_rounds(session: Session) -> Sequence[Round]:
    """Every round that is published and not yet being assessed; whether it is open is for the clock."""
    wanted = select(Round).where(Round.state == RoundState.PUBLISHED).options(joinedload(Round.fund))
    return session.scalars(wanted.order_by(Round.id)).all()


def next_round(session: Session, round_: Round) -> Round | None:
    """The next round of the same fund that the public may see."""
    wanted = select(Round).where(
        Round.fund_id == round_.fund_id, Round.state == RoundState.PUBLISHED, Round.closes_at > round_.closes_at
    )
    return session.scalar(wanted.order_by(Round.closes_at, Round.id).limit(1))


def follower_by_key(session: Session, key: str) -> Follower | None:
    """The follower whose mails carry this key, also after they stopped."""
    return session.scalar(select(Follower).where(Follower.key == key).options(joinedload(Follower.fund)))


def follower_of(session: Session, fund_id: int, email: str) -> Follower | None:
    """The address as a follower of a fund, confirmed or not."""
    return session.scalar(select(Follower).where(Follower.fund_id == fund_id, Follower.email == email))


def _confirmed(fund_id: int) -> Select[Follower]:
    return select(Follower).where(
        Follower.fund_id == fund_id, Follower.confirmed_at.is_not(None), Follower.stopped_at.is_(None)
    )


def followers_of(session: Session, fund_id: int) -> Sequence[Follower]:
    """Everyone who gets mail about a fund."""
    return session.scalars(_confirmed(fund_id).order_by(Follower.id)).all()


def untold_followers(session: Session, fund_id: int, key: str, *, since: datetime) -> Sequence[Follower]:
    """Who followed before `since` and has no message whose key is `key` and their number."""
    told = select(Message.id).where(Message.key == literal(key) + cast(Follower.id, String))
    wanted = _confirmed(fund_id).where(Follower.confirmed_at <= since, ~told.exists())
    return session.scalars(wanted.order_by(Follower.id)).all()


def question_by_reference(session: Session, reference: str) -> RoundQuestion | None:
    """A question with its round and who answered it."""
    wanted = select(RoundQuestion).where(RoundQuestion.reference == reference)
    return session.scalar(wanted.options(joinedload(RoundQuestion.round), joinedload(RoundQuestion.answered_by)))


def same_question(session: Session, round_id: int, email: str, digest: str) -> RoundQuestion | None:
    """The question that this address has asked in the same words."""
    return session.scalar(
        select(RoundQuestion).where(
            RoundQuestion.round_id == round_id, RoundQuestion.email == email, RoundQuestion.digest == digest
        )
    )


def answered_questions(session: Session, round_id: int) -> Sequence[RoundQuestion]:
    """What was asked about a round and answered for everyone, the newest answer first."""
    wanted = select(RoundQuestion).where(
        RoundQuestion.round_id == round_id, RoundQuestion.state == QuestionState.ANSWERED
    )
    return session.scalars(wanted.order_by(RoundQuestion.answered_at.desc(), RoundQuestion.id.desc())).all()


def count_questions(session: Session, *, waiting: bool) -> int:
    """How many questions wait for an answer, or have one."""
    state = RoundQuestion.state == QuestionState.ASKED
    return session.scalar(select(func.count(RoundQuestion.id)).where(state if waiting else ~state)) or 0


def questions(session: Session, paging: Paging, *, waiting: bool) -> Sequence[RoundQuestion]:
    """A page of questions: those that wait, the longest first; or those done, the newest first."""
    state = RoundQuestion.state == QuestionState.ASKED
    order = RoundQuestion.asked_at if waiting else RoundQuestion.asked_at.desc()
    wanted = select(RoundQuestion).where(state if waiting else ~state).options(joinedload(RoundQuestion.round))
    return session.scalars(wanted.order_by(order, RoundQuestion.id).offset(paging.offset).limit(paging.size)).all()


def check_counts(session: Session, round_id: int) -> Sequence[CheckCount]:
    """How the eligibility check of a round went, day by day."""
    wanted = select(CheckCount).where(CheckCount.round_id == round_id)
    return session.scalars(wanted.order_by(CheckCount.day, CheckCount.question, CheckCount.result)).all()


def acts_since(session: Session, kind: str, visitor: str, since: datetime) -> int:
    """How often a network address did one kind of thing since an instant."""
    wanted = select(func.count(VisitorAct.id)).where(
        VisitorAct.kind == kind, VisitorAct.visitor == visitor, VisitorAct.at > since
    )
    return session.scalar(wanted) or 0
