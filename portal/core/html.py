"""The one door to the HTML cleaner. Text in this portal is plain, so the cleaner is only for pasted markup."""

import html

import bleach


def plain_text(markup: str) -> str:
    """Text without any tag, for places where someone may have pasted HTML; entities become characters."""
    return html.unescape(bleach.clean(markup, tags=set(), attributes={}, strip=True, strip_comments=True))
