"""One phrase in the library, beside those of the pack."""

from sqlalchemy.orm import Session

from portal.phrases.models import Phrase
from portal.phrases.operations import add_phrase, load_phrases
from portal.phrases.rules import Facts
from tests.support.building.applications import person


def build(session: Session) -> Phrase:
    """Olive added it."""
    load_phrases(session)
    facts = Facts("missing", "p2", "", "We could not see who pays for [cost] when the grant ends.")
    phrase = add_phrase(session, facts=facts, actor=person(session, "olive"))
    phrase.reference = "PH-LVKPT"
    session.flush()
    return phrase
