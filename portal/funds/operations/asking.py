"""Questions about a round: anyone asks, an officer answers once for all, or in private."""

import hashlib

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.queries import canonical_email
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.db import insert_or
from portal.funds.models import Round, RoundQuestion
from portal.funds.operations.following import tell
from portal.funds.operations.visits import note_visit
from portal.funds.policy import ANSWER_QUESTIONS, ASK_QUESTION
from portal.funds.queries import followers_of, same_question
from portal.funds.rules import refuse_unless_taking_questions
from portal.funds.states import QUESTION
from portal.outbox.operations import Recipient, queue


def ask(session: Session, *, round_: Round, email: str, text: str, visitor: str, actor: Actor) -> RoundQuestion:
    """Ask about a round. The same question of one address is one question.

    Refused after the cut-off, and when a network address asks too often; audit without the address.
    """
    require(actor, ASK_QUESTION, round_)
    refuse_unless_taking_questions(round_, now())
    address, digest = canonical_email(email), hashlib.sha256(text.encode()).hexdigest()
    existing = same_question(session, round_.id, address, digest)
    if existing:
        return existing
    note_visit(session, kind="ask", visitor=visitor)
    row = insert_or(session, RoundQuestion).values(
        round_id=round_.id, email=address, text=text, digest=digest, asked_at=now()
    )
    session.execute(row.on_conflict_do_nothing(index_elements=["round_id", "email", "digest"]))
    question = same_question(session, round_.id, address, digest)
    assert question is not None
    detail = {"question": question.reference}
    record(session, "question:asked", subject_type="round", subject=round_.slug, actor=actor, **detail)
    return question


def answer(session: Session, *, question: RoundQuestion, shown: str, text: str, actor: Actor) -> None:
    """Answer for everyone, once. `shown` is the question as readers see it. Mail to asker and followers; audit."""
    require(actor, ANSWER_QUESTIONS, question)
    _close(session, question, "answer", text, actor, shown=shown)
    round_ = question.round
    others = [one for one in followers_of(session, round_.fund_id) if one.email != question.email]
    words = {"question": shown, "answer": text, "answers": f"/funds/{round_.slug}/asked"}
    tell(session, others, round_, "fund_question", about=question.reference, **words)


def decline(session: Session, *, question: RoundQuestion, text: str, actor: Actor) -> None:
    """Answer the asker alone, once, and show nothing to others. Mail to the asker; audit."""
    require(actor, ANSWER_QUESTIONS, question)
    _close(session, question, "decline", text, actor, shown="")


def _close(session: Session, question: RoundQuestion, move: str, text: str, actor: Actor, *, shown: str) -> None:
    session.refresh(question, ["state"], with_for_update=True)
    before = question.state
    if QUESTION.allows(before, move):
        question.shown, question.answer = shown, text
        question.answered_at, question.answered_by_id = now(), actor.account_id
    QUESTION.advance(session, question, move, actor_id=actor.account_id)
    round_ = question.round
    queue(
        session,
        key=f"question:{question.reference}",
        template="question_answered" if shown else "question_private",
        to=Recipient(None, question.email, question.email),
        about_type="round",
        about=round_.slug,
        fund_name=round_.name,
        question=question.text,
        answer=text,
        link=f"/funds/{round_.slug}/asked",
    )
    detail = {"question": question.reference}
    record(session, f"question:{question.state}", subject_type="round", subject=round_.slug, actor=actor, **detail)
