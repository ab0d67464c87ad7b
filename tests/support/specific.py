"""What an officer adds to a first draft before it can be approved."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.feedback.models import Feedback
from portal.feedback.operations import save_feedback
from portal.feedback.operations.writing import fields_of, principles_of
from portal.feedback.queries.beside import stock
from portal.feedback.rules import labels
from portal.feedback.rules.specific import unspecific


def made_specific(session: Session, feedback: Feedback, actor: Actor) -> Feedback:
    """Save a draft with a sentence about this group in each text that is only a ready-made phrase."""
    fields = fields_of(feedback)
    named = labels(principles_of(feedback))
    own = f"We mean what you wrote about {feedback.application.title}."
    added = {name: f"{fields[name]} {own}" for name, _ in unspecific(fields, named, stock(session))}
    if added:
        save_feedback(session, feedback=feedback, fields=added, revision=feedback.revision, actor=actor)
    return feedback
