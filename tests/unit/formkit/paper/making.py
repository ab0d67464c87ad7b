"""A whole application on paper: the real form, every answer, and words in several writings."""

from functools import cache
from types import SimpleNamespace
from typing import Any, cast

from portal.core.clock import now
from portal.demo.answers import application_answers
from portal.formkit.conditions import visible_answers
from portal.formkit.definition import Form
from portal.formkit.paper.contents import Origin, Paper
from portal.formkit.types import TYPES
from portal.funds.models import Round
from tests.support.building.applications import HARBOUR
from tests.unit.formkit.test_pack import _form

MIXED = (
    "Wir 👩‍👩‍👧 gehen. Mae’r ŵyl yn Llŷn yn dŷ ŵyn. Zażółć gęślą jaźń.\n\n"
    "السلام عليكم، نحن نعمل مع النساء.\n> a line with a mark\n[#project_name] a line like ours\n\\ a stroke\n"
    "- one\n- two\n\tindented, and  two spaces"
)


@cache
def real_form() -> Form:
    """The Safer Communities Fund's form."""
    return _form("03_form_safer_communities_fund.yaml")


def whole_answers() -> dict[str, Any]:
    """Every answer of an application, with emoji, Welsh, Polish and Arabic among them."""
    at = now()
    days = SimpleNamespace(grant_starts_on=at.date(), grant_ends_on=at.date(), opens_at=at)
    answers = application_answers(HARBOUR, cast(Round, days), 5)
    return answers | {
        "project_name": "Llŷn i’r Lloer 🌙 – Zażółć: السلام",
        "project_activities": MIXED,
        "is_partnership": "yes",
        "partner_organisations": [
            {"name": "Tŷ Gŵyl: the house", "number": "", "role": "Meets \\ 👋", "amount": 0, "agreed": "yes"},
            {"name": "أصدقاء", "number": "1234567", "role": "Row 2", "amount": 123_45, "agreed": "no"},
        ],
    }


def on_paper(form: Form, answers: dict[str, Any]) -> dict[str, Any]:
    """The answers that can be typed, of questions that the form has."""
    return {
        key: value for key, value in answers.items() if key in form.by_key and TYPES[form.by_key[key].type].on_paper
    }


def paper(form: Form, answers: dict[str, Any] | None = None, **origin: Any) -> Paper:
    """The form on paper."""
    return Paper(form, "Safer Communities Fund", ("For planning.",), Origin(form.key, **origin), answers)


def asked_answers(form: Form, answers: dict[str, Any]) -> dict[str, Any]:
    """What these answers call for."""
    return visible_answers(form, answers)
