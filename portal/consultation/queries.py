"""Reading the directory, what is asked in a round, links, advice, and what applicants may reply to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload, selectinload

from portal.accounts.queries import hashed
from portal.applications.models import Application
from portal.consultation.models import Advice, Consultation, ConsultationLink, Consultee, FactualSummary
from portal.consultation.rules import (
    GONE,
    KINDS,
    LINK_KEEPS,
    TO_ADVISE_ON,
    Facts,
    Kind,
    Standing,
    choices,
    facts_of,
    live,
    may_reply,
    standing,
)
from portal.consultation.states import AdviceState, SummaryState
from portal.core.clock import now
from portal.formkit.conditions import is_visible
from portal.formkit.queries import answers_by_response, answers_of, form_of
from portal.formkit.types import TYPES
from portal.formkit.types.base import Shown
from portal.funds.models import Round
from portal.funds.states import RoundState

_WHOLE = (
    joinedload(Consultation.round),
    joinedload(Consultation.consultee),
    selectinload(Consultation.advice).joinedload(Advice.application).joinedload(Application.organisation),
)
_WITH_PARTNERS = selectinload(Consultation.advice).joinedload(Advice.application).selectinload(Application.partners)


def consultees(session: Session, *, retired: bool = False) -> Sequence[Consultee]:
    """The directory by kind and body, with areas and themes; those who are asked nothing more, when `retired`."""
    gone = Consultee.retired_at.is_not(None) if retired else Consultee.retired_at.is_(None)
    wanted = select(Consultee).where(gone).options(selectinload(Consultee.reach))
    return session.scalars(wanted.order_by(Consultee.kind, Consultee.body, Consultee.id)).all()


def consultee_by_reference(session: Session, reference: str) -> Consultee | None:
    """One of the directory."""
    wanted = select(Consultee).where(Consultee.reference == reference).options(selectinload(Consultee.reach))
    return session.scalar(wanted)


def consultee_by_email(session: Session, email: str) -> Consultee | None:
    """Whose address it is, asked or retired; addresses are kept in lower case."""
    return session.scalar(select(Consultee).where(Consultee.email == email))


def applications_to_advise_on(session: Session, round_id: int) -> list[tuple[Application, Facts]]:
    """The applications of a round that are eligible and not recommended, with what decides who is asked."""
    wanted = select(Application).where(Application.round_id == round_id, Application.state.in_(TO_ADVISE_ON))
    wanted = wanted.options(joinedload(Application.organisation), selectinload(Application.partners))
    found = session.scalars(wanted.order_by(Application.reference)).all()
    answers = answers_by_response(session, [one.response_id for one in found])
    return [(one, facts_of(answers.get(one.response_id, {}))) for one in found]


def pairs_asked(session: Session, round_id: int) -> list[tuple[int, int]]:
    """(consultee id, application id) of everything that was asked in a round."""
    wanted = select(Consultation.consultee_id, Advice.application_id).join(Advice.consultation)
    return [(one, other) for one, other in session.execute(wanted.where(Consultation.round_id == round_id))]


def consultation_of(session: Session, consultee_id: int, round_id: int) -> Consultation | None:
    """What one consultee is asked in a round."""
    wanted = select(Consultation).where(Consultation.consultee_id == consultee_id, Consultation.round_id == round_id)
    return session.scalar(wanted.options(*_WHOLE))


def consultation_by_reference(session: Session, reference: str) -> Consultation | None:
    """One consultee's requests in one round, for the office."""
    wanted = select(Consultation).where(Consultation.reference == reference)
    return session.scalar(wanted.options(*_WHOLE, _WITH_PARTNERS))


def consultations_in(session: Session, round_id: int) -> Sequence[Consultation]:
    """Everything that was asked in a round, by kind and body, in a fixed number of queries."""
    wanted = select(Consultation).join(Consultation.consultee).where(Consultation.round_id == round_id)
    wanted = wanted.options(
        contains_eager(Consultation.consultee), joinedload(Consultation.round), _WHOLE[2], _WITH_PARTNERS
    )
    return session.scalars(wanted.order_by(Consultee.kind, Consultee.body, Consultation.id)).all()


