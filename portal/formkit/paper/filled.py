"""What a file that was filled in says, question by question, before anybody judges it."""

from dataclasses import dataclass, field

from portal.formkit.paper.contents import Origin


@dataclass
class Filled:
    """The text below each marker, by question key; `doubled` are the keys that stand there with different texts."""

    origin: Origin | None = None
    texts: dict[str, str] = field(default_factory=dict)
    doubled: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)  # a marker is there, but not the box that belongs to it

    def add(self, key: str, text: str) -> None:
        """Note the text of a question; the first one counts, unless it is blank."""
        before = self.texts.get(key, "").strip()
        if before and text.strip() and before != text.strip():
            self.doubled.add(key)
        elif not before:
            self.texts[key] = text
