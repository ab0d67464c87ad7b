"""Whether a group could be recognised in what everyone would read. No session."""

from collections.abc import Mapping, Sequence

from portal.feedback.rules.checks import doubts_beside, folded_sentences


def recognisable(
    texts: Mapping[str, str],
    *,
    own: Sequence[str],
    asked: str,
    people: Sequence[str],
    groups: Sequence[str],
    elsewhere: set[str],
) -> list[str]:
    """What to look at in each text (label to words): names, and sentences that somebody knows as theirs.

    `own` are the names by which the group and its project are known, `asked` is its question word for word; the rest
    is what feedback is held against too.
    """
    found = []
    for label, text in texts.items():
        lower = text.casefold()
        said = [f"this names the group that asked ({name})" for name in own if name and name.casefold() in lower]
        said += doubts_beside(text, people=people, groups=groups, elsewhere=elsewhere)
        if folded_sentences([text]) & folded_sentences([asked]):
            said.append("a sentence stands here as the group wrote it. Say it in our own words")
        found += [f"{label}: {one}" for one in said]
    return found