def running_consultations(session: Session, at: datetime) -> Sequence[Consultation]:
    """What is asked and not over at an instant, in every round that is being assessed."""
    wanted = select(Consultation).join(Consultation.round)
    wanted = wanted.where(Consultation.ends_at >= at, Round.state == RoundState.ASSESSING)
    return session.scalars(wanted.options(*_WHOLE).order_by(Consultation.id)).all()


def running_of(session: Session, email: str, at: datetime) -> Sequence[Consultation]:
    """What the owner of an address is asked and may still answer."""
    wanted = select(Consultation).join(Consultation.consultee).join(Consultation.round)
    wanted = wanted.where(Consultee.email == email, Consultation.ends_at >= at, Round.state == RoundState.ASSESSING)
    return session.scalars(wanted.options(*_WHOLE).order_by(Consultation.id)).all()


def newest_link(session: Session, consultation_id: int) -> ConsultationLink | None:
    """The link that was made last, alive or not."""
    wanted = select(ConsultationLink).where(ConsultationLink.consultation_id == consultation_id)
    return session.scalar(wanted.order_by(ConsultationLink.id.desc()).limit(1))


def live_links(session: Session, consultation_id: int) -> Sequence[ConsultationLink]:
    """The links that were not replaced."""
    wanted = select(ConsultationLink).where(
        ConsultationLink.consultation_id == consultation_id, ConsultationLink.cancelled_at.is_(None)
    )
    return session.scalars(wanted).all()


@dataclass(frozen=True)
class Opened:
    """What the key of an address opens: a consultation, or nothing, and then why not (`problem`)."""

    key: str
    consultation: Consultation | None
    problem: str = ""

    @property
    def known(self) -> Consultation:
        """The consultation, where the caller has looked that there is one."""
        assert self.consultation is not None
        return self.consultation


def opened(session: Session, key: str) -> Opened:
    """What a link opens now. Links that are unknown, replaced or too old all open nothing of what was asked."""
    wanted = select(ConsultationLink).where(ConsultationLink.token_hash == hashed(key))
    link = session.scalar(wanted.options(joinedload(ConsultationLink.consultation).options(*_WHOLE)))
    if link is None:
        return Opened(key, None, "unknown")
    if link.cancelled_at is not None:
        return Opened(key, None, "replaced")
    if now() > link.consultation.ends_at + LINK_KEEPS:
        return Opened(key, None, "too old")
    return Opened(key, link.consultation)


@dataclass(frozen=True)
class OpenedItem:
    """One application behind a link; none where the link opens nothing, or not this."""

    opened: Opened
    advice: Advice | None


def opened_item(session: Session, key: str, number: int) -> OpenedItem:
    """The application that the link's address numbers, once its group was looked at and while there is no conflict."""
    found = opened(session, key)
    if found.consultation is None:
        return OpenedItem(found, None)
    mine = [one for one in live(found.consultation) if one.number == number and one.declared_at is not None]
    return OpenedItem(found, mine[0] if mine else None)


@dataclass(frozen=True)
class Told:
    """One answer of an application that consultees may read."""

    key: str
    label: str
    shown: Shown


def reading_for_consultees(session: Session, application: Application, keys: Iterable[str]) -> list[Told]:
    """The answers to these questions and to no others, in the order of `keys`; what is blank or hidden is left out."""
    form = form_of(application.response.form_version)
    answers = answers_of(session, application.response)
    found = []
    for key in keys:
        question = form.by_key.get(key)
        if question is not None and answers.get(key) and is_visible(form, question, answers):
            found.append(Told(key, question.label, TYPES[question.type].show(question, answers[key])))
    return found


def advice_on(session: Session, application_id: int) -> Sequence[Advice]:
    """What everybody was asked and said about an application, by kind and body."""
    wanted = select(Advice).join(Advice.consultation).join(Consultation.consultee)
    wanted = wanted.where(Advice.application_id == application_id).options(
        contains_eager(Advice.consultation).options(
            contains_eager(Consultation.consultee), joinedload(Consultation.round)
        )
    )
    return session.scalars(wanted.order_by(Consultee.kind, Consultee.body, Advice.id)).all()


