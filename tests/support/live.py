"""The portal as people meet it: a real server, a worker, and a real mail server whose post can be read."""

import re
import socket
import time
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Event, Thread

from aiosmtpd.controller import Controller
from flask import Flask
from waitress.server import create_server
from waitress.wasyncore import close_all

from portal.outbox.worker import send_due


def free_port() -> int:
    """A port of this machine that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postbox:
    """An SMTP peer that keeps what it is given."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    async def handle_DATA(self, _server: object, _session: object, envelope: object) -> str:
        """Keep one message."""
        content = getattr(envelope, "content", b"")
        letter = message_from_bytes(content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        self.letters.append(letter)
        return "250 kept"

    def letter(self, to: str, about: str, wait_seconds: float = 15) -> str:
        """The text of the newest letter to somebody whose subject holds the words; waits until it comes."""
        until = time.monotonic() + wait_seconds
        while time.monotonic() < until:
            for found in reversed(self.letters):
                if found["To"] == to and about in str(found["Subject"]):
                    return str(found.get_content())
            time.sleep(0.05)
        raise AssertionError(f"nothing came for {to} about {about}: {[(m['To'], m['Subject']) for m in self.letters]}")

    def link(self, to: str, about: str) -> str:
        """The address of ours in that letter."""
        found = re.search(r"http://\S+", self.letter(to, about))
        assert found, "no link"
        return found.group(0)


@dataclass
class Live:
    """A running portal."""

    app: Flask
    url: str
    post: Postbox
    stop: Event = field(default_factory=Event)

    def start(self, port: int) -> None:
        """Serve and work in threads until `end`."""
        self.server = create_server(self.app, host="127.0.0.1", port=port, threads=4)
        self.threads = [Thread(target=self.server.run, daemon=True), Thread(target=self._work, daemon=True)]
        for thread in self.threads:
            thread.start()

    def end(self) -> None:
        """Stop serving and working."""
        self.stop.set()
        self.server.trigger.pull_trigger(self._hang_up)  # in the server's own thread: it may be waiting on a socket
        for thread in self.threads:
            thread.join(timeout=30)
            assert not thread.is_alive(), "the portal did not end"
        self.server.task_dispatcher.shutdown()

    def _hang_up(self) -> None:
        """Close the door and every line that a browser keeps open, after which the server's loop is over."""
        close_all(self.server._map, ignore_all=True)

    def _work(self) -> None:
        while not self.stop.is_set():
            send_due(self.app)
            self.stop.wait(0.1)
