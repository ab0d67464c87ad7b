"""Text that people type: one normal form, one way to count words (the browser's), one way to compare."""

import re
import unicodedata

# ECMAScript's \s (section 12.2 "White Space" and 12.3 "Line Terminators"), which differs from Python's: it counts
# U+FEFF as space and U+0085, U+001C to U+001F as letters. The page counts with /\S+/g, so the server must agree.
_JS_SPACE = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_WORD = re.compile(f"[^{_JS_SPACE}]+")
# Everything below space but tab and line feed, and the DEL and C1 block: invisible, and hostile to mail and CSV.
# Halves of surrogate pairs come by JSON only, and no database stores them.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_WEB_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_PHONE = re.compile(r"(?<!\d)(?:\+44|0)(?:[\s()-]?\d){9,10}(?!\d)")


def normalise(text: str) -> str:
    """NFC, line feeds only, no control characters, no space around the whole."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))  # first: they may part what NFC joins
    return unicodedata.normalize("NFC", text).strip(" \t\n\ufeff")


def one_line(text: str) -> str:
    """Normal form on a single line, fit for a mail header, a log or a file name."""
    return " ".join(re.sub(r"[\u2028\u2029]", " ", normalise(text)).split())


def count_words(text: str) -> int:
    r"""How many words: the number of matches of JavaScript's `/\S+/g`."""
    return len(_WORD.findall(text))


def has_email(text: str) -> bool:
    """Whether an email address stands in the text."""
    return bool(_EMAIL.search(text))


def has_phone(text: str) -> bool:
    """Whether something like a UK phone number stands in the text."""
    return bool(_PHONE.search(text))


def has_web_address(text: str) -> bool:
    """Whether a web link stands in the text."""
    return bool(_WEB_ADDRESS.search(text))


def plural(count: int, one: str, many: str | None = None) -> str:
    """`1 person`, `2 people`; `many` is `one` + s unless given."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def in_words(items: list[str], word: str = "and") -> str:
    """`a, b and c`; `word` may be `or`."""
    return items[0] if len(items) == 1 else ", ".join(items[:-1]) + f" {word} " + items[-1] if items else ""
