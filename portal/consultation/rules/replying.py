"""The summary for an applicant: what it begins with, what may not stand in it, until when they reply."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from portal.consultation.models import Advice, Consultee, FactualSummary
from portal.consultation.rules.words import KINDS, Kind, choices
from portal.consultation.states import AdviceState
from portal.core.clock import london
from portal.core.text import has_email, has_phone, plural


def names_in(text: str, consultees: Iterable[Consultee]) -> list[str]:
    """What of a summary would tell who said it: a consultee's name, address or body, any email address or number."""
    folded = " ".join(text.casefold().split())
    found = [
        words
        for one in consultees
        for words in (one.person, one.email, one.body)
        if re.search(rf"(?<!\w){re.escape(' '.join(words.casefold().split()))}(?!\w)", folded)
    ]
    if has_email(text):
        found.append("an email address")
    if has_phone(text):
        found.append("a phone number")
    return list(dict.fromkeys(found))


def first_words(found: Sequence[tuple[str, Advice]]) -> str:
    """A summary to begin with, from (kind of body, advice): what may be shared. Concerns are no part of it."""
    needs, duplicates = choices("need"), choices("duplicate")
    paragraphs = []
    for kind, one in found:
        if one.state != AdviceState.ANSWERED:
            continue
        lines = [f"{KINDS[Kind(kind)]}:", f"Is there a need? {needs[one.need]}."]
        lines.append(f"Does anyone do this already? {duplicates[one.duplicate]}.")
        lines += [f"They name: {one.duplicate_who}"] if one.duplicate_who else []
        lines += [one.anything] if one.anything else []
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs)


def kinds_in_words(kinds: Sequence[str]) -> list[str]:
    """Kinds of body, each with how many were asked."""
    labels = {Kind.CSP: "Community Safety Partnership", Kind.COMMISSIONER: "other commissioner"}
    plain = {
        kind: labels.get(kind, label.lower() if kind != Kind.COMMANDER else label) for kind, label in KINDS.items()
    }
    return [plural(list(kinds).count(kind), plain[kind]) for kind in KINDS if kind in kinds]


def may_reply(summary: FactualSummary, at: datetime) -> bool:
    """Whether the applicant's time for a reply runs."""
    return summary.due_on is not None and london(at).date() <= summary.due_on
