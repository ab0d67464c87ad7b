"""Files: one, or one for each document of a list. The host keeps the bytes; the answer keeps what it was told."""

from typing import Any

from portal.core.text import in_words
from portal.formkit.conditions import Answers, holds
from portal.formkit.definition import Question
from portal.formkit.faults import Problem
from portal.formkit.types.base import BLANK, FileFacts, QuestionType, Shown, Source

LARGEST_MB = 10
NAMES = {"pdf": "PDF", "docx": "Word", "odt": "OpenDocument", "ods": "OpenDocument", "xlsx": "Excel", "jpg": "JPG",
         "png": "PNG", "heic": "HEIC"}  # fmt: skip


class Uploading(QuestionType):
    """What both kinds of file question share: which files they take. The host holds an upload to it."""

    on_paper = False

    def endings(self, question: Question) -> tuple[str, ...]:
        """The endings of the files that a question takes."""
        return tuple(question.details.get("accepted") or NAMES)

    def largest_mb(self, question: Question) -> int:
        """How many megabytes a file may have."""
        return min(int(question.details.get("max_mb") or LARGEST_MB), LARGEST_MB)

    def takes(self, question: Question) -> str:
        """`JPG or PNG, up to 5MB`: said before anybody chooses a file."""
        names = list(dict.fromkeys(NAMES[ending] for ending in self.endings(question)))
        return f"{in_words(names, 'or')}, up to {self.largest_mb(question)}MB"

    def accept(self, question: Question) -> str:
        """The same for the browser's file chooser."""
        endings = self.endings(question)
        return ",".join(f".{ending}" for ending in (*endings, *(["jpeg"] if "jpg" in endings else [])))


class File(Uploading):
    """One file: {"id", "name", "size", "content_type"} as the host gave it."""

    name = "file"
    template = "formkit/types/file.html"
    details = frozenset({"accepted", "max_mb", "error_empty"})

    def read(self, question: Question, source: Source, name: str) -> Any:
        """The new file, or the one from before unless it is to be removed."""
        if source.text("action") == f"remove-file:{name}":
            return None
        return source.file(question, name) or source.before.get(question.key)

    def ask(self, question: Question) -> str:
        """`Choose a file`."""
        return f"Choose a file for ‘{question.label.rstrip('?')}’"

    def show(self, question: Question, value: Any) -> Shown:
        """The file's name."""
        return Shown("files", files=(value,)) if value else BLANK

    def plain(self, question: Question, value: Any) -> str:
        """The file's name."""
        return str(value["name"]) if value else ""

    def files(self, question: Question, value: Any, name: str) -> dict[str, FileFacts]:
        """The one file."""
        return {name: value} if value else {}

    def without_file(self, value: Any, file_id: str) -> Any:
        """Nothing, when it was that file."""
        return None if value and value["id"] == file_id else value


class DocumentChecklist(Uploading):
    """One place for each document of a list: a file, or the words of `instead` ("You already have our latest one")."""

    name = "document_checklist"
    template = "formkit/types/document_checklist.html"
    details = frozenset({"documents", "instead", "filter", "accepted", "max_mb"})
    needs = ("documents", "instead")

    def read(self, question: Question, source: Source, name: str) -> Any:
        """`{document: {"file": {...}} or {"instead": true}}`."""
        before = source.before.get(question.key) or {}
        value = {}
        for document in question.details["documents"]:
            key, field = document["value"], f"{name}-{document['value']}"
            kept = None if source.text("action") == f"remove-file:{field}" else before.get(key, {}).get("file")
            file = source.file(question, field) or kept
            if file:
                value[key] = {"file": file}
            elif source.text(f"{field}-instead") == "yes":
                value[key] = {"instead": True}
        return value or None

    def wanted(self, question: Question, answers: Answers) -> list[dict[str, Any]]:
        """The documents that these answers call for."""
        return [one for one in question.details["documents"] if holds(one["show_if"], answers)]

    def missing_documents(self, question: Question, value: Any, name: str, answers: Answers) -> list[Problem]:
        """Each required document that is neither here nor spoken for."""
        return [
            Problem(f"{name}-{one['value']}", f"Upload your {one['label'][0].lower()}{one['label'][1:]}")
            for one in self.wanted(question, answers)
            if one["required"] and not (value or {}).get(one["value"])
        ]

    def missing(self, question: Question, value: Any, name: str) -> list[Problem]:
        """Told by `missing_documents`, which knows the other answers."""
        return []

    def show(self, question: Question, value: Any) -> Shown:
        """A row for each document that was answered."""
        rows, files = [], []
        for one in question.details["documents"]:
            given = (value or {}).get(one["value"])
            if given and given.get("file"):
                rows.append((one["label"], given["file"]["name"]))
                files.append(given["file"] | {"label": one["label"]})
            elif given:
                rows.append((one["label"], question.details["instead"]))
        return Shown("documents", rows=tuple(rows), files=tuple(files)) if rows else BLANK

    def plain(self, question: Question, value: Any) -> str:
        """Documents and files."""
        return "; ".join(f"{label}: {text}" for label, text in self.show(question, value).rows)

    def files(self, question: Question, value: Any, name: str) -> dict[str, FileFacts]:
        """The file of each document."""
        return {f"{name}-{key}": given["file"] for key, given in (value or {}).items() if given.get("file")}

    def without_file(self, value: Any, file_id: str) -> Any:
        """The other documents."""
        kept = {key: given for key, given in (value or {}).items() if (given.get("file") or {}).get("id") != file_id}
        return kept or None
