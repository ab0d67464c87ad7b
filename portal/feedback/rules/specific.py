"""What an officer has to make true of one group: ready-made words, and a list of changes that keeps up. No session."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet

from portal.phrases.rules import gaps, is_only_stock


def unspecific(fields: Mapping[str, str], labels: Mapping[str, str], stock: AbstractSet[str]) -> list[tuple[str, str]]:
    """(field, message) of each text with a gap, or of ready-made phrases alone (`stock`: their folded sentences)."""
    found = []
    for name, label in labels.items():
        text = fields.get(name, "")
        left = gaps(text)
        if left:
            found.append((name, f"Replace “{left[0]}” in “{label}” with what is true of this group"))
        elif is_only_stock(text, stock):
            found.append(
                (name, f"Add to “{label}” what you mean in this group’s answer. It is only a ready-made phrase")
            )
    return found


def followed(before: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    """The fields where the changes at the top go with those of the principles that they repeat.

    The first draft puts the same change in both places. Whoever makes one specific need not do it twice: a change at
    the top that was left as it stood takes the new words.
    """
    renewed = {
        text: fields[name]
        for name, text in before.items()
        if name.startswith("change_first-") and text and fields.get(name, text) not in ("", text)
    }
    kept = {
        name: renewed[text]
        for name, text in fields.items()
        if name.startswith("change-") and text == before.get(name) and text in renewed
    }
    return {**fields, **kept}
