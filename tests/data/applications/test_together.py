"""Sharing out, comments, and who is here."""

from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application, Comment, Presence
from portal.applications.operations import add_comment, note_open, resolve_comment, share_out, submit
from portal.applications.queries.together import assignees_of, comments_of, open_comments, present_on
from portal.applications.rules.together import PRESENT_FOR
from portal.core.clock import now
from portal.core.refusal import Forbidden, Refused
from portal.outbox.models import Message
from tests.data.applications.saying import told
from tests.support.building.applications import person

BETH = "P-BETH"


def shared(session: Session, application: Application) -> dict[str, str]:
    return {key: row.account.name for key, row in assignees_of(session, application).items()}


def test_a_colleague_is_asked_once_for_each_part(session: Session, draft: Application, amina: Actor) -> None:
    share_out(session, application=draft, wanted={"s4": BETH, "s5": "P-AMINA"}, before={}, actor=amina)
    assert shared(session, draft) == {"s4": "Beth Okafor", "s5": "Amina Karim"}
    assert told(session, "section_assigned") == ["beth@harbour-sisters.example.org"], "nobody is told by themselves"
    share_out(session, application=draft, wanted={"s5": "P-AMINA"}, before={"s4": BETH, "s5": "P-AMINA"}, actor=amina)
    assert shared(session, draft) == {"s5": "Amina Karim"}
    share_out(session, application=draft, wanted={"s4": BETH, "s5": "P-AMINA"}, before={"s5": "P-AMINA"}, actor=amina)
    assert len(told(session, "section_assigned")) == 1


def test_what_another_shared_out_meanwhile_stays(session: Session, draft: Application, amina: Actor) -> None:
    share_out(session, application=draft, wanted={"s4": BETH}, before={}, actor=amina)
    share_out(session, application=draft, wanted={"s6": "P-AMINA"}, before={}, actor=amina)
    assert shared(session, draft) == {"s4": "Beth Okafor", "s6": "Amina Karim"}


@pytest.mark.parametrize("who", ["P-VERA", "P-OWEN", "nobody"])
def test_only_who_can_write_does_a_part(session: Session, draft: Application, amina: Actor, who: str) -> None:
    with pytest.raises(Refused):
        share_out(session, application=draft, wanted={"s4": who}, before={}, actor=amina)


def test_comments_are_seen_by_the_team_and_the_partner_newest_first(
    session: Session, bid: Application, mira: Actor, owen: Actor
) -> None:
    mine = add_comment(session, application=bid, about="s8", text="Is the hall still £30?", actor=owen)
    assert (mine.section_key, mine.question_key, mine.author_place) == ("s8", "", "Northway Youth")
    assert [one.text for one in comments_of(session, bid)] == ["Is the hall still £30?", "Ask the ward sergeant."]
    assert open_comments(session, bid) == {"s4": 1, "s8": 1}
    resolve_comment(session, comment=mine, actor=mira)
    resolve_comment(session, comment=mine, actor=owen)
    assert mine.resolved_by_name == "Mira Bell"
    assert open_comments(session, bid) == {"s4": 1}


def test_pressing_twice_says_it_once(session: Session, bid: Application, mira: Actor) -> None:
    first = add_comment(session, application=bid, about="", text="Ready?", actor=mira)
    assert add_comment(session, application=bid, about="", text="Ready?", actor=mira) is first
    assert add_comment(session, application=bid, about="s8", text="Ready?", actor=mira) is not first


def test_one_mail_an_hour_whatever_is_said(session: Session, draft: Application, amina: Actor) -> None:
    with time_machine.travel(now().replace(minute=10), tick=False) as clock:
        for number in range(3):
            add_comment(session, application=draft, about="", text=f"Thought {number}", actor=amina)
            clock.shift(timedelta(minutes=5))
        hour: datetime = now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        mails = select(Message).where(Message.template == "team_comments", Message.about == draft.reference)
        first = session.scalars(mails).all()
        assert sorted(mail.to_email.split("@")[0] for mail in first) == ["beth", "vera"]
        assert {mail.due_at for mail in first} == {hour}
        clock.shift(timedelta(hours=1))
        add_comment(session, application=draft, about="", text="Later", actor=amina)
    assert len(session.scalars(mails).all()) == 4


def test_comments_are_never_sent(session: Session, draft: Application, amina: Actor) -> None:
    add_comment(session, application=draft, about="problem", text="Our bookkeeper is unsure.", actor=amina)
    assert "bookkeeper" not in submit(session, application=draft, actor=amina).document
    with pytest.raises(Refused):
        add_comment(session, application=draft, about="", text="Too late", actor=amina)
    assert session.scalar(select(func.count()).select_from(Comment).where(Comment.application_id == draft.id)) == 1


@pytest.mark.parametrize("name", ["amina", "olive", "asha"])
def test_strangers_say_nothing(session: Session, bid: Application, name: str) -> None:
    with pytest.raises(Forbidden):
        add_comment(session, application=bid, about="", text="Hello", actor=person(session, name))


def test_who_has_a_page_open_counts_for_a_minute(session: Session, draft: Application, amina: Actor) -> None:
    step, beth = ("s4", "problem"), person(session, "beth")

    def here(me: Actor) -> list[str]:
        return present_on(session, draft, step, since=now() - PRESENT_FOR, but=me.account_id)

    with time_machine.travel(now(), tick=False) as clock:
        note_open(session, application=draft, step=step, actor=beth)
        note_open(session, application=draft, step=step, actor=beth)
        assert (here(amina), here(beth)) == (["Beth Okafor"], [])
        clock.shift(timedelta(seconds=61))
        assert here(amina) == []
        note_open(session, application=draft, step=("s5", "outcomes"), actor=beth)
        assert here(amina) == [], "she is on another page"
    assert session.scalar(select(func.count()).select_from(Presence)) == 1
