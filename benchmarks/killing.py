"""kill -9 of the web process while people save and send: what was acknowledged is there, and nothing is half done.

python -m benchmarks.killing [--quick]
"""

import argparse
import random
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Thread

from benchmarks.browser import Browser, Cut
from benchmarks.figures import Figures
from benchmarks.ledger import Ledger, Reconciled, reconcile
from benchmarks.serving import Server, check, free_port, portal
from benchmarks.wizard import WORDS
from benchmarks.world import LONG_QUESTION, Applicant, World, make_world

LONGEST_LIFE = 0.25  # seconds that the process lives once people have begun


@dataclass
class Work:
    """What one organisation has left to do, with the pages that it had open before everything went wrong."""

    applicant: Applicant
    cookie: str
    path: str
    token: str
    base: int
    saved: bool = False
    sent: bool = False

    @property
    def text(self) -> str:
        """The words that this organisation saves."""
        return f"{WORDS}{self.applicant.reference}"


class Shift:
    """People who work at the same time until the process dies or their work is done."""

    def __init__(self, port: int, ledger: Ledger) -> None:
        self.port, self.ledger = port, ledger
        self.answers: Counter[str] = Counter()
        self._lock = Lock()

    def work(self, works: Sequence[Work]) -> list[Thread]:
        """Start everybody at once."""
        threads = [Thread(target=self._one, args=(work,)) for work in works]
        for thread in threads:
            thread.start()
        return threads

    def warm(self, work: Work) -> None:
        """Read a page, so that what follows does not all wait for a process that has only just begun."""
        browser = Browser(self.port, work.cookie)
        browser.get("/applications")
        browser.close()

    def _one(self, work: Work) -> None:
        browser = Browser(self.port, work.cookie)
        try:
            if not work.saved:
                self._save(browser, work)
            if work.saved and not work.sent:
                self._send(browser, work)
        except (OSError, Cut):
            self._count("cut off")
        finally:
            browser.close()

    def _save(self, browser: Browser, work: Work) -> None:
        fields = {"csrf_token": work.token, "base-revision": str(work.base), "action": "save"}
        reply = browser.post(work.path, fields | {LONG_QUESTION: work.text})
        self._count(f"save {reply.status}")
        if reply.status == 303:
            work.saved = True
            self.ledger.saved(work.applicant, work.text)

    def _send(self, browser: Browser, work: Work) -> None:
        reply = browser.post(f"/applications/{work.applicant.reference}/submit", {"csrf_token": work.token})
        self._count(f"send {reply.status}")
        if reply.status == 303:
            work.sent = True
            self.ledger.submitted(work.applicant)

    def _count(self, answer: str) -> None:
        with self._lock:
            self.answers[answer] += 1


def kill_again_and_again(server: Server, works: list[Work], kills: int, shift: Shift) -> int:
    """Let the process die at random moments of the work; then let everybody finish. How many were cut off."""
    chance = random.Random(1)  # noqa: S311 - when the process dies, not a secret
    each = -(-len(works) // kills)
    for number in range(kills):
        server.start()
        shift.warm(works[0])
        threads = shift.work(works[number * each : (number + 1) * each])
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        server.kill()
        for thread in threads:
            thread.join()
    cut_off = shift.answers["cut off"]
    server.start()
    for thread in shift.work(works):
        thread.join()
    return cut_off


def works_of(world: World, port: int, server: Server) -> list[Work]:
    """Everybody opens the page with the long text."""
    server.start()
    works = []
    for applicant in world.applicants:
        browser = Browser(port, applicant.cookie)
        page = browser.get(world.step_path(applicant))
        works.append(Work(applicant, browser.cookie, world.step_path(applicant), page.token, page.base))
        browser.close()
    server.kill()
    return works


def report(works: list[Work], kills: int, shift: Shift, cut_off: int, held: Reconciled, says: str) -> Figures:
    """The figures with their aims."""
    figures = Figures(f"kill -9, {kills} times, during {len(works)} saves and {len(works)} sendings")
    answers = ", ".join(f"{answer}: {count}" for answer, count in sorted(shift.answers.items()))
    figures.add("answers", answers)
    figures.add("requests cut off by a kill", str(cut_off))
    done = all(work.saved and work.sent for work in works)
    figures.aim("everybody finished after the last start", "yes" if done else "no", "yes", met=done)
    figures.aim("acknowledged saves lost", str(held.lost_saves), "none", met=not held.lost_saves)
    figures.aim("acknowledged sendings lost", str(held.lost_sendings), "none", met=not held.lost_sendings)
    figures.aim("sent twice", str(held.sent_twice), "none", met=not held.sent_twice)
    figures.aim("portal check after the restart", says, "holds", met=says.startswith("All "))
    return figures


def run(*, quick: bool = False) -> Figures:
    """Set everything up in a folder that is thrown away, and kill."""
    organisations, kills = (25, 5) if quick else (100, 20)
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        world = make_world(folder, port, organisations)
        server, shift = portal(port, folder, worker=False), Shift(port, Ledger())
        works = works_of(world, port, server)
        try:
            cut_off = kill_again_and_again(server, works, kills, shift)
        finally:
            server.stop()
        return report(works, kills, shift, cut_off, reconcile(world, shift.ledger), check(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer organisations, and fewer kills")
    print(run(quick=parser.parse_args().quick))
