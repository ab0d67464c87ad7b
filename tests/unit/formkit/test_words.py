"""Words are counted as the browser counts them: matches of JavaScript's /\\S+/g."""

import pytest

from portal.core.text import count_words
from portal.formkit.checking import save_problems
from tests.unit.formkit.making import form, question


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("one two", 2),
        ("one\ufefftwo", 2),  # white space to JavaScript, a letter to Python
        ("one\u0085two", 1),  # a letter to JavaScript, white space to Python
        ("one\u001ctwo", 1),  # the same
        ("one\u001dtwo\u001ethree\u001ffour", 1),
        ("one\u00a0two\u2028three\u3000four", 4),
        ("one\u200btwo", 1),  # a zero-width space is no space to either
        ("and/or isn’t 24-hour 🙂", 4),
    ],
)
def test_count_is_that_of_the_browser(text: str, words: int) -> None:
    assert count_words(text) == words


def test_the_limit_itself_is_allowed_and_one_more_is_told() -> None:
    asked = form(question("k", "textarea", max_words=3)).by_key["k"]
    assert save_problems(asked, "one\ufefftwo three") == []
    assert [problem.message for problem in save_problems(asked, "one\ufefftwo three four")] == [
        "Answer must be 3 words or fewer. You have 1 word too many"
    ]
