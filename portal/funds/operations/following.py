"""Following a fund by mail: asked for, confirmed, told, stopped."""

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from portal.access.actor import ANONYMOUS, Actor
from portal.access.permission import require
from portal.accounts.queries import canonical_email
from portal.audit.operations import record
from portal.core.clock import now
from portal.core.dates import deadline_words
from portal.core.db import insert_or
from portal.core.money import format_pounds
from portal.core.refusal import Refused
from portal.funds.models import Follower, Fund, Round
from portal.funds.operations.visits import note_visit
from portal.funds.policy import FOLLOW_FUND
from portal.funds.queries import follower_of, running_rounds, untold_followers
from portal.funds.rules import (
    CLOSING_SOON,
    MAIL_AGAIN_AFTER,
    Following,
    closing_words,
    days_before,
    following,
    hears_of_closing,
    is_open,
)
from portal.outbox.operations import Recipient, queue


def follow(session: Session, *, fund: Fund, actor: Actor) -> Follower:
    """Follow a fund as someone who is signed in: their address is known to be theirs. Twice is once; audit."""
    require(actor, FOLLOW_FUND)
    follower = _follower(session, fund, canonical_email(actor.email))
    if follower.confirmed_at is None:
        follower.confirmed_at = now()
        record(session, "fund:followed", subject_type="fund", subject=fund.slug, actor=actor)
        session.flush()
    return follower


def ask_to_follow(session: Session, *, fund: Fund, email: str, visitor: str) -> None:
    """Send an address a link to confirm that it wants mail; one that gets mail already is told how to stop.

    At most one mail in ten minutes to an address; nothing that the caller sees tells one case from another. Refused
    when a network address asks too often.
    """
    note_visit(session, kind="follow", visitor=visitor)
    address = canonical_email(email)
    known = follower_of(session, fund.id, address)
    if known and now() < known.asked_at + MAIL_AGAIN_AFTER:
        return
    follower = known or _follower(session, fund, address)
    follower.asked_at = now()
    confirmed = follower.confirmed_at is not None
    queue(
        session,
        key=f"follow:{follower.id}:{follower.asked_at.isoformat()}",
        template="follow_known" if confirmed else "follow_confirm",
        to=Recipient(None, address, address),
        about_type="fund",
        about=fund.slug,
        secret_link=f"/follow/{follower.key}/stop" if confirmed else f"/follow/{follower.key}",
        fund_name=fund.title,
    )


def confirm(session: Session, *, follower: Follower) -> None:
    """Begin to send mail, on the word of whoever holds the link. Twice is once; audit without the address."""
    session.refresh(follower, ["email", "confirmed_at", "stopped_at"], with_for_update=True)
    state = following(follower, now())
    if state in (Following.STOPPED, Following.TOO_OLD):
        raise Refused("Go to the fund\u2019s page and ask for a new link.", title="This link does not work any more")
    if state == Following.WAITING:
        follower.confirmed_at = now()
        record(session, "fund:followed", subject_type="fund", subject=follower.fund.slug, actor=ANONYMOUS)
        session.flush()


def stop(session: Session, *, follower: Follower) -> None:
    """Send no more, and forget the address. Twice is once; audit without the address."""
    session.refresh(follower, ["email", "confirmed_at", "stopped_at"], with_for_update=True)
    if follower.stopped_at is None:
        follower.email, follower.stopped_at = None, now()
        follower.confirmed_at = follower.confirmed_at or follower.stopped_at
        record(session, "fund:unfollowed", subject_type="fund", subject=follower.fund.slug, actor=ANONYMOUS)
        session.flush()


def tell_followers(session: Session, at: datetime) -> int:
    """Queue what followers should hear by `at`: a round is open; a week is left. Once each; how many were queued.

    Worked out from the rounds and the outbox, so that a worker that was away catches up and never repeats itself.
    Whoever followed after the event has seen it on the page.
    """
    told = 0
    for round_ in running_rounds(session):
        if is_open(round_, at):
            told += _catch_up(session, round_, "fund_open", since=round_.opens_at)
        if hears_of_closing(round_, at):
            week = days_before(round_.closes_at, CLOSING_SOON.days)
            told += _catch_up(session, round_, "fund_closing", since=week)
    return told


def tell(
    session: Session, followers: Sequence[Follower], round_: Round, template: str, *, about: str = "", **words: str
) -> int:
    """One mail to each follower, each with the link that stops it; `about` tells two of one kind apart. How many."""
    for follower in followers:
        assert follower.email is not None
        queue(
            session,
            key=f"{_key(template, round_, about)}{follower.id}",
            template=template,
            to=Recipient(None, follower.email, follower.email),
            about_type="round",
            about=round_.slug,
            secret_link=f"/follow/{follower.key}/stop",
            fund_name=round_.name,
            closes=closing_words(round_),
            opens=deadline_words(round_.opens_at),
            least=format_pounds(round_.min_pence),
            most=format_pounds(round_.max_pence),
            link=f"/funds/{round_.slug}",
            **words,
        )
    return len(followers)


def _catch_up(session: Session, round_: Round, template: str, *, since: datetime) -> int:
    untold = untold_followers(session, round_.fund_id, _key(template, round_, ""), since=since)
    return tell(session, untold, round_, template)


def _key(template: str, round_: Round, about: str) -> str:
    return f"{template}:{round_.slug}:{about}:" if about else f"{template}:{round_.slug}:"


def _follower(session: Session, fund: Fund, email: str) -> Follower:
    """The row of an address, made unless it is there; two presses at once make one."""
    values = {"fund_id": fund.id, "email": email, "key": secrets.token_urlsafe(32), "asked_at": now()}
    session.execute(insert_or(session, Follower).values(**values).on_conflict_do_nothing())
    found = follower_of(session, fund.id, email)
    assert found is not None
    return found
