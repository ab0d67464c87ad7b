"""Mail that people asked for carries the way to stop it: in its words, and in the headers of RFC 8058."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.core.db import Database
from portal.outbox.models import Message
from portal.outbox.operations import Recipient, queue
from portal.outbox.worker import send_due
from tests.support.mail_server import Server

WORDS = {"fund_name": "Safer Communities Fund", "closes": "midday", "least": "£1", "most": "£2", "link": "/funds/x"}


def put(database: Database, template: str, link: str | None) -> None:
    with database.session() as session:
        queue(
            session, key=template, template=template, to=Recipient(None, "Kit", "kit@example.org"), about_type="fund",
            about="x", secret_link=link, **WORDS,
        )  # fmt: skip


def test_a_mail_to_a_follower_says_how_to_stop_it_twice(app: Flask, server: Server, empty_database: Database) -> None:
    put(empty_database, "fund_open", "/follow/KEY/stop")
    send_due(app)
    [(_recipients, mail)] = server.arrived
    assert mail["List-Unsubscribe"] == "<https://funding.example.org/follow/KEY/stop>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Stop these emails: https://funding.example.org/follow/KEY/stop" in mail.get_content()
    with empty_database.session(read_only=True) as session:
        row = session.scalars(select(Message)).one()
    assert row.secret_link is None and "KEY" not in row.body


@pytest.mark.parametrize("template", ["follow_confirm"])
def test_other_mail_carries_no_such_header(app: Flask, server: Server, empty_database: Database, template: str) -> None:
    put(empty_database, template, "/follow/KEY")
    send_due(app)
    [(_recipients, mail)] = server.arrived
    assert mail["List-Unsubscribe"] is None and mail["List-Unsubscribe-Post"] is None
    assert "Stop these emails" not in mail.get_content()
