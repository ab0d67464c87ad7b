"""A virus scanner that speaks ClamAV's INSTREAM on a real socket, and knows one virus by its bytes."""

import socketserver
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from tests.support.files import EICAR


class Scanner:
    """What the peer was shown, and how it behaves: it may answer, give up, or hang up half way."""

    def __init__(self) -> None:
        self.seen: list[bytes] = []
        self.behaves = "well"
        self.address = ""

    def answer(self, data: bytes) -> bytes:
        """The reply to one stream."""
        self.seen.append(data)
        if self.behaves == "gives up":
            return b"INSTREAM size limit exceeded. ERROR\0"
        if self.behaves == "says nonsense":
            return b"stream: OK, I suppose\0"
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in data else b"stream: OK\0"


class _Conversation(socketserver.StreamRequestHandler):
    scanner: Scanner

    def handle(self) -> None:
        command = b""
        while not command.endswith(b"\0"):
            command += self.rfile.read(1)
        assert command == b"zINSTREAM\0", command
        if self.scanner.behaves == "hangs up":
            return
        data = b""
        while size := struct.unpack("!I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        self.wfile.write(self.scanner.answer(data))


class _Local(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True


class _Remote(socketserver.ThreadingTCPServer):
    daemon_threads = True


@contextmanager
def listening(path: Path | None = None) -> Iterator[Scanner]:
    """A scanner at a socket of that path, or at a free port of this machine."""
    scanner = Scanner()
    handler = type("Conversation", (_Conversation,), {"scanner": scanner})
    server = _Local(str(path), handler) if path else _Remote(("127.0.0.1", 0), handler)
    scanner.address = f"unix:{path}" if path else f"tcp:127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield scanner
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)
