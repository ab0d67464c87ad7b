"""Can we apply? Every answer of the pack's check, and what it means."""

import pytest

from portal.funds.eligibility import Verdict, asked, eligibility_questions, outcome, problem_with, verdict

QUESTIONS = {question["key"]: question for question in eligibility_questions("safer_communities_fund")}
LEAST, MOST = 300_100, 7_500_000
LIMITS = "You can ask for £3,001 to £75,000."


def test_the_questions_come_in_the_order_of_the_pack_with_follow_ups_after_what_leads_to_them() -> None:
    assert list(QUESTIONS) == [
        "elig_network",
        "elig_type",
        "elig_rules",
        "elig_people",
        "elig_bank",
        "elig_area",
        "elig_purpose",
        "elig_not_fund",
        "elig_safeguarding",
        "elig_safeguarding_policy",
        "elig_amount",
    ]


@pytest.mark.parametrize(
    ("key", "answer", "result"),
    [
        ("elig_network", ["yes"], "pass"),
        ("elig_network", ["applied"], "warn"),
        ("elig_network", ["no"], "stop"),
        ("elig_type", ["unincorporated"], "pass"),
        ("elig_type", ["cio"], "pass"),
        ("elig_type", ["individual"], "stop"),
        ("elig_type", ["sole_trader"], "stop"),
        ("elig_type", ["for_profit"], "stop"),
        ("elig_rules", ["yes"], "pass"),
        ("elig_rules", ["no"], "stop"),
        ("elig_people", ["yes"], "pass"),
        ("elig_people", ["no"], "stop"),
        ("elig_bank", ["yes"], "pass"),
        ("elig_bank", ["no"], "warn"),
        ("elig_area", ["yes"], "pass"),
        ("elig_area", ["no"], "stop"),
        ("elig_purpose", ["victims"], "pass"),
        ("elig_purpose", ["prevent", "victims"], "pass"),
        ("elig_purpose", ["none"], "stop"),
        ("elig_not_fund", ["none"], "pass"),
        ("elig_not_fund", ["past"], "stop"),
        ("elig_not_fund", ["loan", "political"], "stop"),
        ("elig_safeguarding", ["yes"], "pass"),
        ("elig_safeguarding", ["no"], "pass"),
        ("elig_safeguarding_policy", ["yes"], "pass"),
        ("elig_safeguarding_policy", ["no"], "warn"),
        ("elig_amount", ["3,000.99"], "stop"),
        ("elig_amount", ["£3,001"], "pass"),
        ("elig_amount", ["75000"], "pass"),
        ("elig_amount", ["75,000.01"], "stop"),
    ],
)
def test_each_answer_means_what_the_pack_says(key: str, answer: list[str], result: str) -> None:
    found = verdict(QUESTIONS[key], answer, LEAST, MOST)
    assert found.result == result
    assert (found.message == "") == (result == "pass")


def test_too_small_and_too_large_an_amount_say_the_limits() -> None:
    question = QUESTIONS["elig_amount"]
    small = "This is below the smallest grant for this fund. Look at our small grants."
    large = "This is more than the largest grant for this fund."
    below, above = verdict(question, ["1"], LEAST, MOST), verdict(question, ["80,000"], LEAST, MOST)
    assert (below.result, below.message) == ("stop", f"{small} {LIMITS}")
    assert (above.result, above.message) == ("stop", f"{large} {LIMITS}")


def test_a_follow_up_is_asked_only_after_the_answer_that_leads_to_it() -> None:
    questions = list(QUESTIONS.values())
    without = [question["key"] for question in questions if question["key"] != "elig_safeguarding_policy"]
    assert [one["key"] for one in asked(questions, {})] == without
    assert [one["key"] for one in asked(questions, {"elig_safeguarding": ["no"]})] == without
    assert [one["key"] for one in asked(questions, {"elig_safeguarding": ["yes"]})] == list(QUESTIONS)


@pytest.mark.parametrize(
    ("key", "answer", "problem"),
    [
        ("elig_rules", [], "Select an answer to continue"),
        ("elig_rules", ["perhaps"], "Select an answer to continue"),
        ("elig_purpose", ["victims", "<script>"], "Select an answer to continue"),
        ("elig_purpose", ["victims", "none"], "Select ‘None of these’ or the others, not both"),
        ("elig_amount", [], "Enter an amount in pounds, like 5,000"),
        ("elig_amount", ["lots"], "Enter an amount in pounds, like 5,000"),
        ("elig_amount", ["-5"], "Enter an amount in pounds, like 5,000"),
        ("elig_amount", ["NaN"], "Enter an amount in pounds, like 5,000"),
        ("elig_amount", ["5,000"], None),
        ("elig_purpose", ["victims"], None),
    ],
)
def test_what_cannot_be_taken_says_what_to_do(key: str, answer: list[str], problem: str | None) -> None:
    assert problem_with(QUESTIONS[key], answer) == problem


@pytest.mark.parametrize(
    ("results", "worst"),
    [
        ([], "pass"),
        (["pass", "pass"], "pass"),
        (["pass", "warn"], "warn"),
        (["warn", "stop", "pass"], "stop"),
    ],
)
def test_the_worst_verdict_is_the_outcome(results: list[str], worst: str) -> None:
    assert outcome([Verdict(result) for result in results]) == worst
