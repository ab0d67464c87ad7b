"""Reading the library."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from portal.phrases.models import Phrase, PhraseUse, PhraseVersion
from portal.phrases.rules import Facts


@dataclass(frozen=True)
class Offered:
    """The newest version of a phrase, and in how many groups' feedback it was put."""

    phrase: Phrase
    newest: PhraseVersion
    uses: int

    @property
    def facts(self) -> Facts:
        """What it says."""
        return facts_of(self.newest)


def facts_of(version: PhraseVersion) -> Facts:
    """What a version says."""
    return Facts(version.kind, version.principle, version.band, version.words)


def _newest() -> Select[Phrase, PhraseVersion]:
    return select(Phrase, PhraseVersion).join(
        PhraseVersion, (PhraseVersion.phrase_id == Phrase.id) & (PhraseVersion.number == Phrase.revision)
    )


def library(session: Session, *, retired: bool = False) -> list[Offered]:
    """The phrases that are offered (or those that were retired), by principle and kind, the most used first."""
    uses = dict(
        session.execute(select(PhraseUse.phrase_id, func.count(PhraseUse.id)).group_by(PhraseUse.phrase_id)).all()
    )
    rows = session.execute(_newest().where(PhraseVersion.retired.is_(retired)).order_by(Phrase.id)).all()
    found = [Offered(phrase, newest, uses.get(phrase.id, 0)) for phrase, newest in rows]
    return sorted(found, key=lambda one: (one.newest.principle, one.newest.kind, -one.uses))


def phrase_by_reference(session: Session, reference: str) -> Phrase | None:
    """A phrase with all its versions."""
    versions = selectinload(Phrase.versions).joinedload(PhraseVersion.by)
    return session.scalar(select(Phrase).where(Phrase.reference == reference).options(versions))


def newest_of(session: Session, phrase: Phrase) -> PhraseVersion:
    """What a phrase says now."""
    wanted = select(PhraseVersion).where(PhraseVersion.phrase_id == phrase.id, PhraseVersion.number == phrase.revision)
    return session.scalars(wanted.options(joinedload(PhraseVersion.by))).one()


def same_as(session: Session, facts: Facts) -> Phrase | None:
    """The phrase that is offered and says exactly this."""
    wanted = _newest().where(
        PhraseVersion.retired.is_(False),
        PhraseVersion.kind == facts.kind,
        PhraseVersion.principle == facts.principle,
        PhraseVersion.band == facts.band,
        PhraseVersion.words == facts.words,
    )
    return session.scalars(wanted.order_by(Phrase.id)).first()


def every_wording(session: Session) -> Sequence[str]:
    """The words of every version of every phrase, retired ones too."""
    return session.scalars(select(PhraseVersion.words)).all()


def known_keys(session: Session) -> set[str]:
    """The ids of the pack's phrases that were put in the library."""
    return {key for key in session.scalars(select(Phrase.key).where(Phrase.key.is_not(None))) if key}


def used_in(session: Session, application_id: int) -> set[int]:
    """The ids of the phrases that were put in the feedback on an application."""
    return set(session.scalars(select(PhraseUse.phrase_id).where(PhraseUse.application_id == application_id)))


def by_references(session: Session, references: Iterable[str]) -> Sequence[Phrase]:
    """Those of these phrases that there are, in the order of their ids."""
    return session.scalars(select(Phrase).where(Phrase.reference.in_(list(references))).order_by(Phrase.id)).all()
