"""Which names and numbers look alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.organisations.rules import KeyKind, keys_of, look_key, name_key, number_key, why_alike


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Sisters", "THE  harbour-sisters Ltd."),
        ("Café Côté", "Cafe Cote"),
        ("St. Mary's Youth & Arts", "St Marys youth and arts"),
        ("Quay Gardeners CIC", "Quay Gardeners"),
        ("Harbour Sisters", "Ｈａｒｂｏｕｒ Sisters"),
    ],
)
def test_names_are_the_same_without_capitals_accents_and_small_words(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbour Sisters", "Наrbоur Sistеrs"),  # Cyrillic На, о, е
        ("Portsmouth Aid", "Ροrtsmouth Aid"),  # Greek Rho, omicron
        ("Lantern Club", "Lantern C1ub"),
        ("Open Door", "0pen D00r"),
        ("Illford", "lIIford"),
    ],
)
def test_names_look_alike_with_letters_of_other_alphabets(one: str, other: str) -> None:
    assert look_key(one) == look_key(other)
    assert name_key(one) != name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Harbour Sisters", "Harbour Brothers"), ("North Youth", "South Youth")])
def test_other_names_are_other_groups(one: str, other: str) -> None:
    assert look_key(one) != look_key(other)


def test_numbers_are_the_same_without_spaces_and_leading_zeros() -> None:
    assert [number_key(typed) for typed in ("01234567", "1234567", " 1 234 567", "sc012345", "")] == [
        "1234567",
        "1234567",
        "1234567",
        "SC012345",
        "",
    ]


def test_a_name_of_small_words_alone_or_of_another_script_still_has_a_key() -> None:
    assert (name_key("The Ltd"), name_key("مجموعة"), name_key("...")) == ("theltd", "مجموعة", "")
    assert keys_of("...", {}) == frozenset()
    found = keys_of("Quay", {"known_as": "The Quayside", "charity_number": "0123"})
    assert {(KeyKind.NAME, "quay"), (KeyKind.NAME, "quayside"), (KeyKind.CHARITY, "123")} <= found


def test_the_reason_is_said_once() -> None:
    assert len(why_alike({"name", "look"})) == 1
    assert len(why_alike({"look", "charity"})) == 2


@given(st.text(max_size=300))
def test_folding_takes_any_text_and_is_short_enough(text: str) -> None:
    assert len(name_key(text)) <= 200
    assert len(look_key(text)) <= 200
