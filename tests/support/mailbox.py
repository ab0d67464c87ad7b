"""What was mailed: the tests read the outbox as their people would read their mail."""

from flask import Flask
from sqlalchemy import select

from portal.outbox.models import Message


def mails(app: Flask, email: str) -> list[Message]:
    """Every message to an address, oldest first."""
    with app.extensions["portal"].database.session(read_only=True) as session:
        return list(session.scalars(select(Message).where(Message.to_email == email).order_by(Message.id)))


def newest_link(app: Flask, email: str) -> str:
    """The path of the newest one-time link that was sent to an address."""
    return [mail.secret_link for mail in mails(app, email) if mail.secret_link][-1]
