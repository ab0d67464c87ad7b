"""What to do next, for each role, from the counts of what waits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.core.dates import datetime_words
from portal.core.text import plural
from portal.interests.rules import Due


@dataclass(frozen=True)
class ToDo:
    """One thing that waits: how it is said, and where it is done."""

    text: str
    href: str


def officer_todos(
    applications: Mapping[str, int],
    memberships: Mapping[str, int],
    feedback: Mapping[str, int],
    failed: int,
    replies: int = 0,
) -> list[ToDo]:
    """What waits for the grants team, the oldest step first. `replies` are those to requests that nobody has read."""
    found = [
        (
            memberships.get("applied", 0),
            "request",
            "to join the Funding Network to check",
            "/manage/members?state=applied",
        ),
        (
            applications.get("submitted", 0),
            "application",
            "to check against the rules",
            "/manage/applications?state=submitted",
        ),
        (replies, "reply", "to read", "/manage/applications?state=submitted"),
        (applications.get("eligible", 0), "application", "to give to assessors", "/manage/applications?state=eligible"),
        (applications.get("moderation", 0), "application", "to recommend", "/manage/applications?state=moderation"),
        (
            applications.get("ineligible", 0),
            "application",
            "not eligible, to recommend",
            "/manage/applications?state=ineligible",
        ),
        (feedback.get("draft", 0), "piece", "of feedback to finish", "/manage/rounds"),
        (failed, "message", "that could not be sent", "/manage/messages"),
    ]
    many = {"reply": "replies"}
    return [ToDo(f"{plural(count, noun, many.get(noun))} {rest}", href) for count, noun, rest, href in found if count]


def question_todos(waiting: int) -> list[ToDo]:
    """What people have asked about funds."""
    return [ToDo(f"{plural(waiting, 'question')} about funds to answer", "/manage/questions")] if waiting else []


def feedback_question_todos(waiting: int) -> list[ToDo]:
    """What groups have asked about their feedback."""
    words = f"{plural(waiting, 'question')} about feedback to answer"
    return [ToDo(words, "/manage/feedback-questions")] if waiting else []


def renewal_todos(waiting: int) -> list[ToDo]:
    """Renewals of membership in which something changed."""
    return [ToDo(f"{plural(waiting, 'renewal')} of membership to look at", "/manage/renewals")] if waiting else []


def network_todos(lead_requests: int, conversations: int) -> list[ToDo]:
    """What members ask of the office: somebody to lead a group whose lead is gone, and a look at a conversation."""
    found = [
        (
            lead_requests,
            "request to lead a group to answer",
            "requests to lead a group to answer",
            "/manage/lead-requests",
        ),
        (
            conversations,
            "conversation of partners to look at",
            "conversations of partners to look at",
            "/manage/partnering",
        ),
    ]
    return [ToDo(plural(count, one, many), href) for count, one, many, href in found if count]


def consultation_todos(replies: Sequence[str], overdue: Sequence[tuple[str, str, int]]) -> list[ToDo]:
    """Replies of applicants (references) to read, and by round (slug, name, count) consultees who did not respond."""
    found = [
        ToDo(f"Read what {reference} replied to what partners said", f"/manage/applications/{reference}/advice")
        for reference in replies
    ]
    return found + [
        ToDo(f"{plural(count, 'consultee')} without a response in {name}", f"/manage/rounds/{slug}/consultation")
        for slug, name, count in overdue
    ]


def triage_todos(rounds: Iterable[tuple[str, str, int, int]]) -> list[ToDo]:
    """By round (slug, name): how many of an officer's applications are late, and how many flags are open."""
    found = []
    for slug, name, late, flags in rounds:
        board = f"/manage/rounds/{slug}/board"
        if late:
            found.append(ToDo(f"{plural(late, 'late application')} of yours in {name}", f"{board}?owner=mine&late=yes"))
        if flags:
            found.append(ToDo(f"{plural(flags, 'open flag')} in {name}", f"{board}?flag=open"))
    return found


def assessor_todos(assignments: Mapping[str, int]) -> list[ToDo]:
    """What waits for an assessor."""
    declare, score = assignments.get("assigned", 0), assignments.get("declared", 0)
    found = []
    if declare:
        found.append(ToDo(f"Say whether you have a link to {plural(declare, 'group')}", "/assess"))
    if score:
        found.append(ToDo(f"Score {plural(score, 'application')}", "/assess"))
    return found


def panel_todos(meetings: Iterable[tuple[datetime, str]]) -> list[ToDo]:
    """The panel meetings that somebody sits in: (when it starts, reference)."""
    return [ToDo(f"Panel meeting on {datetime_words(at)}", f"/panel/{reference}") for at, reference in meetings]


def commissioner_todos(applications: Mapping[str, int]) -> list[ToDo]:
    """What waits for the Commissioner."""
    waiting = applications.get("recommended", 0)
    return [ToDo(f"{plural(waiting, 'recommendation')} to sign", "/decide")] if waiting else []


def delegate_todos(rounds: int) -> list[ToDo]:
    """In how many rounds an officer may sign for the Commissioner now."""
    return [ToDo(f"You may sign for the Commissioner in {plural(rounds, 'round')}", "/decide")] if rounds else []


def interests_todos(standing: Due) -> list[ToDo]:
    """What waits for everyone with a staff role: to declare their interests, once a year."""
    words = {
        Due.NEVER: "Declare your interests. It takes about 5 minutes",
        Due.OVER: "Declare your interests again. It is a year since you did",
        Due.SOON: "Declare your interests again soon",
    }
    return [ToDo(words[standing], "/interests")] if standing in words else []
