"""Naming somebody to sign for the Commissioner in one round, and taking it back."""

from datetime import date

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now, today
from portal.core.dates import date_words
from portal.core.refusal import Refused
from portal.core.text import count_words
from portal.decisions.models import Delegation
from portal.decisions.policy import DELEGATE
from portal.decisions.queries.delegations import delegation_in, possible_delegates
from portal.decisions.rules.delegation import MOST_WHY_WORDS, may_delegate, until_problem
from portal.funds.models import Round
from portal.outbox.operations import Recipient, queue


def delegate_signing(
    session: Session, *, round_: Round, delegate: str, reason: str, until_on: date | None, actor: Actor
) -> Delegation:
    """Let an officer, by reference (`P-…`), sign in a round for the Commissioner, to the end of a day in London.

    Locks the round, as signing does; refused while another delegation stands in it. Effects: the delegation, a message
    to the delegate, audit.
    """
    require(actor, DELEGATE, round_)
    session.refresh(round_, ["state"], with_for_update=True)
    standing = delegation_in(session, round_.id)
    if standing is not None:
        raise Refused(
            f"{standing.delegate.name} may sign in this round already, up to and including "
            f"{date_words(standing.until_on)}. Take that back first."
        )
    problem = may_delegate(round_.state) or until_problem(until_on, today())
    if problem or until_on is None:
        raise Refused(f"{(problem or '').rstrip('.')}.")
    if not reason.strip() or count_words(reason) > MOST_WHY_WORDS:
        raise Refused(f"Say why they may sign for you, in {MOST_WHY_WORDS} words or fewer.")
    person = {one.reference: one for one in possible_delegates(session)}.get(delegate)
    if person is None:
        raise Refused("Choose a grants officer who may sign for you.")
    made = Delegation(
        round_id=round_.id,
        delegate=person,
        reason=reason,
        until_on=until_on,
        given_by_id=actor.account_id,
        given_at=now(),
    )
    session.add(made)
    session.flush()
    _record(session, "signing:delegated", round_, actor, made)
    _tell(session, "signing_delegated", round_, made, actor)
    return made


def withdraw_delegation(session: Session, *, round_: Round, delegation_id: int, actor: Actor) -> None:
    """Take a delegation back that stands, the one that the page showed. What was signed under it stays signed.

    Locks the round, so that a signature comes wholly before or is refused. Effects: the delegation, a message to the
    delegate, audit.
    """
    require(actor, DELEGATE, round_)
    session.refresh(round_, ["state"], with_for_update=True)
    standing = delegation_in(session, round_.id)
    if standing is None or standing.id != delegation_id:
        raise Refused("This was taken back, or it ended, since you opened the page. Read it again.")
    standing.withdrawn_at, standing.withdrawn_by_id = now(), actor.account_id
    session.flush()
    _record(session, "signing:delegation-withdrawn", round_, actor, standing)
    _tell(session, "signing_delegation_ended", round_, standing, actor)


def _tell(session: Session, template: str, round_: Round, delegation: Delegation, actor: Actor) -> None:
    person = delegation.delegate
    queue(
        session,
        key=f"{template}:{delegation.id}",
        template=template,
        to=Recipient(person.id, person.name, person.email),
        about_type="round",
        about=round_.slug,
        round_name=round_.name,
        given_by=actor.name,
        reason=delegation.reason,
        until=date_words(delegation.until_on),
        link=f"/decide/{round_.slug}",
    )


def _record(session: Session, action: str, round_: Round, actor: Actor, delegation: Delegation) -> None:
    facts = {
        "delegate": delegation.delegate.reference,
        "until": delegation.until_on.isoformat(),
        "reason": delegation.reason,
    }
    record(session, action, subject_type="round", subject=round_.slug, actor=actor, **facts)
