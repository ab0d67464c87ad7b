"""How a person can best take in their feedback, from what they and their group told us. No session."""

import re
from dataclasses import dataclass
from enum import StrEnum

_LARGE = re.compile(r"\blarge[ -]?(print|text|letters)|\bbig(ger)? (print|letters|text)|\bpartially sighted\b", re.I)
_PLAIN = re.compile(r"\bplain[ -]text|\bscreen[ -]?readers?\b|\btext only\b", re.I)
_EASY = re.compile(r"\beasy[ -]?read\b", re.I)
_CALL = re.compile(r"\b(phone|telephone|call|ring)\b", re.I)
_NO_CALL = re.compile(r"\b(no|not|never|without|cannot|can't|don't|rather than|instead of)\b[^.;,!?]*", re.I)
_POST = re.compile(r"\b(by|in the) post\b|\bon paper\b", re.I)
_SIGN = re.compile(r"\bBSL\b|\bsign language\b|\binterpreter\b", re.I)


class Kind(StrEnum):
    """What an officer does for one person."""

    CALL = "call"
    POST = "post"
    LANGUAGE = "language"


@dataclass(frozen=True)
class Needs:
    """What we know of one person: shapes to offer first, and what an officer does. `language` is empty for English."""

    large_print: bool = False
    plain_text: bool = False
    easy_read: bool = False
    call: bool = False
    post: bool = False
    language: str = ""

    @property
    def tasks(self) -> list[Kind]:
        """What an officer does, in the order of the list."""
        chosen = {Kind.CALL: self.call, Kind.POST: self.post, Kind.LANGUAGE: bool(self.language)}
        return [kind for kind, wanted in chosen.items() if wanted]

    @property
    def offered_first(self) -> list[str]:
        """The shapes of the page to offer before the others."""
        return [*(["large print"] if self.large_print else []), *(["plain text"] if self.plain_text else [])]


def needs_of(*, own: str, group: str, way: str, language: str) -> Needs:
    """What a person needs. `own` and `group` are free text of the person and of the group's registration.

    `way` is what the person chose (email, phone, text, post; empty when they do not mind): a choice is stronger than
    words, so only where nothing was chosen do words ask for a call or a letter. "No calls, please" asks for none.
    """
    words = f"{own}. {group}"
    asked = _NO_CALL.sub("", words)
    easy = language == "Easy read English" or bool(_EASY.search(words))
    spoken = "" if language == "Easy read English" else language
    return Needs(
        large_print=bool(_LARGE.search(words)),
        plain_text=bool(_PLAIN.search(words)),
        easy_read=easy,
        call=way == "phone" or (not way and bool(_CALL.search(asked))),
        post=way == "post" or (not way and bool(_POST.search(asked))),
        language=spoken or ("British Sign Language or an interpreter" if _SIGN.search(asked) else ""),
    )
