"""What a workshop may be about and offer: words of the content pack and of the office."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from portal.funds import pack

ACCESS = {
    "step_free": "Step-free access",
    "hearing_loop": "Hearing loop",
    "parking": "Parking, with spaces for disabled people",
    "quiet_room": "Quiet room",
    "captions": "Live captions",
    "bsl": "British Sign Language interpreter",
}


@dataclass(frozen=True)
class Topic:
    """A commissioning principle, or a kind of help that members ask for."""

    value: str
    label: str
    principle: bool


@cache
def topics() -> tuple[Topic, ...]:
    """The eight principles, then the kinds of help of the registration form."""
    principles = [Topic(one["id"], one["short_name"], True) for one in pack.principles()]
    sections = pack.read(pack.REGISTRATION)["sections"]
    questions = {question["id"]: question for section in sections for question in section["questions"]}
    wanted = questions["support_wanted"]["options"]
    return (*principles, *(Topic(one["value"], one["label"], False) for one in wanted))


def topic_label(value: str) -> str:
    """What a topic is called; its own value, should the pack no longer know it."""
    return next((topic.label for topic in topics() if topic.value == value), value)


def principles_in(values: Iterable[str]) -> list[str]:
    """Those of the topics that are principles, in the order of the principles."""
    chosen = set(values)
    return [topic.value for topic in topics() if topic.principle and topic.value in chosen]
