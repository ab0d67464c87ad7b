"""What there is to read or watch after a workshop."""

from pathlib import Path
from typing import IO, Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.audit.operations import record
from portal.core.clock import now
from portal.documents.operations import remove_file, store_file
from portal.workshops.models import Material, Workshop
from portal.workshops.policy import MANAGE_WORKSHOPS
from portal.workshops.queries.workshops import lock_workshop


def add_link(
    session: Session, *, workshop: Workshop, title: str, url: str, for_everyone: bool, actor: Actor
) -> Material:
    """A page of somebody else's; audit."""
    require(actor, MANAGE_WORKSHOPS)
    return _add(session, workshop, actor, title=title, url=url, for_everyone=for_everyone)


def add_file(
    session: Session,
    *,
    workshop: Workshop,
    title: str,
    upload: IO[bytes],
    filename: str,
    folder: Path,
    for_everyone: bool,
    actor: Actor,
) -> Material:
    """A file of ours; raises documents' Unacceptable, with the reason, when it cannot be taken. Audit."""
    require(actor, MANAGE_WORKSHOPS)
    stored = store_file(session, organisation_id=None, upload=upload, filename=filename, folder=folder, actor=actor)
    return _add(session, workshop, actor, title=title or stored.name, file=stored, for_everyone=for_everyone)


def remove_material(session: Session, *, material: Material, folder: Path, actor: Actor) -> None:
    """Take it away, the bytes of a file too; audit. Twice is once."""
    require(actor, MANAGE_WORKSHOPS)
    session.refresh(material, ["removed_at"], with_for_update=True)
    if material.removed_at is not None:
        return
    material.removed_at = now()
    if material.file:
        remove_file(session, stored=material.file, folder=folder, actor=actor)
    _record(session, "workshop:material-removed", material, actor)
    session.flush()


def _add(session: Session, workshop: Workshop, actor: Actor, **facts: Any) -> Material:
    lock_workshop(session, workshop)
    number = max((one.number for one in workshop.materials), default=0) + 1
    material = Material(number=number, added_at=now(), added_by_id=actor.account_id, **facts)
    workshop.materials.append(material)
    _record(session, "workshop:material-added", material, actor)
    session.flush()
    return material


def _record(session: Session, action: str, material: Material, actor: Actor) -> None:
    record(
        session, action, subject_type="workshop", subject=material.workshop.reference, actor=actor,
        number=material.number,
    )  # fmt: skip
