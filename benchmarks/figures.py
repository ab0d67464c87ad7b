"""What a run found, as lines to print and as rows for the README."""

from collections.abc import Sequence
from dataclasses import dataclass, field


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of all does not exceed; 0 when there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


@dataclass
class Figures:
    """Rows of (what, found, aim, verdict). An aim that is not met is said, and fails nothing."""

    title: str
    rows: list[tuple[str, str, str, str]] = field(default_factory=list)

    def add(self, what: str, found: str) -> None:
        """A figure without an aim."""
        self.rows.append((what, found, "", ""))

    def aim(self, what: str, found: str, aim: str, *, met: bool) -> None:
        """A figure with its aim."""
        self.rows.append((what, found, aim, "aim met" if met else "aim not met"))

    def __str__(self) -> str:
        lines = [self.title]
        for what, found, aim, verdict in self.rows:
            lines.append(f"  {what:40} {found:36} {f'{verdict} ({aim})' if aim else ''}".rstrip())
        return "\n".join(lines)

    def table(self) -> str:
        """The same as a table in Markdown."""
        lines = [f"| {self.title} | Found | Aim | |", "|---|---|---|---|"]
        return "\n".join(lines + [f"| {' | '.join(row)} |" for row in self.rows])
