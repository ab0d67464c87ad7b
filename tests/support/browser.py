"""A test client that checks every page it sees. It buys more quality per line than any other habit here."""

import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from portal.accounts.models import Account
from portal.accounts.operations import begin_sign_in
from tests.support.cast import account_named

SERVICE_TITLE = " – Community safety funding – OPCC Hampshire and Isle of Wight"
NOT_LABELLED = {"hidden", "submit", "button"}
BANNED_ATTRIBUTES = {"required", "maxlength", "placeholder", "autofocus", "style", "download"}
BANNED_WORDS = re.compile(r"\b(rejected|N/A|oops|beneficiaries|(?<!:)12pm|12 noon|midnight|\d{1,2}/\d{1,2}/\d{2,4})\b")


class Page:
    """An HTML answer: its tree, its words, its forms."""

    def __init__(self, response: TestResponse) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        self.tree = html5lib.HTMLParser(namespaceHTMLElements=False, strict=True).parse(self.html)

    def all(self, path: str) -> list[Any]:
        """Elements by an ElementTree path."""
        return list(self.tree.iterfind(path))

    @property
    def title(self) -> str:
        """The document's title."""
        return words_of(self.all(".//title")[0])

    @property
    def h1(self) -> str:
        """The one main heading."""
        return words_of(self.all(".//h1")[0])

    @property
    def text(self) -> str:
        """All words of the main part, in reading order."""
        return words_of(self.all(".//main")[0])

    @property
    def links(self) -> dict[str, str]:
        """Where each link leads, by its words."""
        return {words_of(a): a.get("href", "") for a in self.all(".//a")}

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(target, words) of the error summary's links."""
        return [
            (a.get("href", ""), words_of(a))
            for box in self.all(".//div[@data-module='govuk-error-summary']")
            for a in box.iterfind(".//a")
        ]

    def values(self, action: str | None = None) -> dict[str, list[str]]:
        """What a browser would send of the main part's forms (of the one with that action)."""
        sent: dict[str, list[str]] = {}
        for form in self.all(".//main//form"):
            if action is None or form.get("action", "") == action:
                for name, value in _fields(form):
                    sent.setdefault(name, []).append(value)
        return sent


def words_of(element: Any) -> str:
    """The text of an element, spaces folded; what screen readers skip with aria-hidden stays out."""
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Any) -> list[str]:
    pieces = []
    if element.tag not in ("script", "style") and element.get("aria-hidden") != "true":
        pieces.append(element.text or "")
        for child in element:
            pieces.extend(_pieces(child))
            pieces.append(child.tail or "")
    if element.tag in ("p", "li", "h1", "h2", "h3", "dd", "dt", "td", "th", "div", "br", "label", "legend", "button"):
        pieces.append(" ")
    return pieces


def _fields(form: Any) -> list[tuple[str, str]]:
    found = []
    for element in form.iter():
        name = element.get("name") if isinstance(element.tag, str) else None
        if not name or name == "csrf_token":
            continue
        kind = element.get("type", "text")
        if element.tag == "textarea":
            found.append((name, (element.text or "").removeprefix("\n")))
        elif element.tag == "select":
            chosen = [o.get("value", "") for o in element.iter("option") if o.get("selected") is not None]
            found.append((name, chosen[0] if chosen else ""))
        elif element.tag == "input" and kind in ("radio", "checkbox"):
            if element.get("checked") is not None:
                found.append((name, element.get("value", "on")))
        elif element.tag == "input" and kind not in ("submit", "file"):
            found.append((name, element.get("value", "")))
    return found


