"""Mails in words: nothing that people type becomes a placeholder, a header or an address of ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.outbox.wording import AT_SENDING, complete, written

ENDS = {"base": "https://p.example.org", "secret_link": "SECRET", "support_email": "E", "support_phone": "P"}


def _invite(name: str) -> tuple[str, str]:
    return written("team_invite", {"name": "Amina", "inviter": name, "org_name": "Harbour Sisters"})


def test_a_path_gets_the_base_address_when_sent() -> None:
    body = written("already_registered", {"name": "Amina", "link": "/sign-in"})[1]
    assert "Sign in: ((base))/sign-in\n" in body
    assert "Sign in: https://p.example.org/sign-in\n" in complete(body, ENDS)


@pytest.mark.parametrize(
    "name", ["((secret_link))", "(((secret_link)))", "((((base))))", "(" * 9 + "x))", "((unknown))"]
)
def test_a_name_is_no_placeholder(name: str) -> None:
    subject, body = _invite(name)
    sent = complete(body, ENDS)
    assert sent.count("SECRET") == 1  # the template's own
    assert "((" not in subject + sent


@pytest.mark.parametrize("line_break", ["\r\n", "\n", "\r", "\u2028", "\u2029", "\x0b", "\x85", "\x00\n"])
def test_a_subject_is_one_line(line_break: str) -> None:
    subject = _invite(f"Eve{line_break}Bcc: spy@example.org{line_break}{line_break}Dear all")[0]
    assert subject.splitlines() == [subject]
    assert subject.startswith("Eve")


def test_a_long_name_makes_no_long_subject() -> None:
    assert len(_invite("n" * 1000)[0]) == 300


@pytest.mark.parametrize("template", ["team_invite", "no_such_template"])
def test_a_missing_word_or_template_is_our_mistake(template: str) -> None:
    with pytest.raises(KeyError):
        written(template, {})


@given(st.text())
def test_any_name_is_sent_as_text(name: str) -> None:
    subject, body = _invite(name)
    sent = complete(body, ENDS)
    assert len(subject.splitlines()) == 1
    assert not any(f"(({word}))" in sent for word in AT_SENDING)
    sent.encode()
