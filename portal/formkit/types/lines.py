"""Answers as lines of `Label: text`, as people type them away from the portal; for what has parts, and for rows."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

_ROW = re.compile(r"\**\s*row\s+[0-9]{1,3}\s*:?\s*\**", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*•–]|\[[xX ]?\])\s+")
_INDENT = "  "


def folded(text: str) -> str:
    """Words as they are compared: without case, punctuation, accents of form and space; `(optional)` says nothing."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("(optional)", "")
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def without_bullet(line: str) -> str:
    """A line without the mark that makes it an item of a list."""
    return _BULLET.sub("", line).strip()


def write_lines(records: Sequence[Mapping[str, str]], labels: Sequence[str], *, numbered: bool) -> str:
    """`Label: text` for each label of each record, further lines of a text indented; `numbered` puts `Row 1` before."""
    lines: list[str] = []
    for number, record in enumerate(records, start=1):
        if numbered:
            lines.append(f"Row {number}")
        for label in labels:
            first, *more = record.get(label, "").split("\n")
            lines.append(f"{label}: {first}".rstrip())
            lines += [f"{_INDENT}{line}" for line in more]
    return "\n".join(lines)


def read_lines(text: str, labels: Sequence[str]) -> list[dict[str, str]]:
    """The records of such lines by label; ValueError with the first line that belongs to none.

    A new record begins at `Row 2`, and where a label comes again.
    """
    known = {folded(label): label for label in labels}
    records: list[dict[str, str]] = []
    last = ""
    fresh = True
    for line in text.split("\n"):
        if _ROW.fullmatch(line):
            fresh, last = True, ""
            continue
        label = known.get(folded(line.partition(":")[0])) if ":" in line and not line.startswith(" ") else None
        if label:
            if fresh or label in records[-1]:
                records.append({})
                fresh = False
            records[-1][label] = line.partition(":")[2].strip()
            last = label
        elif last:
            records[-1][last] += f"\n{line.removeprefix(_INDENT)}"
        elif line.strip():
            raise ValueError(line.strip()[:80])
    return [{label: words.strip("\n") for label, words in record.items()} for record in records]
