"""Whom to ask about what, what silence is called, when to nudge, and what would tell who said something."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.applications.models import Application
from portal.consultation.models import Advice, Consultation, Consultee, ConsulteeReach
from portal.consultation.rules import (
    DISTRICT,
    KINDS,
    THEME,
    Facts,
    Kind,
    Standing,
    choices,
    consultee_form,
    empty_seats,
    facts_of,
    first_words,
    kinds_in_words,
    live,
    missing,
    names_in,
    nudge_due,
    plans,
    seats,
    standing,
    tally,
    too_long,
    undeclared,
    usual_deadline,
    waiting,
    why_ask,
)
from portal.consultation.states import AdviceState
from portal.funds.models import Round
from portal.organisations.rules import named

SOUTHAMPTON, PORTSMOUTH, HART = "E06000045", "E06000044", "E07000089"
AT = datetime(2027, 2, 1, 12, tzinfo=UTC)
HERE = Facts(frozenset({SOUTHAMPTON}), False, "reoffending")
EVERYWHERE = Facts(frozenset(named("districts")), True, "reoffending")


@pytest.mark.parametrize(
    ("kind", "districts", "themes", "facts", "expected"),
    [
        (Kind.CSP, [SOUTHAMPTON, HART], [], HERE, ("Southampton", True)),
        (Kind.CSP, [PORTSMOUTH], [], HERE, ("", False)),
        (Kind.CSP, [PORTSMOUTH], [], EVERYWHERE, ("It covers every area", False)),
        (Kind.CSP, [], [], EVERYWHERE, ("", False)),
        (Kind.COMMANDER, [SOUTHAMPTON], [], HERE, ("Southampton", True)),
        (Kind.COMMANDER, [PORTSMOUTH], [], EVERYWHERE, ("It covers every area", False)),
        (Kind.THEME_LEAD, [], ["reoffending"], HERE, ("Reducing reoffending", True)),
        (Kind.THEME_LEAD, [], ["reoffending"], EVERYWHERE, ("Reducing reoffending", True)),
        (Kind.THEME_LEAD, [PORTSMOUTH], ["reoffending"], HERE, ("", False)),
        (Kind.THEME_LEAD, [], ["stalking"], HERE, ("", False)),
        (Kind.THEME_LEAD, [SOUTHAMPTON], [], HERE, ("", False)),
        (Kind.PRISON, [], ["reoffending"], HERE, ("Reducing reoffending", True)),
        (Kind.PRISON, [SOUTHAMPTON], ["reoffending"], HERE, ("Reducing reoffending, Southampton", True)),
        (Kind.PRISON, [PORTSMOUTH], ["reoffending"], HERE, ("", False)),
        (Kind.OTHER, [SOUTHAMPTON], [], HERE, ("Southampton", True)),
        (Kind.OTHER, [SOUTHAMPTON], [], EVERYWHERE, ("It covers every area", True)),
        (Kind.COMMISSIONER, [], [], HERE, ("", False)),
    ],
)
def test_the_routing_of_the_pack(
    kind: str, districts: list[str], themes: list[str], facts: Facts, expected: tuple[str, bool]
) -> None:
    assert why_ask(kind, districts, themes, facts) == expected


def test_what_an_application_says_of_area_and_theme() -> None:
    assert facts_of({"districts": [SOUTHAMPTON, "nowhere"], "main_theme": "stalking"}) == Facts(
        frozenset({SOUTHAMPTON}), False, "stalking"
    )
    for all_of_them in (["all"], list(named("districts"))):
        assert facts_of({"districts": all_of_them}) == Facts(frozenset(named("districts")), True, "")
    assert facts_of({"districts": "damaged", "main_theme": ["damaged"]}) == Facts(frozenset(), False, "")


def consultee(kind: str = "csp", person: str = "Ines Moreau", *, districts: tuple[str, ...] = ()) -> Consultee:
    found = Consultee(id=1, reference="CE-1", kind=kind, body="Southampton Partnership", person=person, email="i@p.org")
    found.reach = [ConsulteeReach(kind=DISTRICT, value=value) for value in districts]
    return found


def advice(number: int = 1, state: AdviceState = AdviceState.ASKED, **more: object) -> Advice:
    filled = {"need": "", "duplicate": "", "duplicate_who": "", "concerns": "", "anything": ""} | more
    return Advice(number=number, state=state, application=Application(id=number, state="assessing"), **filled)


def consultation(*found: Advice, days: int = 10, **more: object) -> Consultation:
    made = Consultation(
        consultee=consultee(),
        round=Round(state="assessing"),
        asked_at=AT - timedelta(days=5),
        ends_at=AT + timedelta(days=days),
        **more,
    )
    made.advice = list(found)
    return made


def test_a_plan_ticks_what_fits_and_was_not_asked() -> None:
    one, other, far = (Application(id=number, reference=f"A-{number}") for number in (1, 2, 3))
    portsmouth = Facts(frozenset({PORTSMOUTH}), False, "")
    asked = [(1, 2)]
    plan = plans([consultee(districts=(SOUTHAMPTON,))], [(one, HERE), (other, HERE), (far, portsmouth)], asked)[0]
    assert [(pair.application.id, pair.ticked, pair.asked) for pair in plan.fits] == [
        (1, True, False),
        (2, False, True),
    ]
    assert [(pair.application.id, pair.ticked) for pair in plan.others] == [(3, False)]
    assert (plan.suggested, plan.asked) == (1, 1)


def test_there_are_twelve_partnerships_and_one_of_three_districts() -> None:
    partnerships = [seat for seat in seats() if seat.kind == Kind.CSP]
    assert len(partnerships) == 12
    assert [seat.body for seat in partnerships if len(seat.districts) == 3] == [
        "North Hampshire Community Safety Partnership"
    ]
    left = empty_seats([consultee(districts=(SOUTHAMPTON,))])
    assert len(left) == len(seats()) - 1 and not any(SOUTHAMPTON in seat.districts for seat in left)
    half = consultee(districts=(HART,))
    assert any(HART in seat.districts for seat in empty_seats([half])), "a part of three districts fills no seat"


@pytest.mark.parametrize(
    ("state", "days", "declined", "expected"),
    [
        (AdviceState.ANSWERED, 10, False, Standing.ANSWERED),
        (AdviceState.ANSWERED, -1, True, Standing.ANSWERED),
        (AdviceState.NO_VIEW, -1, False, Standing.NO_VIEW),
        (AdviceState.NOT_MY_AREA, 10, False, Standing.NOT_MY_AREA),
        (AdviceState.CONFLICT, -1, False, Standing.CONFLICT),
        (AdviceState.ASKED, 10, False, Standing.STILL_TIME),
        (AdviceState.ASKED, -1, False, Standing.NO_RESPONSE),
        (AdviceState.ASKED, -1, True, Standing.DECLINED),
    ],
)
def test_silence_is_called_no_response(state: AdviceState, days: int, declined: bool, expected: Standing) -> None:
    one = advice(state=state)
    assert standing(one, consultation(one, days=days, declined_at=AT if declined else None), AT) == expected


def test_a_round_that_is_decided_is_over() -> None:
    one = advice()
    held = consultation(one)
    held.round.state = "decided"
    assert standing(one, held, AT) == Standing.NO_RESPONSE
    assert nudge_due(held, AT + timedelta(days=9)) is None


def test_what_is_left() -> None:
    withdrawn = advice(4)
    withdrawn.application.state = "withdrawn"
    held = consultation(
        advice(1, declared_at=AT), advice(2), advice(3, AdviceState.CONFLICT, declared_at=AT), withdrawn,
        advice(5, AdviceState.NO_VIEW, declared_at=AT),
    )  # fmt: skip
    assert [one.number for one in live(held)] == [1, 2, 5]
    assert [one.number for one in undeclared(held)] == [2]
    assert [one.number for one in waiting(held)] == [1, 2]
    held.declined_at = AT
    assert waiting(held) == []


@pytest.mark.parametrize(("days", "expected"), [(10, None), (5, 5), (3, 5), (1, 1), (0.5, 1), (-0.1, None)])
def test_reminders_come_five_days_and_one_day_before(days: float, expected: int | None) -> None:
    assert consultee_form()["nudge_days_before"] == [5, 1]
    held = consultation(advice())
    held.ends_at = AT + timedelta(days=days)
    held.asked_at = AT - timedelta(days=20)
    assert nudge_due(held, AT) == expected


def test_nobody_is_reminded_who_was_asked_later_or_has_answered() -> None:
    held = consultation(advice())
    held.asked_at, held.ends_at = AT - timedelta(hours=1), AT + timedelta(days=3)
    assert nudge_due(held, AT) is None
    done = consultation(advice(1, AdviceState.NO_VIEW), days=1)
    assert nudge_due(done, AT) is None


GOOD = {"need": "high", "duplicate": "no", "duplicate_who": "", "concerns": "", "anything": ""}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({}, []),
        ({"need": ""}, ["need"]),
        ({"need": "4"}, ["need"]),
        ({"duplicate": "perhaps"}, ["duplicate"]),
        ({"duplicate_who": "x" * 201}, ["duplicate_who"]),
        ({"concerns": "w " * 151}, ["concerns"]),
        ({"anything": "w " * 101}, ["anything"]),
        ({"anything": "w" * 5000}, ["anything"]),
    ],
)
def test_what_stands_against_an_answer(changed: dict[str, str], fields: list[str]) -> None:
    assert [field for field, _message in missing(GOOD | changed)] == fields
    assert [field for field, _message in too_long(GOOD | changed)] == [
        f for f in fields if f not in ("need", "duplicate") or f == ""
    ]


def test_answers_are_words_and_no_numbers() -> None:
    assert set(choices("need")) == {"high", "some", "low", "none", "not_known"}
    assert set(choices("duplicate")) == {"no", "partly", "yes", "not_known"}
    assert not any(value.isdecimal() for key in ("need", "duplicate") for value in choices(key))


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The need is high.", []),
        ("INES  moreau told us.", ["Ines Moreau"]),
        ("Moreau told us.", []),
        ("Write to i@p.org", ["i@p.org", "an email address"]),
        ("The Southampton Partnership says so.", ["Southampton Partnership"]),
        ("Call 01962 555 123.", ["a phone number"]),
    ],
)
def test_what_would_tell_who_said_it(words: str, found: list[str]) -> None:
    assert names_in(words, [consultee()]) == found


def test_a_summary_begins_with_what_may_be_shared() -> None:
    said = advice(
        state=AdviceState.ANSWERED, need="high", duplicate="partly", duplicate_who="A youth club",
        concerns="Concern-canary", anything="It is needed.",
    )  # fmt: skip
    words = first_words([("csp", said), ("prison", advice(2, AdviceState.NO_VIEW))])
    assert words == (
        "Community Safety Partnership:\nIs there a need? Yes, a high need.\nDoes anyone do this already? Partly.\n"
        "They name: A youth club\nIt is needed."
    )


def test_who_was_asked_is_told_by_kind() -> None:
    assert kinds_in_words(["csp", "prison", "csp", "commander"]) == [
        "2 Community Safety Partnerships",
        "1 District Commander",
        "1 prison",
    ]
    assert set(KINDS) == set(Kind)
    assert sum(tally([Standing.ANSWERED, Standing.NO_RESPONSE]).values()) == 2 and len(tally([])) == len(Standing)


def test_the_usual_deadline_is_the_packs() -> None:
    assert usual_deadline(AT) == (AT + timedelta(days=15)).date()
    assert THEME == "theme"
