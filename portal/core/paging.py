"""Lists in pages: of twenty-five rows, unless a list says otherwise."""

from dataclasses import dataclass
from math import ceil

PAGE_SIZE = 25


@dataclass(frozen=True)
class Paging:
    """Where we are in a list: `number` counts from 1, `total` is all rows of the whole set."""

    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are, one at the least."""
        return max(1, ceil(self.total / self.size))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.number - 1) * self.size


def page_number(typed: str | None, total: int, size: int = PAGE_SIZE) -> Paging:
    """The page that the address asks for, kept inside the list; `size` rows on each."""
    wanted = int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 7 else 1
    last = Paging(1, total, size).pages
    return Paging(min(max(wanted, 1), last), total, size)
