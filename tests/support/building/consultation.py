"""Two consultees; Ines is asked about both applications of the round being assessed; a summary was sent."""

from datetime import timedelta

from sqlalchemy.orm import Session

from portal.accounts.queries import hashed
from portal.applications.queries import application_by_reference
from portal.consultation import operations as doing
from portal.consultation.models import Advice, Consultation, ConsultationLink, Consultee
from portal.consultation.operations.directory import Entry
from portal.consultation.queries import consultation_of
from portal.core.clock import now, today
from portal.funds.queries import round_by_slug
from tests.support.building.applications import person

KEY = "advice-key-of-ines"
SOUTHAMPTON, PORTSMOUTH = "E06000045", "E06000044"
EMAIL = "ines@partners.example.org"


def build(session: Session) -> None:
    """By the room's own operations; references and the key of the link are fixed."""
    olive = person(session, "olive")
    csp = add(session, "CE-SOUTHM", "csp", "Southampton Partnership", "Ines Moreau", EMAIL, ("district", SOUTHAMPTON))
    add(session, "CE-THEMEL", "theme_lead", "Safer places", "Theo Grange", "theo@partners.example.org",
        ("theme", "community_safety"))  # fmt: skip
    nway = application_by_reference(session, "SCF26-NWAY")
    round_ = round_by_slug(session, "safer-communities-scoring")
    assert nway is not None and round_ is not None
    pairs = [(csp.reference, "SCF26-SCRG")]
    doing.ask(session, round_=round_, pairs=pairs, ends_on=today() + timedelta(days=15), actor=olive)
    consultation = consultation_of(session, csp.id, round_.id)
    assert consultation is not None
    consultation.reference = "CN-SOUTHM"
    # By hand: it was not found eligible, and other tests begin from there.
    session.add(Advice(consultation_id=consultation.id, application_id=nway.id, number=2))
    open_by(session, consultation, KEY)
    harbour = application_by_reference(session, "SCF26-SCRG")
    assert harbour is not None
    words = "One partner says that the need is high."
    doing.save_summary(session, application=harbour, words=words, revision=0, actor=olive)
    doing.send_summary(session, application=harbour, due_on=today() + timedelta(days=7), actor=olive)


def add(
    session: Session, reference: str, kind: str, body: str, name: str, email: str, *reach: tuple[str, str]
) -> Consultee:
    """One more in the directory."""
    entry = Entry(kind, body, name, email, frozenset(reach))
    made = doing.add_consultee(session, entry=entry, actor=person(session, "olive"))
    made.reference = reference
    session.flush()
    return made


def open_by(session: Session, consultation: Consultation, key: str) -> None:
    """One more link whose token the tests know."""
    session.add(ConsultationLink(consultation_id=consultation.id, token_hash=hashed(key), created_at=now()))
    session.flush()
