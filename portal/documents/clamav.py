"""Asking a virus scanner that speaks ClamAV's INSTREAM (clamd's manual, "COMMANDS")."""

import socket
import struct
from typing import IO

TIMEOUT_SECONDS = 60.0
_PIECE = 1 << 16
_LONGEST_ANSWER = 4096


class ScannerFailed(Exception):
    """The scanner did not say whether the file is clean: it gave up on it, or it is not there at all (`gone`)."""

    def __init__(self, words: str, *, gone: bool = False) -> None:
        super().__init__(words)
        self.gone = gone


def virus_in(stream: IO[bytes], scanner: str) -> str:
    """The name of the virus in these bytes, empty when there is none.

    `scanner` is `unix:/path` or `tcp:host:port`. Raises ScannerFailed when there is no clear answer.
    """
    try:
        with _connected(scanner) as connection:
            connection.sendall(b"zINSTREAM\0")
            while piece := stream.read(_PIECE):
                connection.sendall(struct.pack("!I", len(piece)) + piece)
            connection.sendall(struct.pack("!I", 0))
            answer = _answer(connection)
    except OSError as error:
        raise ScannerFailed(f"{type(error).__name__}: {error}", gone=True) from error
    return _verdict(answer)


def _connected(scanner: str) -> socket.socket:
    kind, _, where = scanner.partition(":")
    if kind == "tcp":
        host, _, port = where.rpartition(":")
        return socket.create_connection((host.strip("[]"), int(port)), timeout=TIMEOUT_SECONDS)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.settimeout(TIMEOUT_SECONDS)
        connection.connect(where)
    except OSError:
        connection.close()
        raise
    return connection


def _answer(connection: socket.socket) -> str:
    found = b""
    while b"\0" not in found and len(found) < _LONGEST_ANSWER:
        piece = connection.recv(_LONGEST_ANSWER)
        if not piece:
            break
        found += piece
    return found.partition(b"\0")[0].decode(errors="replace").strip()


def _verdict(answer: str) -> str:
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND").strip() or "unnamed"
    raise ScannerFailed(answer or "no answer")
