"""A form as plain text, made to be filled in on a phone and pasted: one marker line for each question.

Lines that begin with `>` are ours. An answer's own line that begins like one of ours gets a backslash before it.
"""

import re

from portal.formkit.paper.contents import HOW_TO, MARKER, Paper, asked_in, origin_in
from portal.formkit.paper.filled import Filled

LONGEST_TEXT = 2_000_000
_MARKED = re.compile(rf"\s*{MARKER.pattern}", re.IGNORECASE)
_LIKE_OURS = re.compile(r"\s*(?:>|\[#|\\)")


def write_plain(paper: Paper) -> str:
    """The whole form as text, with line feeds only."""
    lines = [paper.title, *paper.notes, "", *HOW_TO, "Lines that start with > are ours. Write below them.", ""]
    lines += [str(paper.origin), ""]
    for number, section, questions in asked_in(paper):
        lines += [f"> {number}. {section.title.upper()}"]
        lines += [f"> {section.intro}"] if section.intro else []
        lines.append("")
        for asked in questions:
            if not asked.kind.on_paper:
                lines += [f"> {asked.number} {asked.question.full_label}", *_ours(asked.guidance), ""]
                continue
            lines += [f"{asked.marker} {asked.number} {asked.question.full_label}", *_ours(asked.guidance)]
            lines += [_guarded(line) for line in asked.text.split("\n")] + [""]
    return "\n".join(lines)


def read_plain(text: str) -> Filled:
    """What a text says below each marker."""
    filled = Filled(origin_in(text))
    key: str | None = None
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        found = _MARKED.match(line)
        if not found:
            lines.append(line)
            continue
        if key is not None:
            filled.add(key, _answer(lines))
        key, lines = found.group(1).lower(), []
    if key is not None:
        filled.add(key, _answer(lines))
    return filled


def decoded(data: bytes) -> str:
    """The text of a file: UTF-8, or UTF-16 where its first bytes say so. Raises ValueError for anything else."""
    if len(data) > LONGEST_TEXT:
        raise ValueError("too long")
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    text = data.decode(encoding)
    if "\0" in text:
        raise ValueError("not a text")
    return text


def _ours(guidance: tuple[str, ...]) -> list[str]:
    return [f"> {line}" for words in guidance for line in words.split("\n")]


def _guarded(line: str) -> str:
    return f"\\{line}" if _LIKE_OURS.match(line) else line


def _answer(lines: list[str]) -> str:
    """The lines without ours at both ends; what stands between is the person's, whatever it looks like."""
    first, last = 0, len(lines)
    while first < last and _is_ours(lines[first]):
        first += 1
    while last > first and _is_ours(lines[last - 1]):
        last -= 1
    return "\n".join(line.removeprefix("\\") if _LIKE_OURS.match(line) else line for line in lines[first:last])


def _is_ours(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(">")
