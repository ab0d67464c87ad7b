"""Going back to where someone was: only to a page of ours that exists."""

import re
from urllib.parse import unquote

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def safe_next(default: str) -> str:
    """The `next` of this request when it leads to a GET page of this portal; else `default`.

    Schemes, hosts, backslashes and control characters are refused before the path is matched, because browsers read
    `//e`, `/\\e` and `/<tab>/e` as other hosts.
    """
    wanted = request.values.get("next", "")
    return wanted if _is_ours(wanted) else default


def _is_ours(wanted: str) -> bool:
    if not wanted.startswith("/") or any(ord(c) < 33 for c in wanted):
        return False
    path = re.split("[?#]", wanted, maxsplit=1)[0]
    plain = unquote(path)  # a search in the query may hold any character
    if plain.startswith("//") or "\\" in plain or any(ord(c) < 32 for c in plain):
        return False
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True
