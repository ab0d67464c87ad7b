"""Pure judgements about partners: what may be asked for, what fits together, what is shown of a group."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any

from portal.core.text import has_email, has_phone, has_web_address, in_words
from portal.organisations.models import Organisation, ReachKind
from portal.organisations.rules import meets, named, pack
from portal.partnering.models import Conversation, Entry

LONGEST_TITLE = 80
MOST_WORDS = 150
LIVES = timedelta(days=90)
MOST_ENTRIES = 10  # that one organisation shows at a time
MOST_LINES_A_DAY = 40  # that one organisation writes
MOST_ANSWERS_A_DAY = 10  # conversations that one organisation begins
SAME_WITHIN = timedelta(minutes=10)  # the same words again are a second press
FEW_DISTRICTS = 3
SKILL = "skill"  # beside the kinds of an organisation's reach
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b", re.IGNORECASE)


class Kind(StrEnum):
    """Two kinds of entry."""

    LOOK = "look"
    OFFER = "offer"


KIND_LABELS = {Kind.LOOK: "We look for", Kind.OFFER: "We offer"}
KIND_LABELS_OF_OTHERS = {Kind.LOOK: "Looks for", Kind.OFFER: "Offers"}
SKILLS = {
    "leading": "Leading a bid and holding the money",
    "delivery": "Working with people in the community",
    "back_office": "Back office: payroll and accounts",
    "evaluation": "Showing what changed (evaluation)",
    "premises": "Rooms and premises",
    "training": "Training",
    "language": "Translation or British Sign Language",
    "safeguarding": "Safeguarding advice",
}
SIZES = {
    "small": "A small group (income up to £100,000)",
    "medium": "A medium group (over £100,000, up to £1 million)",
    "large": "A large group (over £1 million)",
}
_SIZES_OF_THE_PACK = {"micro": "small", "small": "small", "medium": "medium", "large": "large", "major": "large"}


def choices() -> dict[str, dict[str, str]]:
    """Part of the search -> its values with their labels."""
    return {
        "kind": {kind.value: label for kind, label in KIND_LABELS_OF_OTHERS.items()},
        "skill": SKILLS,
        "district": named("districts"),
        "theme": named("themes"),
        "size": SIZES,
    }


@dataclass(frozen=True)
class Wanted:
    """What somebody searches for. Blank means all."""

    kind: str = ""
    skill: str = ""
    district: str = ""
    theme: str = ""
    size: str = ""
    search: str = ""

    def filled(self) -> dict[str, str]:
        """The parts that are not blank."""
        return {name: value for name, value in asdict(self).items() if value}


def wanted_from(typed: Mapping[str, str]) -> Wanted:
    """A search from an address; values that no list has are left out."""
    known = {part: typed.get(part, "") for part, labels in choices().items() if typed.get(part, "") in labels}
    return Wanted(**known, search=typed.get("search", ""))


def address_in(text: str) -> str:
    """What of an address stands in a text that all members read: in the words of the message, or nothing."""
    if has_email(text):
        return "an email address"
    if has_phone(text):
        return "a phone number"
    if has_web_address(text):
        return "a web address"
    return "a postcode" if _POSTCODE.search(text) else ""


@dataclass(frozen=True)
class Face:
    """What others see of an organisation: a name when it agreed to be in the directory or has written to them."""

    name: str
    what: str
    areas: str
    known: bool


def face_of(organisation: Organisation, answers: Mapping[str, Any], *, has_written: bool = False) -> Face:
    """What may be shown of an organisation, by the answers of its registration."""
    labels = named("districts")
    areas = [labels[code] for code in organisation.reaches(ReachKind.DISTRICT) if code in labels]
    areas = [f"the {name}" if name.startswith("Isle") else name for name in areas]
    where = in_words(areas) if 0 < len(areas) <= FEW_DISTRICTS else "Hampshire and the Isle of Wight"
    agreed = answers.get("directory") == "yes"
    if not agreed and not has_written:
        return Face(f"A member organisation in {where}", "", where, False)
    return Face(organisation.name, str(answers.get("what_you_do") or "") if agreed else "", where, True)


def has_written(conversation: Conversation, organisation_id: int) -> bool:
    """Whether that side has written anything in a conversation, and so is known to the other."""
    if organisation_id == conversation.owner_id:
        return conversation.owner_wrote_at is not None
    return conversation.asker_wrote_at is not None


def other_side(conversation: Conversation, organisation_id: int) -> Organisation:
    """The organisation at the other end."""
    return conversation.owner if organisation_id == conversation.asker_id else conversation.asker


@dataclass(frozen=True)
class Fit:
    """An entry that goes with another, and why, in words."""

    entry: Entry
    points: int
    reasons: tuple[str, ...]


def fits(entry: Entry, others: Iterable[Entry]) -> Sequence[Fit]:
    """The entries of others that offer what one looks for, or look for what it offers, the best first."""
    found = [fit for other in others if (fit := _fit(entry, other))]
    return sorted(found, key=lambda fit: (-fit.points, fit.entry.id))


def _fit(entry: Entry, other: Entry) -> Fit | None:
    if entry.organisation_id == other.organisation_id or entry.kind == other.kind:
        return None
    skills = _common(entry, other, SKILL)
    if not skills or not all(
        meets(entry.values(kind), other.values(kind)) for kind in (ReachKind.DISTRICT, ReachKind.THEME)
    ):
        return None
    if not _size_fits(entry, other) or not _size_fits(other, entry):
        return None
    reasons = [SKILLS[value] for value in skills if value in SKILLS]
    points = 2 * len(reasons)
    for kind, list_name in ((ReachKind.DISTRICT, "districts"), (ReachKind.THEME, "themes")):
        both = _common(entry, other, kind)
        points += bool(both)
        reasons += [named(list_name).get(value, value) for value in both]
    return Fit(other, points, tuple(reasons))


def _common(entry: Entry, other: Entry, kind: str) -> list[str]:
    return sorted(set(entry.values(kind)) & set(other.values(kind)))


def _size_fits(entry: Entry, other: Entry) -> bool:
    """Whether the other's organisation has the size that an entry asks for, as far as we know it."""
    bands = pack("12_reference_lists.yaml")["income_bands"]["items"]
    band = next((one for one in bands if one["value"] == other.organisation.income_band), None)
    size = _SIZES_OF_THE_PACK[band["size"]] if band else ""
    return not entry.size or not size or entry.size == size
