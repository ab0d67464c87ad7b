"""What people tell us about how they read, and what the portal makes of it."""

import pytest

from portal.feedback.rules.needs import Kind, Needs, needs_of
from portal.feedback.rules.short import in_short


@pytest.mark.parametrize(
    ("own", "group", "way", "language", "found"),
    [
        ("", "", "", "", Needs()),
        ("Large print on paper, please.", "", "email", "", Needs(large_print=True)),
        ("", "Our chair is partially sighted.", "", "", Needs(large_print=True)),
        ("I use a screen reader", "", "", "", Needs(plain_text=True)),
        ("Plain-text mail", "", "text", "", Needs(plain_text=True)),
        ("", "", "phone", "", Needs(call=True)),
        ("Please ring me after six.", "", "", "", Needs(call=True)),
        ("Please ring me after six.", "", "email", "", Needs()),
        ("No phone calls, please.", "", "", "", Needs()),
        ("I cannot hear on the phone. Write to me.", "", "", "", Needs()),
        ("Write to me rather than call", "", "", "", Needs()),
        ("", "", "post", "Polish", Needs(post=True, language="Polish")),
        ("Easy read helps me.", "", "", "", Needs(easy_read=True)),
        ("", "", "", "Easy read English", Needs(easy_read=True)),
        ("", "We need a BSL interpreter.", "", "", Needs(language="British Sign Language or an interpreter")),
    ],
)
def test_what_somebody_needs(own: str, group: str, way: str, language: str, found: Needs) -> None:
    assert needs_of(own=own, group=group, way=way, language=language) == found


def test_needs_become_tasks_and_shapes_in_a_fixed_order() -> None:
    needs = Needs(large_print=True, plain_text=True, call=True, post=True, language="Urdu")
    assert needs.tasks == [Kind.CALL, Kind.POST, Kind.LANGUAGE]
    assert needs.offered_first == ["large print", "plain text"]
    assert (Needs().tasks, Needs().offered_first) == ([], [])


def test_the_short_version_says_what_went_well_before_what_to_change() -> None:
    assert in_short("not_funded", ["Working in partnership", "Fair and open to all"], ["Data and evidence"]) == [
        "We cannot fund this project from this round. That is not a no to your group.",
        "You did well on: working in partnership and fair and open to all.",
        "More work here would help you most: data and evidence.",
        "You can apply again, and we would like to help you to.",
        "You can talk to us about it. A call is free and takes 20 minutes.",
    ]
    assert len(in_short("fund", [], [])) == 3
    assert in_short("reserve", ["A", "B", "C", "D"], [])[1] == "You did well on: a, b and c."
