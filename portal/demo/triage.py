"""What officers keep beside the applications of the round that is being scored: the board is at work."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.applications import operations as applying
from portal.applications.models import Application
from portal.applications.queries import live_application
from portal.core.clock import as_of, now, today
from portal.demo.answers import fill_in
from portal.demo.groups import Group
from portal.demo.network import lead_email
from portal.demo.people import acting, staff, staff_account
from portal.funds.models import Round
from portal.organisations.models import Organisation
from portal.triage import operations as doing
from portal.triage.queries import hints_about

Pair = tuple[Group, Organisation]
# (which application of the round, owner, due in days; None: nobody or no day)
LOOKED_AFTER = ((0, "officer", 3), (1, "officer2", -2), (2, "officer", 0), (4, "officer2", 9), (5, "officer", None))
# (which, kind, team, why, how it ended: (move, what came of it) or None while open)
FLAGS = (
    (0, "money", "finance", "The total and its costs differ by £300.", ("resolve", "A slip in one line, mended.")),
    (0, "due_diligence", "grants", "Two of the three references have not come back.", None),
    (1, "safeguarding", "safeguarding", "Their policy names somebody who has left.", None),
    (4, "eligibility", "legal", "Is a branch of a national charity a group of its own?", None),
    (5, "other", "grants", "Asked to keep their street off our map.", ("stop", "The map shows areas only.")),
)
NOTES = ((0, "Their treasurer is back from leave on Monday."), (1, "New chair since June. Ask for the policy again."))
ASKED = "You say that most people here feel unsafe after dark. Please tell us who asked them, and when."
REPLY = (
    "We asked 212 people at the summer fair and in two shops in June. 141 of them said that they feel unsafe after"
    " dark near the station. Eight young people helped us to write the questions and to count the answers."
)


def add_triage(session: Session, at: datetime, round_: Round, pairs: Sequence[Pair]) -> None:
    """Owners, days, flags, notes, a hint set aside, and a question that was answered. Dated from `at` backwards.

    `pairs` are the first groups of the round; whoever leads the first of them replies.
    """
    found = [live_application(session, round_, organisation.id) for _group, organisation in pairs]
    sent = [one for one in found if one is not None]
    with as_of(at - timedelta(days=9)):
        _ask_and_answer(session, sent[0], lead_email(pairs[0][0]))
    with as_of(at - timedelta(days=6)):
        _look_after(session, sent)
        for number, words in NOTES:
            doing.write_note(session, application=sent[number], words=words, actor=staff(session, "officer"))
    with as_of(at - timedelta(days=4)):
        _flag(session, sent)
        _set_one_aside(session, sent)


def _ask_and_answer(session: Session, application: Application, lead: str) -> None:
    request = applying.ask_for_information(
        session,
        application=application,
        questions=["evidence"],
        words=ASKED,
        due_on=today() + timedelta(days=7),
        actor=staff(session, "officer"),
    )
    with as_of(now() + timedelta(days=2)):
        fill_in(session, request.response, {"evidence": REPLY}, acting(session, lead))
        applying.send_reply(session, request=request, actor=acting(session, lead))


def _look_after(session: Session, sent: list[Application]) -> None:
    for number, key, days in LOOKED_AFTER:
        doing.look_after(
            session,
            application=sent[number],
            owner=staff_account(session, key),
            due_on=None if days is None else today() + timedelta(days=6 + days),
            revision=0,
            actor=staff(session, "officer"),
        )


def _flag(session: Session, sent: list[Application]) -> None:
    for number, kind, team, reason, ended in FLAGS:
        facts = {"kind": kind, "team": team, "reason": reason}
        flag = doing.raise_flag(session, application=sent[number], **facts, actor=staff(session, "officer"))
        if ended:
            with as_of(now() + timedelta(days=1)):
                doing.close_flag(session, flag=flag, how=ended[0], outcome=ended[1], actor=staff(session, "officer2"))


def _set_one_aside(session: Session, sent: list[Application]) -> None:
    """Groups have a grant for some of the same months: one hint is set aside, the others are still to be looked at."""
    hinted = [(one, hint) for one in sent[4:] for hint in hints_about(session, one)]
    reason = "That grant pays for another night of the week, and says so in its plan."
    for application, hint in hinted[:1]:
        doing.put_hint_aside(
            session, application=application, hint=hint, reason=reason, actor=staff(session, "officer")
        )
