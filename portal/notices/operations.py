"""Choosing what to hear, sending notices, and telling people of them by mail."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.audit.operations import record
from portal.core.clock import london, now, today
from portal.core.db import insert_or
from portal.core.refusal import Refused
from portal.formkit.queries import answers_of
from portal.funds.models import Round
from portal.notices.models import ChoiceReach, Notice, NoticeChoice, NoticeReach
from portal.notices.policy import CHOOSE_NOTICES, SEND_NOTICES
from portal.notices.queries import choice_of, reaches, sent_between, untold, wishes_not_taken_up
from portal.notices.rules import SAME_WITHIN, TOLD_FOR, Often, Reaches, concerns, weekly_moment, wish_of
from portal.organisations.models import ReachKind
from portal.outbox.operations import queue


def choose(session: Session, *, often: Often, reach: Reaches, actor: Actor) -> NoticeChoice:
    """Say how often to hear by mail, and about which areas and themes. Nothing older is sent; audit."""
    require(actor, CHOOSE_NOTICES)
    assert actor.account_id is not None
    choice = _choice(session, actor.account_id, often)
    session.refresh(choice, with_for_update=True)
    if choice.often != often:
        choice.often, choice.changed_at = often, now()
    about = str(actor.account_id)
    record(session, "notices:chosen", subject_type="account", subject=about, actor=actor, often=often)
    choice.reach = [ChoiceReach(kind=kind, value=value) for kind, value in sorted(reach)]
    session.flush()
    return choice


def stop(session: Session, *, choice: NoticeChoice) -> None:
    """Send no more mail, on the word of whoever holds the link. Twice is once."""
    session.refresh(choice, ["often", "changed_at"], with_for_update=True)
    if choice.often != Often.NONE:
        choice.often, choice.changed_at = Often.NONE, now()
    session.flush()


def send_notice(
    session: Session, *, title: str, words: str, reach: Reaches, round_: Round | None, actor: Actor
) -> Notice:
    """Give members a notice: on their page at once, by mail as each has chosen. It cannot be taken back. Audit.

    The same words sent again within an hour are one notice. Mails are queued by `tell`, not here.
    """
    require(actor, SEND_NOTICES)
    assert actor.account_id is not None
    at = now()
    for earlier in sent_between(session, at - SAME_WITHIN, at):
        if (earlier.title, earlier.words) == (title, words):
            return earlier
    if not title or not words:
        raise Refused("Enter a title and a message.")
    notice = Notice(
        title=title, words=words, round_id=round_.id if round_ else None, sent_at=at, sent_by_id=actor.account_id
    )
    notice.reach = [NoticeReach(kind=kind, value=value) for kind, value in sorted(reach)]
    session.add(notice)
    session.flush()
    record(session, "notice:sent", subject_type="notice", subject=notice.reference, actor=actor, parts=len(reach))
    return notice


def tell(session: Session, at: datetime) -> int:
    """Queue the mails that are due by `at`: each notice at once, and last week's notices in one mail. How many.

    Worked out from notices, choices and the outbox: a worker that was away catches up, and nobody hears twice.
    """
    told = 0
    for notice in sent_between(session, at - TOLD_FOR, at):
        told += _tell_one(session, notice)
    moment = weekly_moment(at)
    while moment > at - TOLD_FOR:
        told += _tell_week(session, moment)
        moment = weekly_moment(moment - timedelta(seconds=1))
    return told


def take_up_wishes(session: Session, _at: datetime) -> int:
    """Begin to send what people asked for in the form with which they joined, once each. How many were taken up."""
    found = wishes_not_taken_up(session)
    for membership in found:
        account_id = membership.applied_by_id
        assert account_id is not None
        choice = _choice(session, account_id, wish_of(answers_of(session, membership.response)))
        choice.reach = [
            ChoiceReach(kind=row.kind, value=row.value)
            for row in membership.organisation.reach
            if row.kind in (ReachKind.DISTRICT, ReachKind.THEME)
        ]
        session.flush()
    return len(found)


def _tell_one(session: Session, notice: Notice) -> int:
    key, told = f"notice:{notice.reference}:", 0
    for choice in untold(session, Often.AT_ONCE, key, since=notice.sent_at, day=today()):
        if not concerns(reaches(notice.reach), reaches(choice.reach)):
            continue
        _mail(session, choice, key, "notice", notice.reference, title=notice.title, words=notice.words)
        told += 1
    return told


def _tell_week(session: Session, moment: datetime) -> int:
    """The mail of one Monday: what was sent in the week before it."""
    before = weekly_moment(moment - timedelta(seconds=1))
    week = sent_between(session, before, moment)
    if not week:
        return 0
    key, told = f"notices_week:{london(moment).date().isoformat()}:", 0
    for choice in untold(session, Often.WEEKLY, key, since=moment, day=today()):
        mine = [one for one in week if concerns(reaches(one.reach), reaches(choice.reach))]
        if mine:
            _mail(session, choice, key, "notices_week", "week", words=_in_short(mine), count=str(len(mine)))
            told += 1
    return told


def _in_short(found: Sequence[Notice]) -> str:
    return "\n\n".join(f"{one.title}\n{one.words}" for one in found)


def _mail(session: Session, choice: NoticeChoice, key: str, template: str, about: str, **words: str) -> None:
    queue(
        session,
        key=f"{key}{choice.account_id}",
        template=template,
        to=recipient(choice.account),
        about_type="notice",
        about=about,
        secret_link=f"/notices/stop/{choice.key}",
        link="/notices",
        **words,
    )


def _choice(session: Session, account_id: int, often: Often) -> NoticeChoice:
    """The row of a person, made unless it is there; two presses at once make one."""
    values = {"account_id": account_id, "often": often, "key": secrets.token_urlsafe(32), "changed_at": now()}
    session.execute(insert_or(session, NoticeChoice).values(**values).on_conflict_do_nothing())
    found = choice_of(session, account_id)
    assert found is not None
    return found
