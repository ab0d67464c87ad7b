"""What people were told is saved or sent, and whether the database holds all of it."""

from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy import select
from sqlalchemy.orm import Session

from benchmarks.world import LONG_QUESTION, Applicant, World
from portal.applications.models import Application, Snapshot
from portal.formkit.models import SectionRevision


@dataclass
class Ledger:
    """Acknowledged writes: (response id, text) of every save, and the reference of everything sent."""

    saves: list[tuple[int, str]] = field(default_factory=list)
    sent: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def saved(self, applicant: Applicant, text: str) -> None:
        """Somebody was told that this text is saved."""
        with self._lock:
            self.saves.append((applicant.response_id, text))

    def submitted(self, applicant: Applicant) -> None:
        """Somebody was told that their application is sent."""
        with self._lock:
            self.sent.append(applicant.reference)


@dataclass(frozen=True)
class Reconciled:
    """What is missing of the ledger, what was sent more than once, and what was sent without anybody being told."""

    lost_saves: int
    lost_sendings: int
    sent_twice: int
    sent_untold: int


def reconcile(world: World, ledger: Ledger) -> Reconciled:
    """Read everything back from the database."""
    database = world.database()
    with database.session(read_only=True) as session:
        found = _saved_texts(session)
        sendings = _sendings(session)
    database.engine.dispose()
    return Reconciled(
        lost_saves=sum(save not in found for save in ledger.saves),
        lost_sendings=sum(reference not in sendings for reference in ledger.sent),
        sent_twice=sum(count > 1 for count in sendings.values()),
        sent_untold=len(set(sendings) - set(ledger.sent)),
    )


def _saved_texts(session: Session) -> set[tuple[int, str]]:
    """(response id, text) of every saving of the long text that was ever kept."""
    rows = session.execute(select(SectionRevision.response_id, SectionRevision.changed))
    return {(number, changed[LONG_QUESTION]) for number, changed in rows if LONG_QUESTION in changed}


def _sendings(session: Session) -> dict[str, int]:
    """How often each application was sent."""
    found: dict[str, int] = {}
    rows = session.scalars(select(Application.reference).join(Snapshot, Snapshot.application_id == Application.id))
    for reference in rows:
        found[reference] = found.get(reference, 0) + 1
    return found


def late(world: World) -> int:
    """How many sendings are dated at or after the closing time of their round."""
    database = world.database()
    with database.session(read_only=True) as session:
        rows = session.execute(select(Application, Snapshot.submitted_at).join(Snapshot)).all()
        count = sum(at >= application.round.closes_at for application, at in rows)
    database.engine.dispose()
    return count
