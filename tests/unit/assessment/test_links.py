"""What suggests a link between somebody who scores and a group; and names hidden in blind rounds."""

from portal.assessment.rules.blind import HIDDEN, Mask, strings_in
from portal.assessment.rules.links import Known, Place, Suggestion, link_faults, reason_fault, suggestions, text_fault
from portal.formkit.types.base import Shown

HARBOUR = Place(7, 70, "Harbour  Sisters", frozenset({"Amina Rahman", "Vera Long"}))


def test_the_register_and_names_suggest_links() -> None:
    known = [
        Known(1, "trustee", 70, "Harbour Sisters"),
        Known(2, "job", None, "harbour sisters"),
        Known(3, "job", 99, "Other"),
    ]
    found = suggestions([HARBOUR], [(1, "Asha Verma"), (4, "vera  long")], known)
    assert found == [
        Suggestion(
            7, 1, "interest-trustee",
            "The register of interests names Harbour  Sisters: trustee, director or committee member.",
        ),
        Suggestion(7, 2, "interest-job", "The register of interests names Harbour  Sisters: paid work."),
        Suggestion(7, 4, "name", "Somebody of the same name is in the team of Harbour  Sisters."),
    ]  # fmt: skip
    assert suggestions([HARBOUR], [(1, "Asha Verma")], []) == []


def test_declared_links_are_whole() -> None:
    rows = [("A", "work", "I was a trustee."), ("B", "", ""), ("C", "money", "word " * 101)]
    assert link_faults(rows) == {
        "kind-B": "Choose what kind of link it is",
        "text-B": "Describe the link in a few words",
        "text-C": "Describe the link in 100 words or fewer",
    }
    assert text_fault("x" * 2_001) == "Describe the link in 100 words or fewer", "one endless word"
    assert reason_fault("x" * 2_001, "Say why") == "Say it in 100 words or fewer"
    assert (reason_fault(" ", "Say why"), reason_fault("It ended.", "Say why")) == ("Say why", "")


def test_a_mask_hides_names_and_leaves_ordinary_words() -> None:
    mask = Mask(
        ["Harbour Sisters", "amina@harbour.example.org", "harbour.example.org", "1234567", ""], ["Amina", "Will"]
    )
    assert mask.text("HARBOUR\nsisters will meet. Amina said so; charity 1234567.") == (
        f"{HIDDEN} will meet. {HIDDEN} said so; charity {HIDDEN}."
    )
    assert (
        mask.text("Write to amina@harbour.example.org or www.harbour.example.org")
        == f"Write to {HIDDEN} or www.{HIDDEN}"
    )
    assert mask.text("The Harbour Sistership and 12345678") == "The Harbour Sistership and 12345678"
    table = Shown(
        "table", head=("Who",), body=(("Amina",),), foot=("Will",), rows=(("Lead", "Amina"),), items=("Amina",)
    )
    hidden = mask.shown(table)
    assert (hidden.body, hidden.foot, hidden.rows, hidden.items) == (
        ((HIDDEN,),), (HIDDEN,), (("Lead", HIDDEN),), (HIDDEN,),
    )  # fmt: skip
    assert Mask().text("Amina") == "Amina" and strings_in({"a": ["x", {"b": "y"}], "c": 3}) == ["x", "y"]
