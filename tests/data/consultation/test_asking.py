"""The directory and the asking: one mail each, nothing twice, more later, links that die, reminders from the clock."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.queries import hashed
from portal.applications.queries import application_by_reference
from portal.audit.models import AuditEntry
from portal.consultation import operations as doing
from portal.consultation import queries
from portal.consultation.models import Advice, Consultation, ConsultationLink, Consultee
from portal.consultation.operations.directory import Entry, entry_of
from portal.consultation.rules import deadline_from
from portal.core.clash import Stale
from portal.core.clock import now, today
from portal.core.refusal import Forbidden, Refused
from portal.funds.models import Round
from portal.funds.queries import round_by_slug
from portal.outbox.models import Message
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.building.consultation import EMAIL, KEY
from tests.support.world import World

WORLD = World()
THEO = "theo@partners.example.org"


def round_of(session: Session, slug: str = WORLD.scoring_round) -> Round:
    found = round_by_slug(session, slug)
    assert found is not None
    return found


def consultation(session: Session) -> Consultation:
    found = queries.consultation_by_reference(session, WORLD.consultation)
    assert found is not None
    return found


def consultee(session: Session, reference: str = WORLD.consultee) -> Consultee:
    found = queries.consultee_by_reference(session, reference)
    assert found is not None
    return found


def mails(session: Session, email: str, template: str = "") -> list[Message]:
    wanted = select(Message).where(Message.to_email == email).order_by(Message.id)
    return [one for one in session.scalars(wanted) if not template or one.template == template]


def actions(session: Session, subject: str) -> list[str]:
    wanted = select(AuditEntry.action).where(AuditEntry.subject == subject).order_by(AuditEntry.id)
    return list(session.scalars(wanted))


def ask(session: Session, round_: Round, *pairs: tuple[str, str], days: int = 15, who: str = "olive") -> int:
    ends_on = today() + timedelta(days=days)
    return doing.ask(session, round_=round_, pairs=pairs, ends_on=ends_on, actor=actor_named(session, who))


def test_each_is_asked_by_one_mail_whatever_the_number_of_projects(session: Session) -> None:
    round_ = new_round(session)
    made = [new_application(session, round_).reference for _ in range(3)]
    pairs = [(who, what) for who in (WORLD.consultee, "CE-THEMEL") for what in made]
    before = len(mails(session, EMAIL, "consult_request"))
    assert ask(session, round_, *pairs) == 6
    assert len(mails(session, EMAIL, "consult_request")) == before + 1
    letter = mails(session, THEO)[-1]
    assert letter.subject.startswith("Your view is needed by 11:59pm on") and letter.subject.endswith("3 projects")
    assert "about 6 minutes" in letter.body and letter.secret_link and letter.secret_link not in letter.body
    found = queries.consultation_of(session, consultee(session, "CE-THEMEL").id, round_.id)
    assert found is not None and [one.number for one in found.advice] == [1, 2, 3]
    assert actions(session, found.reference) == ["consultation:asked"]
    key = letter.secret_link.removeprefix("/advice/")
    assert queries.opened(session, key).known.id == found.id
    hashes = list(session.scalars(select(ConsultationLink.token_hash)))
    assert hashed(key) in hashes and key not in hashes, "only the hash is kept"


def test_pressing_twice_asks_nothing_twice_and_more_can_be_asked_later(session: Session) -> None:
    round_ = new_round(session)
    first, later = new_application(session, round_).reference, new_application(session, round_).reference
    assert ask(session, round_, ("CE-THEMEL", first)) == 1
    assert ask(session, round_, ("CE-THEMEL", first)) == 0
    assert len(mails(session, THEO)) == 1
    assert ask(session, round_, ("CE-THEMEL", first), ("CE-THEMEL", later), days=20) == 1
    assert [one.subject.rsplit(": ")[-1] for one in mails(session, THEO)] == ["1 project", "1 project"]
    found = queries.consultation_of(session, consultee(session, "CE-THEMEL").id, round_.id)
    assert found is not None and found.ends_at == deadline_from(today() + timedelta(days=20))
    assert ask(session, round_, ("CE-THEMEL", later), days=2) == 0
    session.refresh(found)
    assert found.ends_at == deadline_from(today() + timedelta(days=20)), "nobody gets less time"


def test_what_cannot_be_asked(session: Session) -> None:
    round_ = new_round(session)
    reference = new_application(session, round_).reference
    assert ask(session, round_, ("CE-NOTHNG", reference), ("CE-THEMEL", WORLD.scoring)) == 0, "of another round"
    with pytest.raises(Refused, match="from today on"):
        ask(session, round_, ("CE-THEMEL", reference), days=-1)
    with pytest.raises(Refused, match="while the round is being assessed"):
        ask(session, round_of(session, WORLD.open_round), ("CE-THEMEL", WORLD.sent))
    with pytest.raises(Forbidden):
        ask(session, round_, ("CE-THEMEL", reference), who="asha")
    olive = actor_named(session, "olive")
    doing.retire(session, consultee=consultee(session, "CE-THEMEL"), actor=olive)
    assert ask(session, round_, ("CE-THEMEL", reference)) == 0
    assert mails(session, THEO) == []


def test_an_officer_asks_nothing_about_their_own_group(session: Session) -> None:
    round_ = new_round(session)
    application = new_application(session, round_)
    olive = actor_named(session, "olive")
    mine = olive.__class__(
        olive.account_id, olive.name, roles=olive.roles, memberships={application.organisation_id: "lead"}
    )
    pairs = [("CE-THEMEL", application.reference)]
    assert doing.ask(session, round_=round_, pairs=pairs, ends_on=today(), actor=mine) == 0


def test_an_address_is_in_the_directory_once(session: Session) -> None:
    olive = actor_named(session, "olive")
    known = consultee(session)
    assert doing.add_consultee(session, entry=entry_of(known), actor=olive).id == known.id, "a second press"
    other = Entry("prison", "A prison", "Pat Wren", EMAIL, frozenset())
    with pytest.raises(Refused, match="Southampton Partnership has this email address"):
        doing.add_consultee(session, entry=other, actor=olive)
    with pytest.raises(Refused, match="has this email address"):
        theme = consultee(session, "CE-THEMEL")
        doing.edit_consultee(session, consultee=theme, entry=other, revision=theme.revision, actor=olive)
    with pytest.raises(Forbidden):
        doing.add_consultee(session, entry=other, actor=actor_named(session, "amina"))


def test_two_people_who_edit_one_entry(session: Session) -> None:
    olive, found = actor_named(session, "olive"), consultee(session)
    entry = Entry("csp", "Southampton Partnership", "Ida New", EMAIL, frozenset({("district", "E06000044")}))
    doing.edit_consultee(session, consultee=found, entry=entry, revision=1, actor=olive)
    assert entry_of(found) == entry and found.revision == 2
    doing.edit_consultee(session, consultee=found, entry=entry, revision=1, actor=olive)  # a second press
    with pytest.raises(Stale):
        changed = Entry("csp", "Southampton Partnership", "Ada Newer", EMAIL, entry.reach)
        doing.edit_consultee(session, consultee=found, entry=changed, revision=1, actor=olive)
    assert actions(session, "CE-SOUTHM") == ["consultee:changed"]
    for _ in range(2):
        doing.retire(session, consultee=found, actor=olive)
    doing.bring_back(session, consultee=found, actor=olive)
    assert actions(session, "CE-SOUTHM")[1:] == ["consultee:retired", "consultee:brought-back"]


def test_a_new_link_ends_the_old_ones_and_a_second_press_sends_none(session: Session) -> None:
    found, olive = consultation(session), actor_named(session, "olive")
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        for _ in range(2):
            doing.renew_link(session, consultation=found, actor=olive)
        assert queries.opened(session, KEY).problem == "replaced"
        letters = mails(session, EMAIL, "consult_link")
        assert len(letters) == 1 and letters[0].secret_link
        assert queries.opened(session, letters[0].secret_link.removeprefix("/advice/")).known.id == found.id
    assert actions(session, found.reference)[-1] == "consultation:link-renewed"
    with pytest.raises(Forbidden):
        doing.renew_link(session, consultation=found, actor=actor_named(session, "asha"))


def test_a_link_goes_to_the_address_on_record_and_not_too_often(session: Session) -> None:
    for email in ("stranger@example.org", THEO):
        doing.ask_for_link(session, email=email, visitor="v")
        assert mails(session, email) == [], "nothing is asked of them"
    doing.ask_for_link(session, email=EMAIL, visitor="v")
    assert mails(session, EMAIL, "consult_link") == [], "one went a moment ago"
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        doing.ask_for_link(session, email=f" {EMAIL.upper()} ", visitor="v")
        doing.ask_for_link(session, email=EMAIL, visitor="v")
    assert [one.to_email for one in mails(session, EMAIL, "consult_link")] == [EMAIL]
    assert queries.opened(session, KEY).problem == "replaced"
    with pytest.raises(Refused, match="from your network"):
        for _ in range(11):
            doing.ask_for_link(session, email=EMAIL, visitor="flood")


def test_a_link_ends_some_days_after_the_deadline(session: Session) -> None:
    ends_at = consultation(session).ends_at
    with time_machine.travel(ends_at + timedelta(days=13), tick=False):
        assert queries.opened(session, KEY).consultation is not None
    with time_machine.travel(ends_at + timedelta(days=15), tick=False):
        assert queries.opened(session, KEY).problem == "too old"
        doing.ask_for_link(session, email=EMAIL, visitor="v")
        assert mails(session, EMAIL, "consult_link") == []
        with pytest.raises(Refused):
            doing.renew_link(session, consultation=consultation(session), actor=actor_named(session, "olive"))
    assert queries.opened(session, KEY + "x").problem == "unknown"
    assert queries.opened(session, hashed(KEY)).problem == "unknown", "the hash opens nothing"


def test_reminders_by_the_clock_come_once_each_and_stop_with_an_answer(session: Session) -> None:
    ends_at = consultation(session).ends_at
    expected = [(6, 0), (5, 1), (4.5, 0), (0.9, 1), (0.5, 0), (-1, 0)]
    for days, told in expected:
        at = ends_at - timedelta(days=days)
        with time_machine.travel(at, tick=False):
            assert doing.nudge(session, now()) == told, days
    letters = mails(session, EMAIL, "consult_reminder")
    assert len(letters) == 2 and "2 projects" in letters[0].subject and "no response" in letters[0].body
    assert queries.opened(session, KEY).consultation is not None, "the first link goes on working"


def test_one_press_reminds_everybody_once_a_day(session: Session) -> None:
    olive = actor_named(session, "olive")
    assert [doing.remind_round(session, round_=round_of(session), actor=olive) for _ in range(2)] == [1, 0]
    with time_machine.travel(now() + timedelta(days=1)):
        assert doing.remind_round(session, round_=round_of(session), actor=olive) == 1
        for one in session.scalars(select(Advice)):
            one.state = "no_view"
        session.flush()
    with time_machine.travel(now() + timedelta(days=2)):
        assert doing.remind_round(session, round_=round_of(session), actor=olive) == 0


def test_silence_is_counted_for_the_desk(session: Session) -> None:
    assert queries.overdue_by_round(session, now()) == []
    late = consultation(session).ends_at + timedelta(days=1)
    assert [(slug, count) for slug, _name, count in queries.overdue_by_round(session, late)] == [
        (WORLD.scoring_round, 1)
    ]
    for one in consultation(session).advice:
        one.application.state = "withdrawn"
    session.flush()
    assert queries.overdue_by_round(session, late) == []


def test_an_application_that_was_withdrawn_is_not_shown(session: Session) -> None:
    found = application_by_reference(session, WORLD.scoring)
    assert found is not None
    for one in consultation(session).advice:
        one.declared_at = now()
    session.flush()
    assert queries.opened_item(session, KEY, 1).advice is not None
    found.state = "withdrawn"
    session.flush()
    assert queries.opened_item(session, KEY, 1).advice is None
