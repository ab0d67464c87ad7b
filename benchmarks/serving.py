"""Servers as processes of their own: started, waited for, weighed, stopped or killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.browser import HOST

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60


class Server:
    """One server on one port of the loopback."""

    def __init__(self, port: int, folder: Path, *command: str) -> None:
        self.port = port
        self.folder = folder
        self.command = [sys.executable, "-m", *command]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        environ = kept | {"PORTAL_INSTANCE": str(self.folder), "PYTHONPATH": str(ROOT)}
        with Path(self.folder, f"{self.port}.log").open("ab") as log:
            self.process = subprocess.Popen(self.command, cwd=ROOT, env=environ, stdout=log, stderr=log)  # noqa: S603
        until = time.monotonic() + START_SECONDS
        while not _answers(self.port):
            if self.process.poll() is not None or time.monotonic() > until:
                raise SystemExit(f"The server did not start: read {self.folder}/{self.port}.log")
            time.sleep(0.05)

    def stop(self) -> None:
        """End it in order."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)

    def kill(self) -> None:
        """End it with no warning at all."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def weight(self) -> tuple[float, float]:
        """Megabytes in memory now, and at the most so far."""
        assert self.process is not None
        lines = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii").splitlines()
        facts = dict(line.split(":", 1) for line in lines if ":" in line)
        return int(facts["VmRSS"].split()[0]) / 1024, int(facts["VmHWM"].split()[0]) / 1024


def portal(port: int, folder: Path, *, worker: bool = True) -> Server:
    """The portal as `make run` serves it; without its worker when only the web process matters."""
    return Server(port, folder, "portal", "run", "--port", str(port), *(["--demo"] if worker else []))


def bare(port: int, folder: Path) -> Server:
    """The bare page."""
    return Server(port, folder, "benchmarks.bare", str(folder), str(port))


def free_port() -> int:
    """A port of the loopback that nobody listens on."""
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def check(folder: Path) -> str:
    """What `portal check` says of an installation."""
    environ = os.environ | {"PORTAL_INSTANCE": str(folder), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "portal", "check"]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)  # noqa: S603
    return (done.stdout + done.stderr).strip()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), 0.5):
            return True
    except OSError:
        return False
