"""What a form or a query brought, without the one character that PostgreSQL keeps in no text and looks for in none."""

from collections.abc import Iterable
from typing import Any

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict


class _Typed(ImmutableMultiDict[str, Any]):
    """Names and values as sent, NUL taken out of both; a file stays as it is."""

    def __init__(self, sent: Iterable[tuple[str, Any]] | None = None) -> None:
        super().__init__([(_without(name), _without(value)) for name, value in sent or ()])


class PortalRequest(Request):
    """A request whose words can be looked up and stored: nobody types a NUL, but pasted text may hold one."""

    parameter_storage_class = _Typed


def _without(part: Any) -> Any:
    return part.replace("\x00", "") if isinstance(part, str) else part
