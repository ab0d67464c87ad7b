"""The letter as one column of blocks, from which the plain text and the PDF are made: the same words as the page."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from portal.core.clock import london
from portal.core.dates import date_words
from portal.feedback.rules import FIELD_LABELS
from portal.feedback.views.letter import Letter, Part
from portal.formkit.types.base import Shown
from portal.web.settings import Support


@dataclass(frozen=True)
class Block:
    """A heading (`level` 1 to 4), a paragraph, a numbered or dotted list, or an answer of the group."""

    kind: str
    text: str = ""
    level: int = 0
    items: list[str] = field(default_factory=list)
    shown: Shown | None = None


def outline_of(letter: Letter, support: Support) -> list[Block]:
    """Everything that the page says, in its order."""
    return [*_top(letter), *_principles(letter), *_end(letter, support)]


def as_data(blocks: list[Block]) -> list[dict[str, Any]]:
    """The blocks for a template of the typesetter; files are named by their question only."""
    return [asdict(block) | {"shown": asdict(block.shown) | {"files": []} if block.shown else None} for block in blocks]


def as_text(blocks: list[Block]) -> str:
    """The blocks as plain text: headings in lines of their own, no column, no line that is drawn."""
    return "\n\n".join(_text(block) for block in blocks)


def next_steps(letter: Letter, support: Support) -> list[str]:
    """What can be done now, in sentences that need no link."""
    reference = letter.feedback.application.reference
    call = (
        f"Ask us for a free 20-minute call about this feedback. Phone {support.phone}, or write to "
        f"{support.email} and quote {reference}."
    )
    if letter.funded:
        agreement = "We will send you a grant agreement. Do not spend the money before both of us have signed it."
        return [agreement, call]
    if letter.reserve:
        waiting = "We keep your place on the list and write to you if money becomes free. You do not need to do more."
        return [waiting, call]
    again = (
        "Use this again. You can copy what you wrote into a new application, and keep what was strong. This decision "
        "does not count against you."
    )
    return [call, again]


def _top(letter: Letter) -> Iterator[Block]:
    application = letter.feedback.application
    yield _heading(1, letter.title)
    yield _words(f"{application.title}, {application.reference}")
    yield _words(letter.sentence)
    if letter.before:
        yield _words(letter.before)
    for line in letter.corrected:
        yield _words(line)
    yield _words(letter.opening)
    yield _heading(2, "In short")
    yield Block("dots", items=letter.short)
    if letter.main_reason:
        yield _words(f"The main reason: {letter.main_reason}")
    if letter.conditions:
        one = len(letter.conditions) == 1
        yield _heading(2, "A condition of the money" if one else "Conditions of the money")
        yield _words(f"You get the money only if you keep to {'this' if one else 'these'}.")
        yield Block("numbers", items=letter.conditions)
    yield _words(letter.feedback.summary)
    if letter.feedback.changes:
        yield _heading(2, changes_title(letter))
        yield Block("numbers", items=[str(change) for change in letter.feedback.changes])


def changes_title(letter: Letter) -> str:
    """What stands over the one to three changes."""
    count = len(letter.feedback.changes)
    return "The change that would help most" if count == 1 else f"The {count} changes that would help most"


def _principles(letter: Letter) -> Iterator[Block]:
    if letter.parts:
        yield _heading(2, "Principle by principle")
    for part in letter.parts:
        yield from _principle(part)


def _principle(part: Part) -> Iterator[Block]:
    row = part.feedback
    yield _heading(3, f"Principle {row.criterion.number} {row.criterion.short_name}")
    yield _words(f"{part.band} {part.meaning}")
    for name, label in FIELD_LABELS.items():
        if getattr(row, name):
            yield _heading(4, label)
            yield _words(getattr(row, name))
    if part.answers:
        yield _heading(4, "What you wrote")
        for answered in part.answers:
            yield Block("answer", text=answered.label, shown=answered.shown)


def _end(letter: Letter, support: Support) -> Iterator[Block]:
    if letter.workshops:
        yield _heading(2, workshops_title(letter))
        yield Block(
            "dots",
            items=[
                f"{one.workshop.title}, {date_words(london(one.workshop.starts_at).date())}. It is free, and helps "
                f"with {one.label.lower()}."
                for one in letter.workshops
            ],
        )
    yield _heading(2, "What you can do next")
    yield Block("dots", items=next_steps(letter, support))
    yield _heading(2, "If you think we did something wrong")
    yield _words(letter.review)


def workshops_title(letter: Letter) -> str:
    """What stands over the workshops."""
    return "A workshop that could help" if len(letter.workshops) == 1 else "Workshops that could help"


def _heading(level: int, text: str) -> Block:
    return Block("heading", text, level)


def _words(text: str) -> Block:
    return Block("words", text)


def _text(block: Block) -> str:
    if block.kind == "heading":
        return block.text.upper() if block.level <= 2 else block.text
    if block.kind == "dots":
        return "\n".join(f"- {item}" for item in block.items)
    if block.kind == "numbers":
        return "\n".join(f"{number}. {item}" for number, item in enumerate(block.items, 1))
    if block.shown is not None:
        return f"{block.text}\n{_answer(block.shown)}"
    return block.text


def _answer(shown: Shown) -> str:
    if shown.kind == "blank":
        return "Not provided"
    if shown.kind == "text":
        return shown.text
    if shown.kind == "list":
        return "\n".join(f"- {item}" for item in shown.items)
    if shown.kind == "table":
        rows = [*shown.body, *([shown.foot] if shown.foot else [])]
        return "\n".join(", ".join(_cells(shown, row)) for row in rows)
    return "\n".join(f"{label}: {text}" for label, text in shown.rows)


def _cells(shown: Shown, row: Any) -> list[str]:
    """A row of a table as `Head: cell`, without cells that are empty."""
    return [f"{head}: {cell}" for head, cell in zip(shown.head, row, strict=False) if cell]