class Browser:
    """One person's browser. `get` and `post` say which status they expect, and check the page that comes."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def sign_in(self, name: str) -> "Browser":
        """Sign in as one of the cast, without the pages of signing in (those have tests of their own)."""
        with self.app.extensions["portal"].database.session(read_only=True) as session:
            account = account_named(session, name)
        return self.sign_in_as(account)

    def sign_in_as(self, account: Account) -> "Browser":
        """Sign in as anybody."""
        with self.app.extensions["portal"].database.session() as session:
            token = begin_sign_in(session, account=account, user_agent="test", confirmed=True)
        with self.client.session_transaction() as cookie:
            cookie.clear()
            cookie["_user_id"] = token
            cookie["_fresh"] = True
        return self

    def get(self, url: str, status: int = 200, **options: Any) -> Page:
        """GET an HTML page and check it."""
        return self._page(self.client.get(url, **options), status)

    def post(self, url: str, data: dict[str, Any] | None = None, status: int = 303, **options: Any) -> Page | str:
        """POST a form with this browser's CSRF token. A redirect gives its target; any other answer, the page."""
        response = self.client.post(url, data={"csrf_token": self.csrf_token(), **(data or {})}, **options)
        response.request.environ["wsgi.input"].close()  # a big upload lies in a file of the test client's
        if response.status_code in (301, 302, 303, 308) and status in (302, 303):
            return redirect_of(response)
        return self._page(response, status)

    def follow(self, url: str, data: dict[str, Any] | None = None, **options: Any) -> Page:
        """POST, then GET what it redirects to."""
        target = self.post(url, data, **options)
        assert isinstance(target, str), f"no redirect: {target.text[:400]}"
        return self.get(target)

    def csrf_token(self) -> str:
        """A token that this browser's forms would carry."""
        with self.client.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        return str(URLSafeTimedSerializer(self.app.secret_key, salt="wtf-csrf-token").dumps(raw))

    def _page(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, (
            f"{response.request.method} {response.request.path}: expected {status}, got {response.status_code}"
            f" {response.headers.get('Location', '')}\n{_gist(response)}"
        )
        page = Page(response)
        check_page(page, self.app)
        return page


def redirect_of(response: TestResponse) -> str:
    """The path and query that a redirect leads to."""
    parts = urlsplit(urljoin(response.request.url, response.headers["Location"]))
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _gist(response: TestResponse) -> str:
    text = re.sub(r"<(script|style|head).*?</\1>", "", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())[:1500]


def check_page(page: Page, app: Flask) -> None:
    """What holds on every page of the portal."""
    _check_head(page)
    _check_ids_and_labels(page)
    _check_forms(page, app)
    _check_markup(page)
    _check_links(page, app)
    _check_words(page)


def _check_head(page: Page) -> None:
    assert page.all("[@lang='en-GB']") or page.tree.get("lang") == "en-GB", "no lang"
    assert len(page.all(".//h1")) == 1, f"not one h1: {[words_of(h) for h in page.all('.//h1')]}"
    title = page.title
    assert title.endswith(SERVICE_TITLE), title
    start = f"Error: {page.h1}" if page.errors else page.h1
    assert title.startswith(start), f"title {title!r} does not start with {start!r}"
    assert page.response.headers["Content-Security-Policy"].startswith("default-src 'none'")


def _check_ids_and_labels(page: Page) -> None:
    ids = [e.get("id") for e in page.tree.iter() if isinstance(e.tag, str) and e.get("id")]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted(i for i in ids if ids.count(i) > 1)}"
    labelled = {label.get("for") for label in page.all(".//label")}
    for element in page.tree.iter():
        if element.tag not in ("input", "textarea", "select"):
            continue
        if element.tag == "input" and element.get("type", "text") in NOT_LABELLED:
            continue
        assert element.get("id") in labelled or element.get("aria-label"), f"no label: {element.attrib}"
    for name in ("aria-describedby", "aria-labelledby", "aria-controls"):
        for element in page.all(f".//*[@{name}]"):
            missing = [i for i in element.get(name).split() if i not in ids]
            assert not missing, f"{name} points nowhere: {missing}"
    for target, words in page.errors:
        assert target.removeprefix("#") in ids, f"error link to nowhere: {target} {words}"


def _check_forms(page: Page, app: Flask) -> None:
    for form in page.all(".//form"):
        method = form.get("method", "get").lower()
        assert "novalidate" in form.attrib or method == "get", "a form without novalidate"
        tokens = [i for i in form.iter("input") if i.get("name") == "csrf_token"]
        assert len(tokens) == (1 if method == "post" else 0), f"CSRF tokens: {len(tokens)} in {form.attrib}"
        assert "action" in form.attrib, "a form without an action"
        if form.get("action"):
            _check_target(app, form.get("action"), method.upper())


def _check_markup(page: Page) -> None:
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        bad = [a for a in element.attrib if isinstance(a, str) and (a in BANNED_ATTRIBUTES or a.startswith("on"))]
        assert not bad, f"{element.tag} has {bad}"
        assert not (element.tag == "input" and element.get("type") == "number"), "type=number"
        assert element.tag != "style", "inline style"
        if element.tag == "script":
            assert element.get("src"), "inline script"
            assert element.get("nonce"), "script without nonce"
    for table in page.all(".//table"):
        assert table.find("caption") is not None, "a table without a caption"
        assert all(th.get("scope") for th in table.iter("th")), "a th without scope"
    assert page.all(".//a[@class='govuk-skip-link']"), "no skip link"


def _check_links(page: Page, app: Flask) -> None:
    for link in page.all(".//a[@href]"):
        if not link.get("href").startswith(("#", "mailto:", "tel:", "http:", "https:")):
            _check_target(app, urljoin(page.response.request.path, link.get("href")), "GET")


def _check_target(app: Flask, url: str, method: str) -> None:
    try:
        app.url_map.bind("localhost").match(urlsplit(url).path, method=method)
    except RequestRedirect:
        pass
    except MethodNotAllowed as error:
        raise AssertionError(f"{url} does not take {method}") from error
    except HTTPException as error:
        raise AssertionError(f"{url} leads nowhere") from error


def _check_words(page: Page) -> None:
    text = page.text
    quoted = [words_of(one) for one in page.all(".//main//s")]  # the guide strikes out what it warns of
    found = next((one for one in BANNED_WORDS.finditer(text) if one.group(0) not in quoted), None)
    assert not found, f"banned words: {found and found.group(0)}"
    if re.search(r"\bCloses at\b|\bSubmit by\b", text):
        assert "(UK time)" in text, "a deadline without (UK time)"
    assert "((" not in text, f"a placeholder was left: {text[text.index('((') :][:60]}"
