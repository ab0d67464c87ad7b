"""The last minutes before a round closes: 300 organisations save about every ten seconds, 120 send in the last minute.

The server is `make run`'s own. The round closes during the run, and some press Send too late.

python -m benchmarks.deadline [--quick]
"""

import argparse
import heapq
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from benchmarks.browser import Browser, Cut, Reply
from benchmarks.figures import Figures, quantile
from benchmarks.ledger import Ledger, Reconciled, late, reconcile
from benchmarks.serving import bare, check, free_port, portal
from benchmarks.wizard import WORDS, Measured, together
from benchmarks.world import LONG_QUESTION, Applicant, World, close_in, make_world
from portal.core.clock import now

SAVE_EVERY = 10.0
HANDS = 48  # requests under way at once, at the most
AFTER = 5.0  # seconds after the closing time in which people still press Send


@dataclass(frozen=True)
class Size:
    """How many organisations save, how many send in time and too late, and over how many seconds."""

    organisations: int
    sending: int
    too_late: int
    last_seconds: float


WHOLE = Size(organisations=300, sending=120, too_late=12, last_seconds=60.0)
QUICK = Size(organisations=60, sending=24, too_late=4, last_seconds=12.0)


@dataclass(order=True)
class Due:
    """Something that somebody does at an instant of the run's clock."""

    at: float
    do: Callable[[], None] = field(compare=False)


class Crowd:
    """Everybody's next act in the order of time, done by a fixed number of hands."""

    def __init__(self) -> None:
        self._due: list[Due] = []
        self._lock = Lock()
        self.behind: list[float] = []  # seconds that an act waited for a free hand: the load, not the server, was late

    def plan(self, at: float, do: Callable[[], None]) -> None:
        """Let this be done then."""
        with self._lock:
            heapq.heappush(self._due, Due(at, do))

    def run(self, until: float) -> None:
        """Do everything that is due before `until`."""
        hands = [Thread(target=self._hand, args=(until,)) for _ in range(HANDS)]
        for hand in hands:
            hand.start()
        for hand in hands:
            hand.join()

    def _hand(self, until: float) -> None:
        while (at := time.monotonic()) < until:
            with self._lock:
                due = heapq.heappop(self._due) if self._due and self._due[0].at <= at else None
            if due is None:
                time.sleep(0.005)
                continue
            self.behind.append(at - due.at)
            due.do()


class Person:
    """One organisation's lead with the long text open: saves by script as the page does, and sends once."""

    def __init__(self, world: World, port: int, applicant: Applicant, ledger: Ledger, outcome: "Outcome") -> None:
        self.browser = Browser(port, applicant.cookie)
        self.applicant, self.ledger, self.outcome = applicant, ledger, outcome
        self.path = world.step_path(applicant)
        page = self.browser.get(self.path)
        self.token, self.base, self.done = page.token, page.base, False
        self._lock = Lock()

    def save(self) -> None:
        """Save other words than before; told only when the answer says so."""
        with self._lock:
            if self.done:
                return
            text = f"{WORDS}{self.base + 1}"
            fields = {"csrf_token": self.token, "base-revision": str(self.base), "action": "save", LONG_QUESTION: text}
            reply = self._ask("save", lambda: self.browser.post(self.path, fields))
            if reply and reply.status == 303:
                self.base += 1
                self.ledger.saved(self.applicant, text)

    def send(self) -> None:
        """Press Send; after that this organisation saves no more."""
        with self._lock:
            self.done, pressed = True, now()
            home = f"/applications/{self.applicant.reference}"
            reply = self._ask("send", lambda: self.browser.post(f"{home}/submit", {"csrf_token": self.token}))
            if reply and reply.status == 303:
                self.ledger.submitted(self.applicant)
            if pressed >= self.outcome.closes_at and reply:
                self.outcome.answers_too_late[reply.status] += 1

    def _ask(self, kind: str, ask: Callable[[], Reply]) -> Reply | None:
        began = time.perf_counter()
        try:
            reply = ask()
        except (OSError, Cut) as error:
            self.outcome.errors[f"{kind}: {type(error).__name__}"] += 1
            return None
        self.outcome.took.setdefault(kind, []).append(time.perf_counter() - began)
        if reply.status != 303 and not (reply.status == 409 and now() >= self.outcome.closes_at):
            self.outcome.errors[f"{kind}: {reply.status}"] += 1
        return reply


@dataclass
class Outcome:
    """What was answered: seconds by kind, errors by kind, and what those who pressed too late were told."""

    closes_at: datetime
    took: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)
    answers_too_late: Counter[int] = field(default_factory=Counter)
    bystander: list[float] = field(default_factory=list)


