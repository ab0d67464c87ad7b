"""Telling a group before the release that its application cannot be considered."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.access.roles import TeamRole
from portal.applications.models import Application, EarlyAnswer
from portal.applications.operations.recording import record_act
from portal.applications.policy import TELL_EARLY
from portal.applications.queries.together import colleagues
from portal.applications.rules.early import early_words, helps_chosen, may_tell_early
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.outbox.operations import Recipient, queue
from portal.outbox.wording import written


def tell_early(session: Session, *, application: Application, helps: Sequence[str], seen: str, actor: Actor) -> None:
    """Tell a group now that its application cannot be considered, in the words that the officer saw (`seen`).

    `helps` are keys of the pack, one at the least. Locks the round and the application, so that it happens once and
    never beside a release. Effects: the answer, one message for each lead and editor, audit.
    """
    require(actor, TELL_EARLY, application)
    session.refresh(application.round, ["state"], with_for_update=True)
    session.refresh(application, ["state", "told_early_at", "check_reason"], with_for_update=True)
    problem = may_tell_early(application)
    if problem:
        raise Refused(problem)
    chosen = helps_chosen(helps, application.round.slug)
    if not chosen:
        raise Refused("Choose at least one thing that could help them.")
    if seen != early_words(application):
        raise Refused("The reason was changed since you opened the page. Read the message again.")
    application.told_early_at = now()
    answer = EarlyAnswer(
        application_id=application.id,
        words=seen,
        helps=chosen,
        told_at=application.told_early_at,
        told_by_id=actor.account_id,
    )
    session.add(answer)
    session.flush()
    words = mail_words(application, seen, chosen)
    for person in colleagues(session, application.organisation_id, TeamRole.LEAD, TeamRole.EDITOR):
        queue(
            session,
            key=f"not-eligible:{application.reference}:{person.id}",
            template="not_eligible_early",
            to=Recipient(person.id, person.name, person.email),
            about_type="application",
            about=application.reference,
            **words,
        )
    record_act(session, "told-not-eligible", application, actor, helps=len(chosen))


def mail_words(application: Application, words: str, helps: Sequence[dict[str, str]]) -> dict[str, str]:
    """The words of the message, without the name of who reads it."""
    return {
        "words": words,
        "helps": "\n".join(f"- {one['text']}" for one in helps),
        "fund_name": application.round.fund.title,
        "reference": application.reference,
        "project_name": application.title or application.reference,
        "org_name": application.organisation.name,
        "link": f"/applications/{application.reference}/submitted",
    }


def message_to_read(application: Application, helps: Sequence[dict[str, str]], name: str) -> tuple[str, str]:
    """(subject, body) exactly as the mail will say it to one person."""
    return written("not_eligible_early", {"name": name} | mail_words(application, early_words(application), helps))
