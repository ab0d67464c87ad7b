"""Mail leaves once, to one person, by a real server; and what the server says is heeded."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from time import monotonic

import pytest
from flask import Flask

from portal.core import clock
from portal.core.db import Database
from portal.outbox.models import Message
from portal.outbox.operations import LEASE, RETRY_AFTER, claim
from portal.outbox.worker import SmtpDelivery, send_due
from portal.web.settings import MailServer, Settings
from tests.support.mail_server import Server, serving, silent

Queue = Callable[..., Message]
Rows = Callable[[], list[Message]]


def _later(app: Flask, wait: timedelta) -> int:
    with clock.as_of(clock.now() + wait):
        return send_due(app)


def _stand(rows: Rows) -> list[tuple[str, int, str | None]]:
    return [(row.delivery, row.attempts, row.secret_link) for row in rows()]


def test_one_message_reaches_one_person_once(app: Flask, server: Server, enqueue: Queue, rows: Rows) -> None:
    queued = enqueue(inviter="Zoë Müller-O’Brien")
    assert [send_due(app), send_due(app)] == [1, 0]
    [(recipients, mail)] = server.arrived
    assert (recipients, mail["To"], mail["Message-ID"]) == (
        ["new@example.org"],
        "new@example.org",
        f"<{queued.message_id}>",
    )
    assert mail["Subject"] == "Zoë Müller-O’Brien asked you to help with Harbour Sisters"
    sender = mail["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == ("Community safety funding, OPCC", "funding@example.org")
    assert (mail["Auto-Submitted"], mail["Cc"], mail["Bcc"]) == ("auto-generated", None, None)
    body = mail.get_content()
    assert "Join here: https://funding.example.org/invitations/T0KEN" in body
    assert ("((" in body, "01962 871595" in body) == (False, True)
    row = rows()[0]
    assert (row.delivery, row.attempts, row.secret_link, row.problem) == ("sent", 1, None, "")
    assert row.sent_at is not None
    assert "T0KEN" not in row.body


def test_the_same_key_is_one_message(app: Flask, server: Server, enqueue: Queue, rows: Rows) -> None:
    assert enqueue().id == enqueue(inviter="Somebody else").id
    send_due(app)
    assert enqueue().id == rows()[0].id
    send_due(app)
    assert len(server.arrived) == len(rows()) == 1


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "%0d%0a", "\x00\r\n", "\x0b", "\x85"])
def test_a_name_adds_no_header_and_no_recipient(
    app: Flask, server: Server, enqueue: Queue, rows: Rows, line_break: str
) -> None:
    enqueue(inviter=f"Eve{line_break}Bcc: spy@example.org{line_break}X-Evil: 1{line_break}{line_break}Dear all")
    send_due(app)
    [(recipients, mail)] = server.arrived
    assert recipients == ["new@example.org"]
    assert sorted(mail.keys()) == sorted(
        ["Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
         "Auto-Submitted"]
    )  # fmt: skip
    assert mail["Subject"].startswith("Eve")
    assert rows()[0].delivery == "sent"


def test_a_long_name_is_sent(app: Flask, server: Server, enqueue: Queue) -> None:
    enqueue(inviter="nämé " * 200)
    send_due(app)
    assert server.arrived[0][1]["Subject"].startswith("nämé nämé")


def test_no_such_mailbox_is_for_good(app: Flask, server: Server, enqueue: Queue, rows: Rows) -> None:
    server.answers["gone"] = "550 5.1.1 No such user"
    enqueue("invite:1", "gone@example.org")
    enqueue("invite:2", "here@example.org")
    assert [send_due(app), _later(app, timedelta(days=9))] == [2, 0]
    assert _stand(rows) == [("failed", 1, None), ("sent", 1, None)]
    assert "550" in rows()[0].problem
    assert [to for to, _mail in server.arrived] == [["here@example.org"]]


def test_refused_after_reading_is_for_good(app: Flask, server: Server, enqueue: Queue, rows: Rows) -> None:
    server.after_data["new"] = "554 5.7.1 Spam"
    enqueue()
    send_due(app)
    assert _stand(rows) == [("failed", 1, None)]


@pytest.mark.parametrize("step", ["answers", "after_data"])
def test_not_now_is_tried_again(app: Flask, server: Server, enqueue: Queue, rows: Rows, step: str) -> None:
    getattr(server, step)["new"] = "451 4.7.1 Greylisted"
    queued = enqueue()
    assert [send_due(app), send_due(app)] == [1, 0]
    assert _stand(rows) == [("queued", 1, "/invitations/T0KEN")]
    assert abs(rows()[0].due_at - clock.now() - RETRY_AFTER[0]) < timedelta(seconds=10)
    getattr(server, step).clear()
    assert _later(app, RETRY_AFTER[0] + timedelta(seconds=5)) == 1
    assert _stand(rows) == [("sent", 2, None)]
    assert [mail["Message-ID"] for _to, mail in server.arrived] == [f"<{queued.message_id}>"]


def test_trying_again_ends(app: Flask, server: Server, enqueue: Queue, rows: Rows) -> None:
    server.answers["new"] = "451 4.7.1 Greylisted"
    enqueue()
    for day in range(len(RETRY_AFTER) + 3):
        _later(app, timedelta(days=day))
    assert _stand(rows) == [("failed", len(RETRY_AFTER) + 1, None)]


def test_a_silent_server_is_given_up_and_tried_again(
    make_app: Callable[..., Flask], port: int, enqueue: Queue, rows: Rows
) -> None:
    app = make_app(mail=MailServer("127.0.0.1", port, "", "", "none", "funding@example.org", timeout_seconds=1))
    enqueue()
    started = monotonic()
    with silent(port):
        assert send_due(app) == 1
    assert 0.9 < monotonic() - started < 8
    assert _stand(rows) == [("queued", 1, "/invitations/T0KEN")]
    assert "timed out" in rows()[0].problem


def test_a_server_that_was_down_gets_everything_once(app: Flask, port: int, enqueue: Queue, rows: Rows) -> None:
    for number in range(5):
        enqueue(f"invite:{number}", f"n{number}@example.org")
    assert send_due(app) == 5
    assert {row.delivery for row in rows()} == {"queued"}
    with serving(port) as server:
        assert _later(app, timedelta(minutes=2)) == 5
        assert _later(app, timedelta(hours=2)) == 0
    assert sorted(to for to, _mail in server.arrived) == [[f"n{number}@example.org"] for number in range(5)]
    assert _stand(rows) == [("sent", 2, None)] * 5


def test_a_wrong_password_of_ours_loses_no_mail(
    make_app: Callable[..., Flask], settings: Settings, port: int, enqueue: Queue, rows: Rows
) -> None:
    mail = MailServer("127.0.0.1", port, "portal", "wrong", "none", "funding@example.org", timeout_seconds=1)
    enqueue()
    with serving(port) as server:  # which offers no signing in at all
        send_due(make_app(mail=mail))
    assert (_stand(rows), server.arrived) == ([("queued", 1, "/invitations/T0KEN")], [])


def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for(
    make_app: Callable[..., Flask], server: Server, settings: Settings, port: int, enqueue: Queue, rows: Rows
) -> None:
    mail = MailServer("127.0.0.1", port, "", "", "starttls", "funding@example.org", timeout_seconds=1)
    enqueue()
    send_due(make_app(mail=mail))
    assert (_stand(rows), server.arrived) == ([("queued", 1, "/invitations/T0KEN")], [])


@pytest.mark.parametrize("email", ["zoë@example.org", "a@exa mple.org", "a@example.org\r\nBcc: spy@example.org", ""])
def test_an_address_that_cannot_be_used_holds_up_nobody(
    app: Flask, server: Server, enqueue: Queue, rows: Rows, email: str
) -> None:
    enqueue("invite:1", email)
    enqueue("invite:2", "here@example.org")
    send_due(app)
    assert [row.delivery for row in rows()] == ["failed", "sent"]
    assert [to for to, _mail in server.arrived] == [["here@example.org"]]


def test_two_workers_send_two_hundred_messages_once(
    make_app: Callable[..., Flask], server: Server, empty_database: Database, enqueue: Queue, rows: Rows
) -> None:
    with empty_database.session() as session:
        for number in range(200):
            enqueue(f"invite:{number}", f"n{number}@example.org", session=session)
    handled: list[int] = []
    apps = [make_app(), make_app()]
    workers = [Thread(target=lambda app=app: handled.append(send_due(app))) for app in apps]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(50)
    assert sum(handled) == 200
    assert min(handled) > 0
    assert Counter(to[0] for to, _mail in server.arrived) == {f"n{number}@example.org": 1 for number in range(200)}
    assert _stand(rows) == [("sent", 1, None)] * 200


def test_a_dead_workers_message_is_sent_again_with_the_same_id(
    app: Flask, server: Server, settings: Settings, empty_database: Database, enqueue: Queue, rows: Rows
) -> None:
    enqueue()
    with empty_database.session() as session:
        message = claim(session)
        assert message is not None
    SmtpDelivery(app, settings)(message)  # and here it dies, before it could say so
    assert [send_due(app), _later(app, LEASE - timedelta(seconds=5))] == [0, 0]
    assert _later(app, LEASE + timedelta(seconds=5)) == 1
    assert [mail["Message-ID"] for _to, mail in server.arrived] == [f"<{message.message_id}>"] * 2
    assert _stand(rows) == [("sent", 2, None)]


def test_a_worker_that_comes_back_late_with_bad_news_is_not_believed(
    app: Flask, server: Server, enqueue: Queue, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    enqueue()
    deliver = SmtpDelivery.__call__

    def slowly(self: SmtpDelivery, message: Message) -> bool:
        monkeypatch.setattr(SmtpDelivery, "__call__", deliver)
        assert _later(app, LEASE + timedelta(seconds=5)) == 1  # the lease is over, and another worker sends it
        raise TimeoutError("timed out")

    monkeypatch.setattr(SmtpDelivery, "__call__", slowly)
    send_due(app)
    assert (len(server.arrived), _stand(rows)) == (1, [("sent", 2, None)])


class Curt(Server):
    """A server that hangs up instead of saying goodbye."""

    async def handle_QUIT(self, server: object, *_more: object) -> str:
        """Cut the line."""
        server.transport.abort()  # type: ignore[attr-defined]
        return "221 Bye"


def test_a_lost_goodbye_sends_nothing_twice(app: Flask, port: int, enqueue: Queue, rows: Rows) -> None:
    enqueue()
    with serving(port, Curt()) as server:
        send_due(app)
        _later(app, timedelta(days=1))
    assert (len(server.arrived), _stand(rows)) == (1, [("sent", 1, None)])


def test_a_demo_keeps_mail_to_be_read(
    make_app: Callable[..., Flask], server: Server, enqueue: Queue, rows: Rows
) -> None:
    enqueue()
    assert send_due(make_app(mode="demo")) == 1
    assert (server.arrived, _stand(rows)) == ([], [("kept", 1, "/invitations/T0KEN")])


def test_without_a_server_mail_waits(make_app: Callable[..., Flask], enqueue: Queue, rows: Rows) -> None:
    enqueue()
    app = make_app(mail=MailServer("", 25, "", "", "none", "funding@example.org"))
    assert send_due(app) == 0
    assert _stand(rows) == [("queued", 0, "/invitations/T0KEN")]


def test_what_is_rolled_back_is_not_sent(
    app: Flask, server: Server, empty_database: Database, enqueue: Queue, rows: Rows
) -> None:
    enqueue("kept")
    with pytest.raises(ZeroDivisionError), empty_database.session() as session:
        session.delete(session.get_one(Message, 1))
        session.flush()
        _ = 1 / 0
    send_due(app)
    assert _stand(rows) == [("sent", 1, None)]
    assert len(server.arrived) == 1