def last_minutes(world: World, port: int, bare_port: int, size: Size) -> tuple[Outcome, Ledger, Crowd, float]:
    """Everybody at once until a little after the round has closed; the seconds that it took, too."""
    chance = random.Random(2027)  # noqa: S311 - when people press, not a secret
    ledger, outcome, crowd = Ledger(), Outcome(now()), Crowd()
    people = [Person(world, port, one, ledger, outcome) for one in world.applicants[: size.organisations]]
    outcome.closes_at = close_in(world, size.last_seconds + 15.0)
    began = time.monotonic()
    closes = began + (outcome.closes_at - now()).total_seconds()
    for person in people:
        _save_again_and_again(crowd, person, began + chance.uniform(0, SAVE_EVERY), closes + AFTER, chance)
    senders = chance.sample(people, size.sending + size.too_late)
    for person in senders[: size.sending]:
        crowd.plan(closes - chance.uniform(0.5, size.last_seconds), person.send)
    for person in senders[size.sending :]:
        crowd.plan(closes + chance.uniform(0.05, AFTER - 1), person.send)
    _watch_the_bare_page(crowd, Browser(bare_port), began, closes + AFTER, outcome)
    crowd.run(closes + AFTER)
    for person in people:
        person.browser.close()
    return outcome, ledger, crowd, time.monotonic() - began


def _save_again_and_again(crowd: Crowd, person: Person, at: float, until: float, chance: random.Random) -> None:
    while at < until:
        crowd.plan(at, person.save)
        at += SAVE_EVERY * chance.uniform(0.8, 1.2)


def _watch_the_bare_page(crowd: Crowd, browser: Browser, at: float, until: float, outcome: Outcome) -> None:
    """Someone who reads the bare page twice a second meanwhile: what this machine adds to every answer."""

    one_at_a_time = Lock()

    def look() -> None:
        with one_at_a_time:
            began = time.perf_counter()
            browser.get("/read")
            outcome.bystander.append(time.perf_counter() - began)

    while at < until:
        crowd.plan(at, look)
        at += 0.5


def report(
    size: Size, peer: Measured, found: tuple[Outcome, Ledger, Crowd, float], held: Reconciled, too_late: int, says: str
) -> Figures:
    """The figures with their aims."""
    outcome, ledger, crowd, seconds = found
    figures = Figures(f"The last minutes: {size.organisations} save, {size.sending} send in {size.last_seconds:.0f} s")
    figures.add("bare read, as fast as it goes", f"{peer.rate:.0f} a second, p95 {peer.p95_ms:.1f} ms")
    figures.add("bare read meanwhile, twice a second", f"p95 {quantile(outcome.bystander, 0.95) * 1000:.0f} ms")
    for kind, took in sorted(outcome.took.items()):
        words = f"{len(took)}, {len(took) / seconds:.1f} a second"
        figures.add(f"{kind}s", f"{words}, p99 {quantile(took, 0.99) * 1000:.0f} ms")
        p95 = quantile(took, 0.95)
        figures.aim(f"p95 of a {kind}", f"{p95 * 1000:.0f} ms", "under 2 s", met=p95 < 2)
    figures.add("waited for a free hand of the load", f"p95 {quantile(crowd.behind, 0.95) * 1000:.0f} ms")
    errors = dict(outcome.errors)
    figures.aim("errors", f"{errors or 'none'}", "none", met=not errors)
    figures.aim("acknowledged saves lost", f"{held.lost_saves} of {len(ledger.saves)}", "none", met=not held.lost_saves)
    sent = f"{held.lost_sendings} of {len(ledger.sent)}"
    figures.aim("acknowledged sendings lost", sent, "none", met=not held.lost_sendings)
    figures.aim("sent twice", str(held.sent_twice), "none", met=not held.sent_twice)
    told = ", ".join(f"{count} got {status}" for status, count in sorted(outcome.answers_too_late.items()))
    refused = set(outcome.answers_too_late) == {409}
    figures.aim("pressed Send after the closing time", told, "all refused (409)", met=refused)
    figures.aim("accepted late", str(too_late), "none", met=not too_late)
    figures.aim("portal check", says, "holds", met=says.startswith("All "))
    return figures


def run(*, quick: bool = False) -> Figures:
    """Set everything up in a folder that is thrown away, and let the round close."""
    size = QUICK if quick else WHOLE
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        world = make_world(folder, port, size.organisations)
        ours, peer = portal(port, folder), bare(free_port(), folder)
        try:
            ours.start()
            peer.start()
            alone = Measured()
            readers = [Browser(peer.port) for _ in range(8)]
            together([lambda b=reader: b.get("/read") for reader in readers], 2.0, 200, alone)
            found = last_minutes(world, port, peer.port, size)
        finally:
            ours.stop()
            peer.stop()
        return report(size, alone, found, reconcile(world, found[1]), late(world), check(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer organisations, and less long")
    print(run(quick=parser.parse_args().quick))
