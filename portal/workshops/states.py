"""Where a workshop, and a booking of one, can stand. Whether booking is open is read off the clock, never stored."""

from enum import StrEnum

from portal.core.workflow import Label, Transition, Workflow


class WorkshopState(StrEnum):
    """The office's acts on a workshop."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


S = WorkshopState

WORKSHOP = Workflow(
    subject="workshop",
    transitions=(
        Transition("publish", frozenset({S.DRAFT}), S.PUBLISHED),
        Transition("cancel", frozenset({S.DRAFT, S.PUBLISHED}), S.CANCELLED),
    ),
    labels={
        S.DRAFT: Label("Draft", "Not planned yet", "Not planned yet"),
        S.PUBLISHED: Label("Published", "Planned", "Planned"),
        S.CANCELLED: Label("Cancelled", "Cancelled", "Cancelled"),
    },
)


class BookingState(StrEnum):
    """A booking has a place, waits for one, or was given up."""

    WAITING = "waiting"
    BOOKED = "booked"
    CANCELLED = "cancelled"


B = BookingState

BOOKING = Workflow(
    subject="booking",
    transitions=(
        Transition("move_up", frozenset({B.WAITING}), B.BOOKED),
        Transition("cancel", frozenset({B.WAITING, B.BOOKED}), B.CANCELLED),
    ),
    labels={
        B.WAITING: Label("Waiting", "On the waiting list", ""),
        B.BOOKED: Label("Has a place", "You have a place", ""),
        B.CANCELLED: Label("Cancelled", "Cancelled", ""),
    },
)


class Attendance(StrEnum):
    """What became of a place."""

    UNKNOWN = ""
    CAME = "came"
    ABSENT = "absent"
    TOLD = "told"


ATTENDANCE_LABELS = {
    Attendance.CAME: "Came",
    Attendance.ABSENT: "Did not come",
    Attendance.TOLD: "Told us before",
}