def summary_of(session: Session, application_id: int) -> FactualSummary | None:
    """What the applicant is told of the advice, sent or not."""
    return session.scalar(select(FactualSummary).where(FactualSummary.application_id == application_id))


def summaries_in(session: Session, round_id: int) -> dict[int, FactualSummary]:
    """The summaries of a round by application id."""
    wanted = select(FactualSummary).join(FactualSummary.application).where(Application.round_id == round_id)
    return {one.application_id: one for one in session.scalars(wanted)}


def unread_replies(session: Session, organisation_ids: Iterable[int]) -> Sequence[Application]:
    """Applications whose reply nobody of the office has read, leaving out those of the reader's own organisations."""
    wanted = select(Application).join(FactualSummary, FactualSummary.application_id == Application.id)
    wanted = wanted.where(
        FactualSummary.state == SummaryState.REPLIED,
        FactualSummary.read_at.is_(None),
        Application.organisation_id.not_in(list(organisation_ids)),
    )
    return session.scalars(wanted.order_by(Application.reference)).all()


def overdue_by_round(session: Session, at: datetime) -> list[tuple[str, str, int]]:
    """(slug, name, how many consultees left a request without a response) of the rounds being assessed."""
    wanted = (
        select(Round.slug, Round.name, func.count(Consultation.id.distinct()))
        .join(Consultation, Consultation.round_id == Round.id)
        .join(Advice, Advice.consultation_id == Consultation.id)
        .join(Application, Application.id == Advice.application_id)
        .where(
            Round.state == RoundState.ASSESSING,
            Consultation.ends_at < at,
            Consultation.declined_at.is_(None),
            Advice.state == AdviceState.ASKED,
            Application.state.not_in(GONE),
        )
        .group_by(Round.id, Round.slug, Round.name)
    )
    return [(slug, name, count) for slug, name, count in session.execute(wanted.order_by(Round.slug))]


@dataclass(frozen=True)
class Line:
    """What one body said about an application, in the words of the form: no person, nothing that is for officers."""

    kind: str
    body: str
    standing: Standing
    need: str = ""
    duplicate: str = ""
    duplicate_who: str = ""
    anything: str = ""


@dataclass(frozen=True)
class AdviceToRead:
    """The advice on one application beside its scores, never among them; `summary` is none before it is sent."""

    lines: list[Line]
    summary: FactualSummary | None

    def count(self, *standings: Standing) -> int:
        """How many stand in one of these."""
        return sum(line.standing in standings for line in self.lines)


def advice_to_read(session: Session, application: Application) -> AdviceToRead:
    """The same for the slot `application:advice`; whoever shows it checks that the reader has no link to the group."""
    at, needs, duplicates = now(), choices("need"), choices("duplicate")
    lines = []
    for one in advice_on(session, application.id):
        where = standing(one, one.consultation, at)
        who = one.consultation.consultee
        answers = (needs.get(one.need, ""), duplicates.get(one.duplicate, ""), one.duplicate_who)
        need, duplicate, who_does = answers if where == Standing.ANSWERED else ("", "", "")
        lines.append(Line(KINDS[Kind(who.kind)], who.body, where, need, duplicate, who_does, one.anything))
    summary = summary_of(session, application.id)
    return AdviceToRead(lines, summary if summary and summary.state != SummaryState.DRAFT else None)


@dataclass(frozen=True)
class ToReply:
    """What stands about partners on an applicant's page of an application that was sent."""

    href: str
    summary: FactualSummary
    open: bool


def said_to_applicant(session: Session, application: Application) -> ToReply | None:
    """For the slot `application:partners-said`: where to read it; none before it was sent."""
    found = summary_of(session, application.id)
    if found is None or found.state == SummaryState.DRAFT or application.state in GONE:
        return None
    return ToReply(f"/applications/{application.reference}/what-partners-said", found, may_reply(found, now()))
