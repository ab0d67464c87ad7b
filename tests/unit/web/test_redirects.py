"""Where `next` may lead: to pages of ours, whatever is written there."""

import pytest
from flask import Flask

from portal.web.redirects import safe_next

HOSTILE = [
    "//funds", "////funds", "/%2ffunds",
    "//evil.example", "///evil.example", "////evil.example", "/////evil.example", "/\\evil.example", "\\/evil.example",
    "\\\\evil.example", "https:evil.example", "https:/evil.example", "https://evil.example/funds", "HTTPS://localhost/funds",
    "http://localhost@evil.example/", "user@evil.example", "@evil.example", "%2f%2fevil.example", "/%2fevil.example",
    "%2Ffunds", "/%5cevil.example", "/\tevil.example", "\t//evil.example", "/\n/evil.example", "/\r\nSet-Cookie:x=1",
    "/funds\r\nX-Evil: 1", "/funds\x00", "/ /evil.example", " /funds", "javascript:alert(1)", "JaVaScRiPt:/funds",
    "data:text/html,x", "/\u2215evil.example", "\u2044\u2044evil.example", "\uff0f\uff0fevil.example",
    "/%09/evil.example", "/funds%0d%0aX-Evil:1", ".", "..", "funds", "", "?x=1", "#x", "/only-post", "/nowhere",
    "/funds/../../..//evil.example", "//[evil", "/funds//x", "/\u2028",
]  # fmt: skip
GOOD = [
    "/", "/funds", "/funds?search=a+b", "/funds?search=harbour%20sisters&page=2", "/funds?q=%0A%5C//x", "/funds/x-1",
    "/funds?next=https://evil.example", "/funds#part", "/funds/x%20y?kept=abc-_", "/?a=/\\b", "/funds?q=é",
]  # fmt: skip


@pytest.fixture(scope="module")
def site() -> Flask:
    """Three routes."""
    app = Flask("site")
    app.add_url_rule("/", "home", lambda: "")
    app.add_url_rule("/funds", "funds", lambda: "")
    app.add_url_rule("/funds/<slug>", "fund", lambda slug: "")
    app.add_url_rule("/only-post", "only_post", lambda: "", methods=["POST"])
    return app


@pytest.mark.parametrize("wanted", HOSTILE)
def test_out_is_nowhere(site: Flask, wanted: str) -> None:
    with site.test_request_context("/sign-in", query_string={"next": wanted}):
        assert safe_next("/desk") == "/desk"


@pytest.mark.parametrize("wanted", GOOD)
def test_pages_of_ours_are_kept_with_their_query(site: Flask, wanted: str) -> None:
    with site.test_request_context("/sign-in", query_string={"next": wanted}):
        assert safe_next("/desk") == wanted
    with site.test_request_context("/sign-in", method="POST", data={"next": wanted}):
        assert safe_next("/desk") == wanted


def test_no_next_is_the_default(site: Flask) -> None:
    with site.test_request_context("/sign-in"):
        assert safe_next("/desk") == "/desk"
