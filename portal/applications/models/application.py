"""Applications and what was frozen of them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.applications.states import ApplicationState
from portal.core.db import Base
from portal.core.immutable import make_immutable
from portal.formkit.models import Response
from portal.funds.models import Round
from portal.organisations.models import Organisation

if TYPE_CHECKING:
    from portal.applications.models.partners import Partner
    from portal.applications.models.together import Carried, SignOff


class Application(Base):
    """One organisation's application to one round. Starting twice finds the same one: `live` is the guard.

    `live` is True until it is withdrawn, then NULL (which no unique constraint counts), so that a group may start
    again. `title` and `requested_pence` are copies of two answers, kept in step by saving, for lists.
    `told_early_at`: the group was told before the release that it cannot be considered (see EarlyAnswer).
    """

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("round_id", "organisation_id", "live"),
        Index("ix_application_round_state", "round_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"),
        index=True,
        info={"holds": "Applications", "both": "an application to the same round"},
    )
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"), unique=True)
    state: Mapped[str] = mapped_column(String(20), default=ApplicationState.DRAFT)
    live: Mapped[bool | None] = mapped_column(default=True)
    title: Mapped[str] = mapped_column(String(200), default="")
    requested_pence: Mapped[int | None]
    eligibility: Mapped[dict[str, Any]]
    started_at: Mapped[datetime]
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    submitted_at: Mapped[datetime | None]
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    check_reason: Mapped[str] = mapped_column(default="")
    told_early_at: Mapped[datetime | None]
    round: Mapped[Round] = relationship()
    organisation: Mapped[Organisation] = relationship()
    extension: Mapped["Extension | None"] = relationship(
        primaryjoin="and_(Application.round_id == foreign(Extension.round_id), "
        "Application.organisation_id == foreign(Extension.organisation_id))",
        viewonly=True,
        uselist=False,
    )
    response: Mapped[Response] = relationship()
    snapshots: Mapped[list["Snapshot"]] = relationship(order_by="Snapshot.number", back_populates="application")
    requests: Mapped[list["InformationRequest"]] = relationship(
        order_by="InformationRequest.number", back_populates="application"
    )
    carried: Mapped["Carried | None"] = relationship(
        primaryjoin="Carried.application_id == Application.id", viewonly=True, uselist=False
    )
    live_sign_off: Mapped["SignOff | None"] = relationship(
        primaryjoin="and_(SignOff.application_id == Application.id, SignOff.live)", viewonly=True, uselist=False
    )
    partners: Mapped[list["Partner"]] = relationship(
        back_populates="application",
        order_by="Partner.id",
        primaryjoin="and_(Partner.application_id == Application.id, Partner.live)",
    )


class Extension(Base):
    """More time for one organisation in one round, given by an officer; it counts for saving and sending alike."""

    __tablename__ = "extension"
    __table_args__ = (UniqueConstraint("round_id", "organisation_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"),
        index=True,
        info={"holds": "More time given", "both": "more time in the same round"},
    )
    closes_at: Mapped[datetime]
    reason: Mapped[str]
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    organisation: Mapped[Organisation] = relationship()


class InformationRequest(Base):
    """What an officer asks about some answers after sending: only those questions are open again.

    `questions` are their keys; the new answers are a response of their own until they are sent back. `before` and
    `after` map those keys to the answers at asking and at sending. `open` is True until it is answered or taken
    back, then NULL, so that there is one at a time.
    """

    __tablename__ = "information_request"
    __table_args__ = (UniqueConstraint("application_id", "open"), UniqueConstraint("application_id", "number"))

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    response_id: Mapped[int] = mapped_column(ForeignKey("form_response.id"), unique=True)
    questions: Mapped[list[str]]
    words: Mapped[str]
    due_on: Mapped[date]
    open: Mapped[bool | None] = mapped_column(default=True)
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any]] = mapped_column(default=dict)
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    asked_by_name: Mapped[str] = mapped_column(String(200))
    answered_at: Mapped[datetime | None]
    answered_by_name: Mapped[str] = mapped_column(String(200), default="")
    cancelled_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    application: Mapped[Application] = relationship(back_populates="requests")
    response: Mapped[Response] = relationship()


class Snapshot(Base):
    """An application as it was sent: questions, answers, organisation and round in one document, and its hash.

    `in_reply_to_id` names the request for information that it answers, if that is why it was sent.
    `document` is canonical JSON text, so that `sha256` of its UTF-8 bytes can be computed again by anyone.
    """

    __tablename__ = "snapshot"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    number: Mapped[int]
    document: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    submitted_by_name: Mapped[str] = mapped_column(String(200))
    in_reply_to_id: Mapped[int | None] = mapped_column(ForeignKey("information_request.id"))
    application: Mapped[Application] = relationship(back_populates="snapshots")


make_immutable(Snapshot.__table__)
