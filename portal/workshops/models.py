"""Workshops, what they are about, who booked, who was invited, and what there is to read afterwards."""

from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Account
from portal.core.db import Base
from portal.core.references import new_reference
from portal.documents.models import StoredFile
from portal.funds.models import Round
from portal.organisations.models import Organisation
from portal.workshops.states import Attendance, BookingState, WorkshopState


def _workshop_reference() -> str:
    return new_reference("WS", 6)


def _booking_reference() -> str:
    return new_reference("BK", 8)


class Workshop(Base):
    """A workshop of the office: what one learns, when, where, for how many and for whom.

    `link` is how to join online and shown only to those who have a place; `address` is where it is held otherwise.
    Booking is open on the days from `books_from` to `books_until` (London's, both included). Until the end of
    `members_first_until`, if it is set, places go to members only. `kinds` are the kinds of group it is for; empty
    means all. `revision` counts the changes, for two officers at once and for calendars.
    """

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="ends_after_start"),
        CheckConstraint("places > 0", name="has_places"),
        CheckConstraint("books_from <= books_until", name="booking_opens_before_closing"),
        Index("ix_workshop_state", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_workshop_reference)
    state: Mapped[str] = mapped_column(String(20), default=WorkshopState.DRAFT)
    title: Mapped[str] = mapped_column(String(120))
    learn: Mapped[str]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    online: Mapped[bool]
    link: Mapped[str] = mapped_column(String(500), default="")
    address: Mapped[str] = mapped_column(default="")
    access: Mapped[list[str]] = mapped_column(JSON, default=list)
    access_more: Mapped[str] = mapped_column(default="")
    places: Mapped[int]
    places_each: Mapped[int] = mapped_column(default=2)
    books_from: Mapped[date]
    books_until: Mapped[date]
    members_first_until: Mapped[date | None]
    kinds: Mapped[list[str]] = mapped_column(JSON, default=list)
    revision: Mapped[int] = mapped_column(default=0)
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    published_at: Mapped[datetime | None]
    cancelled_because: Mapped[str] = mapped_column(default="")
    topics: Mapped[list["WorkshopTopic"]] = relationship(
        back_populates="workshop", order_by="WorkshopTopic.id", cascade="all, delete-orphan"
    )
    materials: Mapped[list["Material"]] = relationship(back_populates="workshop", order_by="Material.number")


class WorkshopTopic(Base):
    """One thing that a workshop is about: a commissioning principle (`p4`) or a kind of help (`budget`)."""

    __tablename__ = "workshop_topic"
    __table_args__ = (UniqueConstraint("workshop_id", "topic"), Index("ix_workshop_topic_topic", "topic"))

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    topic: Mapped[str] = mapped_column(String(20))
    workshop: Mapped[Workshop] = relationship(back_populates="topics")


class Booking(Base):
    """A place, or a wait for one, for a named person of an organisation. The waiting list goes by `id`.

    `person_key` is the name without case and spaces; with `live` (true, or null once it was given up) it makes a second
    press no second booking. `access_needs` are for the officers who run the workshop, and go a month after it.
    """

    __tablename__ = "booking"
    __table_args__ = (
        UniqueConstraint("workshop_id", "organisation_id", "person_key", "live"),
        Index("ix_booking_workshop", "workshop_id", "state", "id"),
        Index("ix_booking_organisation", "organisation_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(20), unique=True, default=_booking_reference)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"),
        info={"holds": "Workshop bookings", "both": "a booking of the same person for the same workshop"},
    )
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    state: Mapped[str] = mapped_column(String(20), default=BookingState.WAITING)
    live: Mapped[bool | None] = mapped_column(default=True)
    name: Mapped[str] = mapped_column(String(120))
    person_key: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(320))
    access_needs: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime]
    placed_at: Mapped[datetime | None]
    attendance: Mapped[str] = mapped_column(String(10), default=Attendance.UNKNOWN)
    workshop: Mapped[Workshop] = relationship()
    organisation: Mapped[Organisation] = relationship()
    account: Mapped[Account] = relationship()


class Invitation(Base):
    """The office asked an organisation to a workshop, once, because of a principle in a round."""

    __tablename__ = "workshop_invitation"
    __table_args__ = (
        UniqueConstraint("workshop_id", "organisation_id"),
        Index("ix_workshop_invitation_organisation", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    organisation_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), info={"holds": "Workshop invitations", "twice_goes": True}
    )
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    principle: Mapped[str] = mapped_column(String(20))
    invited_at: Mapped[datetime]
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    workshop: Mapped[Workshop] = relationship()
    organisation: Mapped[Organisation] = relationship()
    round: Mapped[Round] = relationship()


class Material(Base):
    """Something to read or watch: a file of ours or a link, for those who had a place or for everyone."""

    __tablename__ = "workshop_material"
    __table_args__ = (
        UniqueConstraint("workshop_id", "number"),
        CheckConstraint("(file_id IS NULL) = (url <> '')", name="file_or_link"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    workshop_id: Mapped[int] = mapped_column(ForeignKey("workshop.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    url: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    for_everyone: Mapped[bool]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    removed_at: Mapped[datetime | None]
    workshop: Mapped[Workshop] = relationship(back_populates="materials")
    file: Mapped[StoredFile | None] = relationship()
