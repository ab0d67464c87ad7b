"""Three hundred are told: cut off in the middle and taken up again, everyone hears once, about their own group."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, func, insert, select, update
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.core.clock import now
from portal.core.db import Database
from portal.decisions.models import Decision
from portal.feedback.models import Feedback
from portal.feedback.operations import release_round
from portal.feedback.states import FeedbackState
from portal.funds.models import Round
from portal.outbox.models import Delivery, Message
from portal.web.settings import ROOT
from tests.factories.panel import actor_named, new_application, new_round
from tests.support.cast import account_named
from tests.support.mail_server import Server, free_port, serving

MANY, CUT = 300, 120
Worker = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture
def round_id(database: Database) -> int:
    """A round of three hundred, decided, with feedback approved; nothing else waits to be mailed."""
    with database.session() as session:
        session.execute(update(Message).values(delivery=Delivery.SENT))
        made = new_round(session, budget_pence=MANY * 100_00)
        made.state = "decided"
        applications = [new_application(session, made, state="approved") for _ in range(MANY)]  # type: ignore[arg-type]
        olive, grace = (account_named(session, name).id for name in ("olive", "grace"))
        facts = {"round_id": made.id, "reason": "Strong.", "recommended_by_id": olive, "signed_by_id": grace}
        for number, one in enumerate(applications):
            money = (
                {"outcome": "fund", "amount_pence": 100_00}
                if number % 2
                else {"outcome": "not_funded", "amount_pence": 0}
            )
            session.execute(insert(Decision).values(application_id=one.id, signed_at=now(), **facts, **money))
            session.add(
                Feedback(
                    application=one, state=FeedbackState.APPROVED, summary="Thank you.", changes=["One."],
                    drafted_at=now(), approved_at=now(), approved_by_id=olive,
                )
            )  # fmt: skip
        session.flush()
        return made.id


def release(database: Database, number: int) -> None:
    """Olive releases."""
    with database.session() as session:
        release_round(session, round_=session.get_one(Round, number), actor=actor_named(session, "olive"))


def queued(session: Session) -> int:
    """How many decision mails there are."""
    wanted = select(func.count(Message.id)).where(Message.about.startswith("PNL"))
    return session.scalar(wanted) or 0


def test_a_transaction_cut_off_at_two_fifths_has_told_nobody(database: Database, round_id: int) -> None:
    class CutOff(BaseException):
        """The process is gone."""

    seen = 0

    def cut(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        nonlocal seen
        seen += statement.startswith("INSERT INTO message")
        if seen > CUT:
            raise CutOff

    event.listen(database.engine, "after_cursor_execute", cut)
    with pytest.raises(CutOff):
        release(database, round_id)
    event.remove(database.engine, "after_cursor_execute", cut)
    with database.session(read_only=True) as session:
        assert (session.get_one(Round, round_id).state, queued(session)) == ("decided", 0)
        states = session.scalars(select(Feedback.state).join(Application).where(Application.round_id == round_id))
        assert set(states) == {"approved"}
    release(database, round_id)
    with database.session(read_only=True) as session:
        assert (session.get_one(Round, round_id).state, queued(session)) == ("announced", MANY)


@pytest.fixture
def mail() -> Iterator[tuple[Server, int]]:
    """A real mail server and its port."""
    port = free_port()
    with serving(port) as server:
        yield server, port


@pytest.fixture
def worker(database: Database, mail: tuple[Server, int], tmp_path: Path) -> Iterator[Worker]:
    """Starts the portal's own worker as a process; none outlives the test."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")} | {
        "PORTAL_SECRET_KEY": "7f3Kq9ZtR2mW8xLcV5nB1pYhD6sG4jTa0eUoQwXi",
        "PORTAL_BASE_URL": "https://funding.example.org",
        "PORTAL_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "PORTAL_INSTANCE": str(tmp_path),
        "PORTAL_MAIL_SERVER": "127.0.0.1",
        "PORTAL_MAIL_PORT": str(mail[1]),
        "PORTAL_MAIL_TLS": "none",
    }
    started: list[subprocess.Popen[bytes]] = []

    def start() -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, "-m", "portal", "worker"], cwd=ROOT, env=environ))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait(timeout=15)


def wait_for(what: str, found: object, seconds: float = 240) -> None:
    """Until it is so."""
    until = time.monotonic() + seconds
    while not found():  # type: ignore[operator]
        assert time.monotonic() < until, what
        time.sleep(0.01)


def test_a_worker_killed_at_two_fifths_of_the_mails(
    database: Database, round_id: int, mail: tuple[Server, int], worker: Worker
) -> None:
    server = mail[0]
    release(database, round_id)
    assert server.arrived == []  # nobody before the transaction stands
    first = worker()
    wait_for("two fifths", lambda: len(server.arrived) >= CUT)
    first.send_signal(signal.SIGKILL)
    first.wait(timeout=10)
    time.sleep(0.3)
    before = len(server.arrived)
    assert CUT <= before < MANY
    with database.session() as session:  # its lease runs out
        session.execute(
            update(Message).where(Message.delivery == Delivery.SENDING).values(leased_until=now() - timedelta(1))
        )
        stood = dict(session.execute(select(Message.message_id, Message.delivery)).all())
    second = worker()
    ours = Message.about.startswith("PNL")
    sent = select(func.count(Message.id)).where(ours, Message.delivery == Delivery.SENT)

    def all_sent() -> bool:
        with database.session(read_only=True) as session:
            return session.scalar(sent) == MANY

    wait_for("all of them", all_sent)
    second.terminate()
    second.wait(timeout=15)
    own = {}
    with database.session(read_only=True) as session:
        for one in session.scalars(select(Application).where(Application.round_id == round_id)):
            own[one.organisation.team[0].account.email] = (one.reference, one.organisation.name)
    ids, people = Counter[str](), dict[str, set[str]]()
    for [to], letter in server.arrived:
        if to not in own:
            continue  # what the chores had to say to officers
        reference, group = own[to]
        text = letter.get_content()
        assert reference in letter["Subject"] and f"which {group} sent" in " ".join(text.split())
        ids[letter["Message-ID"]] += 1
        people.setdefault(to, set()).add(letter["Message-ID"])
    assert people.keys() == own.keys()
    assert all(len(found) == 1 for found in people.values())  # one message each, whatever the mail server saw
    twice = [one.strip("<>") for one, count in ids.items() if count > 1]
    assert len(twice) <= 1 and all(ids[f"<{one}>"] == 2 and stood[one] == Delivery.SENDING for one in twice)
