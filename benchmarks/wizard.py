"""A wizard step beside the bare page: throughput and p95 of reading and of saving, queries, and memory.

python -m benchmarks.wizard [--quick]
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Thread

from benchmarks.browser import Browser, Reply
from benchmarks.figures import Figures, quantile
from benchmarks.journey import go_the_whole_way
from benchmarks.queries import queries_of_a_read, queries_of_a_save
from benchmarks.serving import bare, free_port, portal
from benchmarks.world import LONG_QUESTION, Applicant, World, make_world

CLIENTS = 8
WORDS = "People told us that they do not feel safe on the way home, and that nobody asks them why. " * 8


@dataclass
class Measured:
    """Rounds of one kind of request: how many a second in each, and how long every one took (seconds)."""

    rates: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Requests a second, in the middle round."""
        return median(self.rates)

    @property
    def p95_ms(self) -> float:
        """Milliseconds that 95 in 100 did not exceed."""
        return quantile(self.took, 0.95) * 1000


class Saver:
    """One applicant who saves the long text again and again, each time with other words."""

    def __init__(self, browser: Browser, world: World, applicant: Applicant) -> None:
        self.browser = browser
        self.path = world.step_path(applicant)
        page = browser.get(self.path)
        self.token, self.base = page.token, page.base

    def save(self) -> Reply:
        """Save once."""
        fields = {"csrf_token": self.token, "base-revision": str(self.base), "action": "continue"}
        reply = self.browser.post(self.path, fields | {LONG_QUESTION: f"{WORDS}{self.base + 1}"})
        if reply.status == 303:
            self.base += 1
        return reply


def together(asks: list[Callable[[], Reply]], seconds: float, status: int, into: Measured) -> None:
    """Let every client ask as fast as it can for a while. Any other status than the one wanted ends the run."""
    until = time.perf_counter() + seconds
    took: list[float] = []
    wrong: list[int] = []

    def client(ask: Callable[[], Reply]) -> None:
        while (started := time.perf_counter()) < until and not wrong:
            reply = ask()
            took.append(time.perf_counter() - started)
            if reply.status != status:
                wrong.append(reply.status)

    began = time.perf_counter()
    threads = [Thread(target=client, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if wrong:
        raise SystemExit(f"A request was answered with {wrong[0]}, not {status}.")
    into.rates.append(len(took) / (time.perf_counter() - began))
    into.took += took


def measure(world: World, port: int, bare_port: int, rounds: int, seconds: float) -> dict[str, Measured]:
    """Alternating rounds of the four kinds of request, after one round each that is not counted."""
    people = world.applicants[:CLIENTS]
    portals = [Browser(port, one.cookie) for one in people]
    bares = [Browser(bare_port) for _ in people]
    savers = [Saver(browser, world, one) for browser, one in zip(portals, people, strict=True)]
    kinds: dict[str, tuple[list[Callable[[], Reply]], int]] = {
        "bare read": ([lambda b=b: b.get("/read") for b in bares], 200),
        "step read": ([lambda b=b, s=s: b.get(s.path) for b, s in zip(portals, savers, strict=True)], 200),
        "bare write": ([lambda b=b: b.post("/write", {"text": WORDS}) for b in bares], 204),
        "step save": ([s.save for s in savers], 303),
    }
    found = {kind: Measured() for kind in kinds}
    for number in range(rounds + 1):
        for kind, (asks, status) in kinds.items():
            into = found[kind] if number else Measured()
            together(asks, seconds if number else min(seconds, 1.0), status, into)
    for browser in (*portals, *bares):
        browser.close()
    return found


def report(found: dict[str, Measured], reads: int, saves: int, journey_mb: float, peak_mb: float) -> Figures:
    """The figures with their aims."""
    figures = Figures("A step of the wizard beside a bare page")
    for kind, measured in found.items():
        figures.add(kind, f"{measured.rate:.0f} a second, p95 {measured.p95_ms:.1f} ms")
    read = found["step read"].rate / found["bare read"].rate
    save = found["step save"].rate / found["bare write"].rate
    figures.aim("read, of a bare page's throughput", f"{read:.0%}", "at least 33 %", met=read >= 1 / 3)
    figures.aim("save, of a bare INSERT's throughput", f"{save:.0%}", "at least 40 %", met=save >= 0.4)
    figures.aim("queries of a read", str(reads), "at most 6", met=reads <= 6)
    figures.aim("queries of a save", str(saves), "at most 8", met=saves <= 8)
    figures.aim("memory after the journey", f"{journey_mb:.0f} MB", "under 110 MB", met=journey_mb < 110)
    figures.aim("memory at its peak", f"{peak_mb:.0f} MB", "under 150 MB", met=peak_mb < 150)
    return figures


def run(*, quick: bool = False) -> Figures:
    """Set everything up in a folder that is thrown away, and measure."""
    rounds, seconds = (3, 1.0) if quick else (7, 3.0)
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        world = make_world(folder, port, CLIENTS + 1)
        reads, saves = queries_of_a_read(world), queries_of_a_save(world)
        ours, peer = portal(port, folder), bare(free_port(), folder)
        try:
            ours.start()
            peer.start()
            go_the_whole_way(world, port)
            journey_mb, _ = ours.weight()
            found = measure(world, port, peer.port, rounds, seconds)
            _, peak_mb = ours.weight()
        finally:
            ours.stop()
            peer.stop()
    return report(found, reads, saves, journey_mb, peak_mb)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds")
    print(run(quick=parser.parse_args().quick))
