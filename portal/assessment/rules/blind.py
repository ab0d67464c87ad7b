"""Blind rounds: what a group wrote, without the words that tell who it is."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from portal.applications.models import Application
from portal.applications.rules.signing import standing_partners
from portal.assessment.policy import PUBLIC_MAIL, mail_domain
from portal.formkit.types.base import Shown

HIDDEN = "[name hidden]"
SHORTEST = 3  # a shorter word stands in too many others


class Mask:
    """Hides words wherever they stand: `words` whatever their case and spaces, `names` only as they are spelt.

    Single first and last names go by their spelling, because many are ordinary words too.
    """

    def __init__(self, words: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self._found = [
            re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", flags)
            for parts, flags in ((_parts(words), re.IGNORECASE), (_parts(names), 0))
            if parts
        ]

    def text(self, text: str) -> str:
        """A text without them."""
        for pattern in self._found:
            text = pattern.sub(HIDDEN, text)
        return text

    def shown(self, answer: Shown) -> Shown:
        """An answer without them; files are left out, for their names tell too."""
        if not self._found:
            return answer
        return replace(
            answer,
            text=self.text(answer.text),
            items=tuple(map(self.text, answer.items)),
            rows=tuple((self.text(label), self.text(words)) for label, words in answer.rows),
            body=tuple(tuple(map(self.text, row)) for row in answer.body),
            foot=tuple(map(self.text, answer.foot)),
            files=(),
        )


def mask_of(application: Application, more: Iterable[str] = ()) -> Mask:
    """What hides a group and its partners in a blind round; in any other round it hides nothing.

    `more` are further words that tell, from the answers that nobody who scores is shown.
    """
    if not application.round.blind:
        return Mask()
    places = [application.organisation, *(one.organisation for one in standing_partners(application.partners))]
    people = [member.account for place in places if place for member in place.team]
    words = [*more, *(one.invited_as for one in application.partners)]
    for place in places:
        if place:
            words += [place.reference, place.name, place.charity_number, place.company_number]
    for person in people:
        domain = mail_domain(person.email)
        words += [person.name, person.email, "" if domain in PUBLIC_MAIL else domain]
    return Mask(words, [part for person in people for part in person.name.split()])


def shown_title(application: Application) -> str:
    """What people who score call the project: without the names of the group and its people in a blind round."""
    return mask_of(application).text(application.title) or application.reference


def strings_in(value: Any) -> list[str]:
    """Every text in an answer, however deep."""
    if isinstance(value, str):
        return [value]
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for one in inside for text in strings_in(one)]


def _parts(words: Iterable[str]) -> list[str]:
    kept = {" ".join(word.split()) for word in words}
    longest_first = sorted((word for word in kept if len(word) >= SHORTEST), key=lambda word: (-len(word), word))
    return [r"\s+".join(re.escape(part) for part in word.split()) for word in longest_first]
