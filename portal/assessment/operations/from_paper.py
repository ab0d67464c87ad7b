"""Scores that come back in a sheet."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.assessment.operations.scoring import drafts_of, save_scores
from portal.assessment.policy import LIST
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.core.clash import Stale
from portal.core.refusal import Refused


def save_sheet(
    session: Session, *, sheet: Mapping[str, Mapping[int, Draft]], revisions: Mapping[str, int], actor: Actor
) -> tuple[int, list[str]]:
    """Save what a sheet says, by reference and principle, each application as it stood at its revision.

    An application that was saved elsewhere since, or cannot be scored any more, is left as it is and told. Effects:
    those of `save_scores` for each. Out: how many scores were taken over, and sentences on what was left.
    """
    require(actor, LIST)
    taken, left = 0, []
    for reference, drafts in sorted(sheet.items()):
        assignment = assignment_of(session, reference, actor.account_id)
        if assignment is None:
            left.append(f"{reference} cannot be scored now.")
            continue
        before = drafts_of(assignment)
        changed = {number: draft for number, draft in drafts.items() if before.get(number) != draft}
        try:
            revision = revisions.get(reference, -1)
            if changed:
                save_scores(session, assignment=assignment, drafts=changed, note=None, revision=revision, actor=actor)
            taken += len(changed)
        except Stale:
            left.append(f"{reference} was changed on another page since. Send the sheet once more.")
        except Refused as refused:
            left.append(f"{reference}: {refused}")
    return taken, left
