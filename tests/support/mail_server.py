"""A real mail server on a free port of this machine, with a temper that tests choose."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller


def free_port() -> int:
    """A port where nobody listens."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """What arrived, as (recipients, message); `answers` gives replies to RCPT and DATA by part of an address."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], EmailMessage]] = []
        self.answers: dict[str, str] = {}
        self.after_data: dict[str, str] = {}

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take a recipient, or say what was chosen for them."""
        answer = next((reply for part, reply in self.answers.items() if part in address), "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a message, or say what was chosen for its recipient."""
        to = envelope.rcpt_tos[0]
        answer = next((reply for part, reply in self.after_data.items() if part in to), "250 OK")
        if answer.startswith("250"):
            message = message_from_bytes(envelope.content, policy=default)
            assert isinstance(message, EmailMessage)
            self.arrived.append((list(envelope.rcpt_tos), message))
        return answer


@contextmanager
def serving(port: int, server: Server | None = None) -> Iterator[Server]:
    """Run a server on that port of this machine."""
    handler = server or Server()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler
    finally:
        controller.stop()


@contextmanager
def silent(port: int) -> Iterator[None]:
    """Something that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", port)):
        yield
