"""What the office knows of an organisation: the facts of its form once they were approved, and its folded keys."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.organisations.models import Organisation, OrganisationKey, Reach
from portal.organisations.queries import asked_answers, keys_held, without_keys
from portal.organisations.rules import facts_of, keys_of, reach_of


def take_facts(session: Session, *, organisation: Organisation, answers: Mapping[str, Any]) -> None:
    """Copy the facts of a form's answers onto the organisation, at approval and at renewal.

    `answers` are those to the questions that are asked of its kind (`queries.asked_answers`).
    """
    for name, value in facts_of(answers).items():
        setattr(organisation, name, value)
    wanted = reach_of(answers)
    kept = [row for row in organisation.reach if (row.kind, row.value) in wanted]
    there = {(row.kind, row.value) for row in kept}
    organisation.reach = kept + [Reach(kind=kind, value=value) for kind, value in sorted(wanted - there)]
    remember_keys(session, organisation=organisation, answers=answers)


def remember_keys(session: Session, *, organisation: Organisation, answers: Mapping[str, Any]) -> None:
    """Keep what an organisation is compared by, from its name and the answers that it gave."""
    wanted = keys_of(organisation.name, answers)
    for held in keys_held(session, organisation.id):
        if (held.kind, held.value) not in wanted:
            session.delete(held)
        else:
            wanted -= {(held.kind, held.value)}
    session.add_all(
        OrganisationKey(organisation_id=organisation.id, kind=kind, value=value) for kind, value in sorted(wanted)
    )
    session.flush()


def remember_missing_keys(session: Session) -> int:
    """Keep the keys of organisations that have none yet: those from before they were kept. How many there were."""
    found = without_keys(session)
    for organisation in found:
        membership = organisation.membership
        answers = asked_answers(session, membership.response) if membership else {}
        remember_keys(session, organisation=organisation, answers=answers)
    return len(found)
