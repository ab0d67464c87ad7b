"""Two people, or two windows, that changed the same text: both versions, side by side, so that nothing is lost."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.core.refusal import Refused


@dataclass(frozen=True)
class Clash:
    """One text that was saved by somebody else while another was typed: its label, its field, and both versions."""

    label: str
    field: str
    saved: str
    typed: str


class Stale(Refused):
    """What is being saved was read before somebody else saved. Nothing of it was stored."""

    def __init__(self) -> None:
        super().__init__(
            "Someone saved a newer version while you were writing. Compare the two, then save again.",
            title="This changed while you were writing",
        )


def clashes(labels: Mapping[str, str], saved: Mapping[str, str], typed: Mapping[str, str]) -> list[Clash]:
    """The texts that differ, in the order of `labels` (field name to label)."""
    return [
        Clash(label, field, saved.get(field, ""), typed.get(field, ""))
        for field, label in labels.items()
        if saved.get(field, "") != typed.get(field, "")
    ]
