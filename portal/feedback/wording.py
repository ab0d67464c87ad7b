"""The words of feedback: the pack's snippets, what each band means, and the outcome in one sentence."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.core.money import format_pounds
from portal.decisions.models import Outcome
from portal.decisions.wording import NOT_ELIGIBLE
from portal.phrases.rules import BANDS as SCORES

PACK = Path(__file__).resolve().parents[1] / "content" / "08_feedback_templates.yaml"
BANDS = {
    "strength": (SCORES["strength"], "This was one of the strengths of your application."),
    "fine": (SCORES["fine"], "This met what we asked for, with small gaps."),
    "improve": (SCORES["improve"], "This is where a few changes would help you most."),
}
TITLES = {
    Outcome.FUND: "We will fund your project",
    Outcome.PART_FUND: "We will fund part of your project",
    Outcome.RESERVE: "On our reserve list",
    Outcome.NOT_FUNDED: "Not funded this time",
}
NOW_FUNDED = {
    Outcome.FUND: "We can now fund your project",
    Outcome.PART_FUND: "We can now fund part of your project",
}
# What is said to a person before the reasons.
OPENINGS = {
    Outcome.FUND: "Thank you, and well done. This page says what stood out, and what could still grow.",
    Outcome.PART_FUND: "Thank you, and well done. This page says what stood out, and what could still grow.",
    Outcome.RESERVE: "Thank you for your application. We know how much work it took. This page says what was strong.",
    Outcome.NOT_FUNDED: (
        "We are sorry. We know how much work an application takes, and how much you care about the people it is for. "
        "This page says what was strong, so that you can keep it, and what to change first."
    ),
}


@cache
def _pack() -> dict[str, Any]:
    return dict(yaml.safe_load(PACK.read_text(encoding="utf-8")))


def score_bands() -> dict[str, tuple[int, int]]:
    """The lowest and the highest whole score of each band."""
    return {name: (int(band["from"]), int(band["to"])) for name, band in _pack()["score_bands"].items()}


def snippet(principle: str, band: str) -> str:
    """The pack's sentence for a principle in a band; empty for a principle that it does not know."""
    return str(_pack()["snippets"].get(principle, {}).get(band, ""))


def stronger_words(principle: str, band: str) -> str:
    """What a stronger answer held, in the pack's words; empty for a principle that it does not know."""
    return str(_pack()["stronger"].get(principle, {}).get(band, ""))


def snippets() -> list[str]:
    """Every sentence that a first draft may take from the pack about an answer: a start, to be made specific."""
    return [str(words) for bands in _pack()["snippets"].values() for words in bands.values()]


def ready_words() -> list[str]:
    """Every sentence of the pack that may stand in the feedback of many groups."""
    return snippets() + [str(words) for bands in _pack()["stronger"].values() for words in bands.values()]


def guide() -> tuple[list[str], list[dict[str, str]]]:
    """The pack's rules for feedback, and its examples: what each is about, before and after."""
    return list(_pack()["rules"]), list(_pack()["guide"])


def review_words() -> str:
    """How to ask for a review."""
    return str(_pack()["review_and_complaints"]["text"])


def outcome_sentence(outcome: str, amount_pence: int, asked_pence: int, main_reason: str) -> str:
    """What came of an application, in the one sentence that mail and page begin with."""
    if outcome == Outcome.FUND:
        return f"We will fund your project with the {format_pounds(amount_pence)} that you asked for."
    if outcome == Outcome.PART_FUND:
        part = f"{format_pounds(amount_pence)} of the {format_pounds(asked_pence)} that you asked for"
        return f"We will fund part of your project, with {part}."
    if outcome == Outcome.RESERVE:
        return "Your project is on our reserve list: it met our standard, but the money ran out."
    if main_reason == NOT_ELIGIBLE:
        return "Your application did not meet the rules of this fund, so it is not funded this time."
    return "Your project is not funded this time."
