"""What is wrong with a form definition, and what is wrong with an answer."""

from dataclasses import dataclass


class FormFault(Exception):
    """A definition that cannot be published: names the file, the path in it, and the fault."""

    def __init__(self, source: str, path: str, fault: str) -> None:
        super().__init__(f"{source}: {path}: {fault}")
        self.source = source
        self.path = path
        self.fault = fault


class FileRefused(Exception):
    """The host could not take an uploaded file; the message goes beside the field."""


class Unreadable(Exception):
    """What was typed away from the portal cannot be understood; the message says what would be."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with an answer: the id of the field that can mend it, and the words beside it."""

    field: str
    message: str
