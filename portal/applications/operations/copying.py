"""Starting from an earlier application of the same organisation."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.applications.models import Application, Carried
from portal.applications.operations.recording import record_act
from portal.applications.operations.writing import note_saved, start
from portal.applications.policy import COPY_FORWARD
from portal.applications.queries.finding import live_application
from portal.applications.queries.together import carried_into
from portal.core.clock import now, today
from portal.documents.queries import file_by_public_id
from portal.formkit.carrying import carry
from portal.formkit.operations import Saved, save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.funds.models import Round
from portal.passport.queries import ran_out_files


def copy_forward(session: Session, *, source: Application, round_: Round, actor: Actor) -> tuple[Application, bool]:
    """Begin the organisation's application to a round with the answers of an earlier one; and whether they came along.

    An application that is there already is left as it is. Refused when the round is not open. Effects: the draft; each
    section saved once; which answers are copies and untouched; audit.
    """
    require(actor, COPY_FORWARD, source)
    existing = live_application(session, round_, source.organisation_id)
    if existing is not None:
        found = carried_into(session, existing)
        return existing, found is not None and found.source_id == source.id
    made = start(session, round_=round_, organisation=source.organisation, eligibility={}, actor=actor)
    new, old = form_of(made.response.form_version), form_of(source.response.form_version)
    over = ran_out_files(session, source.organisation_id, today())
    days = (round_.grant_starts_on, round_.grant_ends_on)
    answers = carry(
        old,
        answers_of(session, source.response),
        new,
        days=days,
        keeps_file=lambda facts: str(facts.get("id", "")) not in over and _keeps(session, source, facts),
    )
    changed: set[str] = set()
    begun = {key: row.revision for key, row in sections_of(session, made.response).items()}
    for section in new.sections:
        mine = {question.key: answers[question.key] for question in section.questions if question.key in answers}
        if mine:
            base = begun.get(section.key, 0)
            saved = save_answers(session, response=made.response, section=section, values=mine, base=base, actor=actor)
            changed |= saved.changed
    note_saved(session, application=made, saved=Saved(1, now(), frozenset(changed)), answers=answers, actor=actor)
    session.add(Carried(application_id=made.id, source_id=source.id, carried_at=now(), untouched=sorted(changed)))
    session.expire(made, ["carried"])
    record_act(session, "copied", made, actor, source=source.reference, answers=len(changed))
    session.flush()
    return made, True


def _keeps(session: Session, source: Application, facts: Mapping[str, Any]) -> bool:
    """Whether a file of the earlier application is still kept."""
    found = file_by_public_id(session, str(facts.get("id", "")))
    return found is not None and found.removed_at is None and found.organisation_id == source.organisation_id
