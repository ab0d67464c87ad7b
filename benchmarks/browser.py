"""A browser that costs little: one kept connection, one cookie, no parsing beyond what is asked for."""

import re
import socket
from dataclasses import dataclass
from urllib.parse import urlencode

HOST = "127.0.0.1"
TIMEOUT_SECONDS = 60
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *(portal=[^;\r]*)", re.IGNORECASE)
_LOCATION = re.compile(rb"\r\nlocation: *([^\r]*)", re.IGNORECASE)
_TOKEN = re.compile(rb'name="csrf_token" value="([^"]*)"')
_BASE = re.compile(rb'name="base-revision" value="(\d+)"')


class Cut(Exception):
    """The connection ended before the answer was whole."""


@dataclass(frozen=True)
class Reply:
    """An answer as bytes."""

    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        found = _LOCATION.search(self.head)
        return found[1].decode() if found else ""

    @property
    def token(self) -> str:
        """The token of the first form on the page."""
        found = _TOKEN.search(self.body)
        return found[1].decode() if found else ""

    @property
    def base(self) -> int:
        """The revision that a page of the form was made from."""
        found = _BASE.search(self.body)
        return int(found[1]) if found else 0


class Browser:
    """One person at one port. Not for several threads at once."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self.port = port
        self.cookie = cookie
        self._socket: socket.socket | None = None

    def get(self, path: str) -> Reply:
        """A page."""
        return self._send(f"GET {path} HTTP/1.1\r\n", b"")

    def post(self, path: str, fields: dict[str, str], *, accept: str = "text/html") -> Reply:
        """A form, sent as browsers send it."""
        body = urlencode(fields).encode()
        kind = "application/x-www-form-urlencoded"
        head = f"POST {path} HTTP/1.1\r\nAccept: {accept}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n"
        return self._send(head, body)

    def close(self) -> None:
        """Hang up."""
        if self._socket:
            self._socket.close()
            self._socket = None

    def _send(self, head: str, body: bytes) -> Reply:
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        message = f"{head}Host: {HOST}:{self.port}\r\n{cookie}\r\n".encode() + body
        try:
            return self._exchange(message)
        except OSError:
            self.close()
            raise
        except Cut:
            self.close()
            raise

    def _exchange(self, message: bytes) -> Reply:
        if self._socket is None:
            self._socket = socket.create_connection((HOST, self.port), TIMEOUT_SECONDS)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(message)
        reply = self._receive(self._socket)
        cookie = _COOKIE.search(reply.head)
        if cookie:
            self.cookie = cookie[1].decode()
        if b"\r\nconnection: close" in reply.head.lower():
            self.close()
        return reply

    def _receive(self, connection: socket.socket) -> Reply:
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more(connection)
        head, body = data[:end], data[end + 4 :]
        length = _LENGTH.search(head)
        wanted = int(length[1]) if length else 0
        while len(body) < wanted:
            body += self._more(connection)
        return Reply(int(head[9:12]), head, body)

    def _more(self, connection: socket.socket) -> bytes:
        got = connection.recv(65536)
        if not got:
            raise Cut
        return got
