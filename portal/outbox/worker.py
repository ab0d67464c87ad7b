"""The worker: takes messages from the outbox one by one and hands them to the mail server.

It is a process of its own. A worker that dies in between leaves a lease that runs out, and the Message-ID was stored
before sending, so that a second copy can be told from the first.
"""

import logging
import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.charset import QP, Charset
from email.mime.text import MIMEText
from email.utils import formataddr
from functools import cache
from threading import Event
from typing import Any

from flask import Flask
from flask_mail import Connection, Mail
from flask_mail import Message as Envelope

from portal.core.db import Database
from portal.outbox.models import Delivery, Message
from portal.outbox.operations import claim, mark_failed, mark_sent
from portal.outbox.wording import can_be_stopped, complete
from portal.web.settings import Settings

log = logging.getLogger("portal.outbox")
IDLE_SECONDS = 2.0
TOO_BIG = 552
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")


def run_worker(app: Flask, stop: Event, *, chores: Callable[[], None] = lambda: None) -> None:
    """Send what is due until `stop` is set; `chores` runs whenever there is nothing to send."""
    while not stop.is_set():
        try:
            if not send_due(app):
                chores()
                stop.wait(IDLE_SECONDS)
        except Exception:
            log.exception("the worker could not work; it tries again")
            stop.wait(IDLE_SECONDS * 5)


def send_due(app: Flask) -> int:
    """Send everything that is due now; how many messages were handled."""
    portal = app.extensions["portal"]
    deliver = _deliverer(app, portal.settings)
    if deliver is None:
        return 0
    handled = 0
    while _send_one(portal.database, deliver):
        handled += 1
    return handled


def _send_one(database: Database, deliver: Callable[[Message], bool]) -> bool:
    with database.session() as session:
        message = claim(session)
        number = message.id if message else None
    if message is None:
        return False
    problem, permanent, kept = "", False, False
    try:
        kept = deliver(message)
    except (smtplib.SMTPException, OSError) as error:
        problem, permanent = f"{type(error).__name__}: {error}", _is_permanent(error)
        log.warning("message %s was not sent: %s", number, problem)
    except Exception as error:  # a message that cannot be written must not hold up the others
        problem, permanent = f"{type(error).__name__}: {error}", True
        log.exception("message %s cannot be sent", number)
    with database.session() as session:
        row = session.get_one(Message, number, with_for_update=True)
        if not problem:
            mark_sent(row, kept=kept)
        elif row.delivery == Delivery.SENDING and row.attempts == message.attempts:  # else the lease is another's now
            mark_failed(row, problem, permanent=permanent)
    return True


def _deliverer(app: Flask, settings: Settings) -> Callable[[Message], bool] | None:
    """How messages leave: kept here in a demo, by SMTP where a server is set, not at all (they wait) where none is."""
    if settings.demo:
        return lambda message: True
    if not settings.mail.host:
        return None
    return SmtpDelivery(app, settings)


class SmtpDelivery:
    """Hands one message to the mail server by Flask-Mail, one recipient each."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        mail = settings.mail
        app.config.update(
            MAIL_SERVER=mail.host,
            MAIL_PORT=mail.port,
            MAIL_USERNAME=mail.username or None,
            MAIL_PASSWORD=mail.password or None,
            MAIL_USE_TLS=mail.tls == "starttls",
            MAIL_USE_SSL=mail.tls == "tls",
            MAIL_DEFAULT_SENDER=formataddr(("Community safety funding, OPCC", mail.sender)),
            MAIL_SUPPRESS_SEND=False,
        )
        self.app = app
        self.settings = settings
        self.mail = Mail(app)

    def __call__(self, message: Message) -> bool:
        """Send; raises what smtplib raises."""
        with self.app.app_context(), _TimedConnection(self.mail, self.settings.mail.timeout_seconds) as connection:
            connection.send(self._envelope(message))
        return False

    def _envelope(self, message: Message) -> Envelope:
        if not _ADDRESS.fullmatch(message.to_email):  # Flask-Mail would read another address into it
            raise ValueError("not an email address")
        envelope = _Quoted(
            subject=message.subject,
            recipients=[message.to_email],
            body=body_to_read(message, self.settings, secret=True),
            extra_headers=headers_of(message, self.settings),
        )
        envelope.msgId = f"<{message.message_id}>"
        return envelope


def headers_of(message: Message, settings: Settings) -> dict[str, str]:
    """What mail programs read: that no person wrote it, and how to stop it by one press (RFC 8058)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if message.secret_link and can_be_stopped(message.template):
        headers["List-Unsubscribe"] = f"<{settings.base_url}{message.secret_link}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return headers


@cache
def _certificates() -> ssl.SSLContext:
    """Whom we trust to be the mail server that we mean; slow to read, so read once."""
    return ssl.create_default_context()


class _Quoted(Envelope):
    """A text in quoted-printable: as it stands, a long paragraph would be a longer line than mail servers take."""

    def _mimetext(self, text: str | None, subtype: str = "plain") -> MIMEText:
        utf8 = Charset("utf-8")
        utf8.body_encoding = QP
        return MIMEText(text or "", _subtype=subtype, _charset=utf8)  # type: ignore[arg-type] # it takes both


class _TimedConnection(Connection):
    """Flask-Mail's connection with what it lacks: a timeout, a certificate that is checked, a goodbye that may fail."""

    def __init__(self, mail: Mail, seconds: float) -> None:
        super().__init__(mail)
        self.seconds = seconds

    def configure_host(self) -> smtplib.SMTP:
        """Connect, encrypt, sign in; closed again when any of it fails."""
        mail = self.mail
        if mail.use_ssl:
            host: smtplib.SMTP = smtplib.SMTP_SSL(mail.server, mail.port, timeout=self.seconds, context=_certificates())
        else:
            host = smtplib.SMTP(mail.server, mail.port, timeout=self.seconds)
        try:
            if mail.use_tls:
                host.starttls(context=_certificates())
            if mail.username and mail.password:
                host.login(mail.username, mail.password)
        except BaseException:
            host.close()
            raise
        return host

    def __exit__(self, *error: Any) -> None:
        """Say goodbye. The answer to that changes nothing: what was accepted must not be sent a second time."""
        with suppress(smtplib.SMTPException, OSError):
            super().__exit__(*error)


def body_to_read(message: Message, settings: Settings, *, secret: bool) -> str:
    """The body as its reader gets it; without `secret`, the one-time link is left out."""
    link = f"{settings.base_url}{message.secret_link}" if secret and message.secret_link else "(a private link)"
    values = {
        "base": settings.base_url,
        "secret_link": link,
        "support_email": settings.support.email,
        "support_phone": settings.support.phone,
    }
    return complete(message.body, values)


def _is_permanent(error: Exception) -> bool:
    """Whether this message can never be sent. A wrong password of ours refuses every message, and none for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _words in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code == TOO_BIG
    return isinstance(error, smtplib.SMTPDataError) and 500 <= error.smtp_code < 600
