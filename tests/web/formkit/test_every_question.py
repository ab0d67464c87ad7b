"""Every question of every form of the pack is a page that holds together, blank and filled in."""

import pytest

from portal.core.db import Database
from portal.formkit.parsing import parse_form
from portal.funds.pack import form_document
from tests.support.browser import Browser
from tests.support.world import World
from tests.unit.formkit.test_pack import FACTS, FILES
from tests.web.formkit.conftest import GiveForm, Written


@pytest.mark.parametrize("name", FILES)
def test_every_step_of_a_blank_form_is_shown_and_saved(
    browser: Browser, give_form: GiveForm, world: World, name: str
) -> None:
    form = parse_form(form_document(name, FACTS))
    give_form(made=form_document(name, FACTS))
    amina = browser.sign_in("amina")
    for section in form.sections:
        for step in section.steps:
            url = f"/applications/{world.draft}/tasks/{section.key}/{step.key}"
            if any(question.show_if is None for question in step.questions):
                page = amina.get(url)
                labels = [question.full_label for question in step.questions if question.parent is None]
                assert page.h1 == (labels[0] if len(labels) == 1 else step.title)
                assert isinstance(amina.post(url, page.values(url)), str)
            else:
                assert amina.client.get(url).status_code == 303


def test_every_step_of_a_filled_form_is_shown_and_saving_it_changes_nothing(
    browser: Browser, written: Written, world: World, database: Database
) -> None:
    before = written.answers()
    form = parse_form(form_document("03_form_safer_communities_fund.yaml", FACTS))
    amina = browser.sign_in("amina")
    for section in form.sections:
        for step in section.steps:
            url = f"/applications/{world.draft}/tasks/{section.key}/{step.key}"
            if amina.client.get(url).status_code == 200:
                values = amina.get(url).values(url)
                assert isinstance(amina.post(url, values), str), (url, values)
    after = written.answers()
    assert {key: after[key] for key in before} == before
    assert {key: value for key, value in after.items() if key not in before and value not in ("", [], None)} == {}
