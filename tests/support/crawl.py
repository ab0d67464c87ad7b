"""Everything that one person can fetch: from every address that is known, along every link and every search form."""

import io
import re
import zipfile
from collections import Counter, deque
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import product
from urllib.parse import urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.web.guard import guard_of
from tests.support.browser import Browser
from tests.support.pdf_words import words_in

# What differs between two fetches of one page: tokens, and the references of errors and of new rows.
MASKS = (
    (r'name="csrf_token" value="[^"]*"', "TOKEN"),
    (r'nonce="[^"]*"', "NONCE"),
    (r"\bE-[A-Z0-9]{6}\b", "ERROR"),
    (r'(data-tab-key="|name="tab-key" value=")[^"]*"', r"\1TAB"),
    (r"/manage/messages/[0-9a-f-]{36}", "/manage/messages/HANDLE"),
)
NEVER = ("/static/", "/sign-out")
MOST_OF_ONE_PATH = 2  # filters of one list


def masked(body: str) -> str:
    """A page without what differs by itself."""
    for pattern, word in MASKS:
        body = re.sub(pattern, word, body)
    return body


def starts(app: Flask, known: dict[str, Iterable[str]]) -> list[str]:
    """Every address that a GET may have, with each known value in the place of each part."""
    found = []
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint]) if rule.endpoint != "static" else None
        if guard is None or "GET" not in (rule.methods or set()):
            continue
        parts = sorted(rule.arguments)
        for values in product(*(known.get(part, ("1",)) for part in parts)):
            path = re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", rule.rule)
            found.append(path.format(**dict(zip(parts, values, strict=True))))
    return found


def crawl(browser: Browser, first: Iterable[str], *, public: bool) -> dict[str, str]:
    """What came of each address: its status, where it sends, its words (files unpacked).

    Pages that everyone may read are the same for all: they are fetched where `public` says so.
    """
    waiting, seen, paths = deque(first), dict[str, str](), Counter[str]()
    known = set(waiting)
    while waiting:
        address = waiting.popleft()
        path = urlsplit(address).path
        if path.startswith(NEVER) or paths[path] >= MOST_OF_ONE_PATH or (not public and _is_public(browser.app, path)):
            continue
        paths[path] += 1
        with browser.client.get(address) as answer:
            data, kind, target = answer.get_data(), answer.mimetype, answer.headers.get("Location", "")
            status = answer.status_code
        assert status < 500, address
        text = _words(data, kind)
        seen[masked(address)] = seen.get(masked(address), "") + f"{status} {target}\n{masked(text)}"
        more = [target] if target else []
        if kind == "text/html" and status == 200:
            more += _onward(text, address)
        for one in more:
            parts = urlsplit(urljoin(f"http://localhost{address}", one))
            found = parts.path + (f"?{parts.query}" if parts.query else "")
            if parts.netloc == "localhost" and found not in known:
                known.add(found)
                waiting.append(found)
    return seen


def _words(data: bytes, kind: str) -> str:
    if kind.startswith("application/vnd.openxmlformats"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "\n".join(packed.read(name).decode(errors="replace") for name in sorted(packed.namelist()))
    if kind == "application/pdf" and b"/Type/Page/" in data:
        return words_in(data)
    return data.decode(errors="replace")


def _is_public(app: Flask, path: str) -> bool:
    try:
        endpoint, _ = app.url_map.bind("localhost").match(path)
    except (HTTPException, RequestRedirect):
        return False
    guard = guard_of(app.view_functions[endpoint])
    return guard is None or guard.needs.everyone


class _Onward(HTMLParser):
    """The links of a page, and its forms that only ask: (action, fields as they stand, boxes, choices of lists)."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[tuple[str, list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]] = []
        self._inside = False
        self._list = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads on."""
        has = {name: value or "" for name, value in attrs}
        name = has.get("name", "")
        if tag == "a" and has.get("href"):
            self.links.append(has["href"])
        elif tag == "form":
            self._inside = has.get("method", "get").lower() == "get"
            if self._inside:
                self.forms.append((has.get("action", ""), [], [], []))
        elif self._inside and tag == "select":
            self._list = name
        elif self._inside and tag == "option" and has.get("value"):
            self.forms[-1][3].append((self._list, has["value"]))
        elif self._inside and name and has.get("type") in ("checkbox", "radio"):
            self.forms[-1][2].append((name, has.get("value", "on")))
        elif self._inside and name and tag == "input":
            self.forms[-1][1].append((name, has.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """A form is over."""
        self._inside = self._inside and tag != "form"


def _onward(text: str, address: str) -> list[str]:
    parser = _Onward()
    parser.feed(text)
    found = [one for one in parser.links if not one.startswith(("#", "mailto:", "tel:"))]
    for action, plain, ticked, choices in parser.forms:
        base = (action or address).partition("?")[0]
        ways = [plain, plain + ticked, *([*plain, choice] for choice in choices)]
        found += [f"{base}?{urlencode(way)}" for way in ways]
    return found
