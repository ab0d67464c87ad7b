"""The words of mails: templates of the content pack with ((placeholders)), filled when queued.

Four placeholders are left for the moment of sending, because they belong to the installation or are secret:
((base)), ((secret_link)), ((support_email)) and ((support_phone)).
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from portal.core.text import normalise, one_line

PACK = Path(__file__).resolve().parents[1] / "content" / "09_notification_emails.yaml"
AT_SENDING = ("base", "secret_link", "support_email", "support_phone")
_PLACEHOLDER = re.compile(r"\(\((\w+)\)\)")


@cache
def _pack() -> dict[str, Any]:
    return dict(yaml.safe_load(PACK.read_text(encoding="utf-8")))


def written(template: str, words: dict[str, str]) -> tuple[str, str]:
    """(subject, body) of a template of the pack; KeyError when it, or a word that it needs, is missing.

    A word that starts with `/` is a path of ours: the base address is put before it when the mail is sent.
    """
    entry = _pack()["emails"][template]
    values = {name: _word(value) for name, value in words.items()}
    values |= {name: f"(({name}))" for name in AT_SENDING}
    subject = one_line(_fill(entry["subject"], values))
    stop = _pack()["unsubscribe"] if can_be_stopped(template) else ""
    body = _fill(entry["body"] + _pack()["sign_off"] + "\n" + _pack()["footer"] + "\n" + stop, values)
    return subject[:300], re.sub(r"\n{3,}", "\n\n", normalise(body))


def can_be_stopped(template: str) -> bool:
    """Whether mails of this template carry the link that stops them, as their secret link."""
    return bool(_pack()["emails"].get(template, {}).get("unsubscribe"))


def complete(text: str, values: dict[str, str]) -> str:
    """Fill in what was left for the moment of sending."""
    return _fill(text, values)


def _word(value: str) -> str:
    plain = re.sub(r"\((?=\()", "( ", normalise(str(value)))  # nothing that people type is a placeholder
    return f"((base)){plain}" if plain.startswith("/") else plain


def _fill(text: str, values: dict[str, str]) -> str:
    return _PLACEHOLDER.sub(lambda found: values[found.group(1)], text)
