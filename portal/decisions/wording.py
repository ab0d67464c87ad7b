"""The content pack's main reasons for not funding an application this time, and the powers to fund one."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from portal.core.money import format_pounds

PACK = Path(__file__).resolve().parents[1] / "content" / "08_feedback_templates.yaml"
POWERS = PACK.with_name("17_decision_powers.yaml")
NOT_ELIGIBLE = "not_eligible"


@cache
def main_reasons() -> dict[str, str]:
    """The reasons by their keys, in the pack's order."""
    listed = yaml.safe_load(PACK.read_text(encoding="utf-8"))["main_reasons"]
    return {str(entry["id"]): str(entry["text"]) for entry in listed}


def main_reason_text(key: str) -> str:
    """What a reason says; for an application that was not eligible, that it was not."""
    if key == NOT_ELIGIBLE:
        return "It did not meet the rules of this fund, so it was not scored."
    return main_reasons().get(key, "")


def promotion_sentence(amount_pence: int, asked_pence: int) -> str:
    """What a group reads that was told before that it is on the reserve list; money in pence."""
    if amount_pence == asked_pence:
        return f"We can now fund your project with the {format_pounds(amount_pence)} that you asked for."
    part = f"{format_pounds(amount_pence)} of the {format_pounds(asked_pence)} that you asked for"
    return f"We can now fund part of your project, with {part}."


@dataclass(frozen=True)
class Power:
    """A statutory power: its key, its short name, the Act and section, and what reasons under it must show."""

    key: str
    label: str
    text: str
    duty: str


@cache
def powers() -> dict[str, Power]:
    """The powers by their keys, the usual one first."""
    listed = yaml.safe_load(POWERS.read_text(encoding="utf-8"))["powers"]
    found = [Power(str(one["id"]), str(one["label"]), str(one["text"]), str(one["duty"])) for one in listed]
    return {one.key: one for one in found}
