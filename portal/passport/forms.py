"""The days of a document, each in three boxes."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.core.clock import today
from portal.core.dates import parse_day
from portal.passport.models import DocumentKind
from portal.passport.rules import problem_with_days
from portal.web.kept import posted

NAMES = {"starts": "the day it was signed or starts", "expires": "the day it runs out"}


class DocumentForm:
    """The file and the days of one document. `starts_on` and `expires_on` are read by `problems`."""

    def __init__(self, kind: DocumentKind, *, starts_on: date | None = None, expires_on: date | None = None) -> None:
        self.kind = kind
        self.starts_on = starts_on
        self.expires_on = expires_on
        self.sent: Mapping[str, str] | None = posted()
        self.found: dict[str, str] = {}

    def typed(self, name: str) -> dict[str, str]:
        """What stands in the three boxes of a day."""
        if self.sent is not None:
            return {part: self.sent.get(f"{name}-{part}", "") for part in ("day", "month", "year")}
        day = self.starts_on if name == "starts" else self.expires_on
        return {"day": str(day.day), "month": str(day.month), "year": str(day.year)} if day else {}

    def problems(self, upload: FileStorage | None = None, *, needs_file: bool = False) -> dict[str, str]:
        """Field -> what is wrong with what was sent; nothing when it will do."""
        self.found = {}
        if needs_file and (upload is None or not upload.filename):
            self.found["file"] = "Choose a file"
        self.starts_on = self._read("starts")
        self.expires_on = self._read("expires") if self.kind.expires else None
        for name, words in problem_with_days(self.kind, self.starts_on, self.expires_on, today()).items():
            self.found.setdefault(name, words)
        return self.found

    def _read(self, name: str) -> date | None:
        boxes = self.typed(name)
        if not any(text.strip() for text in boxes.values()):
            return None
        try:
            return parse_day(boxes["day"], boxes["month"], boxes["year"])
        except ValueError:
            self.found[name] = f"Enter {NAMES[name]} as a date, like 27 3 2027"
            return None

    @property
    def summary(self) -> list[tuple[str, str]]:
        """(field id, message) of each problem, for the error summary."""
        return [(name if name == "file" else f"{name}-day", words) for name, words in self.found.items()]

    def shown(self) -> dict[str, Any]:
        """What the template's fields need."""
        return {"starts": self.typed("starts"), "expires": self.typed("expires"), "found": self.found}
