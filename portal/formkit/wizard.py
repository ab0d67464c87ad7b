"""The pages of a form: the one part of the engine that knows the web. A room gives its addresses and gets pages.

A view makes a `Wizard` from what it loaded, then calls `show_step` or `take_step`, `check_page` and the rest.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from flask import Response as WebResponse
from flask import flash, jsonify, make_response, redirect, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from portal.core.dates import time_words
from portal.formkit import journey
from portal.formkit.checking import save_problems
from portal.formkit.conditions import is_visible
from portal.formkit.definition import Form, Question, Section, Step
from portal.formkit.faults import Problem
from portal.formkit.files import Files, Given, Lost, Offer, has_files, lost_in, offers_for
from portal.formkit.models import Response, SectionAnswers
from portal.formkit.operations import Saved, Tab, hold_answers, save_answers
from portal.formkit.queries import answers_in, form_of, revisions_of, sections_of
from portal.formkit.types import TYPES, QuestionType
from portal.formkit.types.base import Source, StoreFile
from portal.web.context import current_actor, current_session, keep_changes
from portal.web.kept import device_owner, posted
from portal.web.pages import page

SavedHook = Callable[[Saved, Mapping[str, Any]], None]
SAVED = "Your answers are saved. You can come back at any time before the closing time."


@dataclass(frozen=True)
class Profile:
    """What a host knows of whoever fills in: (label, text) rows, and where they are changed."""

    rows: tuple[tuple[str, str], ...] = ()
    url: str = ""


@dataclass
class Wizard:
    """One response on its way through its form, and the addresses of the room that holds it.

    `step_url(section key, step key)` and `file_url(file facts)` make addresses; `home_url` is the task list and
    `check_url` the page to check answers. `store` keeps an upload, `given` are files that the host had already,
    `most_files` how many it keeps. `criteria` maps the ids that questions are assessed by to words. `profile` looks
    up what the host already knows, for a page that asks whether it is right. `standing` is a line for the top of
    every page ("Not submitted yet. ..."); `known` are answers to questions that are not asked here; `owner` marks the
    copies that a person's own device may keep. `others` is what others add to the answers (`conditions.OTHERS`);
    `beside` gives what the room shows with a step: a `template` and what it needs.
    """

    response: Response
    form: Form
    sections: dict[str, SectionAnswers]
    name: str
    home_url: str
    check_url: str
    step_url: Callable[[str, str], str]
    file_url: Files
    store: StoreFile | None = None
    given: Callable[[], Sequence[Given]] = tuple
    most_files: int = 0
    criteria: Mapping[str, str] = field(default_factory=dict)
    profile: Callable[[], Profile] = Profile
    standing: str = ""
    known: Mapping[str, Any] = field(default_factory=dict)
    owner: str = field(default_factory=device_owner)
    others: dict[str, Any] = field(default_factory=dict)
    beside: Callable[[Section, Step], Mapping[str, Any]] | None = None

    @cached_property
    def answers(self) -> dict[str, Any]:
        """All answers by question key: those given here, over those known from elsewhere."""
        return {**self.known, **answers_in(self.sections)}

    def offers(self, section: Section, step: Step) -> dict[str, list[Offer]]:
        """The files that each field of a page may be given without an upload."""
        if not has_files(step):
            return {}
        revisions = revisions_of(current_session(), self.response, section.key)
        return offers_for(step, self.answers, revisions, self.given(), self.file_url.is_there)

    def lost(self, section: Section, step: Step) -> dict[str, Lost]:
        """The files of a page that are gone because they had a virus."""
        if not has_files(step):
            return {}
        revisions = revisions_of(current_session(), self.response, section.key)
        return lost_in(step, self.answers, revisions, self.file_url.had_a_virus)

    def revision(self, section: Section) -> int:
        """How often a section was saved."""
        row = self.sections.get(section.key)
        return row.revision if row else 0


def open_wizard(
    session: Session, response: Response, *, to_save: bool = False, form: Form | None = None, **facts: Any
) -> Wizard:
    """A wizard over a response; loads its answers in one query. `to_save` holds them for `take_step`, or refuses.

    `form` is a part of the response's form, where only some questions are asked.
    """
    sections = hold_answers(session, response=response) if to_save else sections_of(session, response)
    return Wizard(response, form or form_of(response.form_version), sections, **facts)


@dataclass
class FieldView:
    """One question as its template sees it. `name` is the field's name and id; `errors` maps field ids to words."""

    question: Question
    kind: QuestionType
    name: str
    value: Any
    errors: Mapping[str, str]
    heading: bool = False
    children: dict[str, list["FieldView"]] = field(default_factory=dict)

    @property
    def error(self) -> str | None:
        """The first problem of this question, wherever in it."""
        return next((words for name, words in self.errors.items() if self._mine(name)), None)

    def _mine(self, name: str) -> bool:
        return name == self.name or name.startswith(f"{self.name}-")

    def part_error(self, part: str) -> str | None:
        """The problem of one of its parts (`email`, `day`)."""
        return self.errors.get(f"{self.name}-{part}")

    def cell(self, row: int, column: Question) -> "FieldView":
        """A cell of a table as a field of its own."""
        value = self.value[row].get(column.key) if row < len(self.value or []) else None
        name = f"{self.name}-{row}-{column.key}"
        return FieldView(column, TYPES[column.type], name, value, self.errors)


def show_step(wizard: Wizard, section: Section, step: Step) -> WebResponse:
    """The page of a step, with what was typed before a sign-in ended when that is coming back.

    Answers may have changed so that nothing on the page is asked any more: then home.
    """
    if not _on_page(wizard, step):
        return _go(wizard.home_url)
    typed = posted()
    values = wizard.answers
    if typed:
        values = values | _read(wizard, step, Source(typed, before=wizard.answers))
    if typed is None:
        return _step_page(wizard, section, step, values, [], base=wizard.revision(section))
    return _step_page(wizard, section, step, values, [], base=_base(typed), tab=_tab(typed), kept=True)


def take_step(wizard: Wizard, section: Section, step: Step, saved: SavedHook) -> WebResponse:
    """The POST of a step: save whatever is there, then go on, stay with the problems, or show a clash.

    The wizard was opened `to_save`, so what it holds is what is saved upon.
    `saved` is called with what was saved and the new answers, in the same transaction, before the page is made.
    """
    source = Source(request.form, request.files, before=wizard.answers, store=wizard.store)
    if request.form.get("action", "").startswith("use-file:"):
        offers = wizard.offers(section, step)
        source.offered = lambda name: {one.facts["id"]: one.facts for one in offers.get(name, []) if one.button}
    values = _read(wizard, step, source)
    mine = {key: value for key, value in values.items() if request.form.get(f"choose-{key}") != "theirs"}
    outcome = save_answers(
        current_session(),
        response=wizard.response,
        section=section,
        values=mine,
        base=_base(request.form),
        actor=current_actor(),
        held=wizard.sections,
        tab=_tab(request.form),
    )
    if outcome.clashes:
        return _clash(wizard, section, step, outcome)
    answers = wizard.answers | {key: mine[key] for key in outcome.changed}
    if outcome.changed:
        saved(outcome, answers)
    problems = _problems(wizard, step, answers, source)
    if request.accept_mimetypes.best == "application/json":
        return _saved_json(wizard, outcome, problems)
    if problems and request.form.get("action", "continue") == "continue":
        keep_changes()
        return _step_page(wizard, section, step, answers, problems, base=outcome.revision)
    return _onwards(wizard, section, step, answers)


def _read(wizard: Wizard, step: Step, source: Source) -> dict[str, Any]:
    """What was sent for each question that the page showed: all of them, when none is asked any more since."""
    return {q.key: TYPES[q.type].read(q, source, q.key) for q in _on_page(wizard, step) or step.questions}


def _on_page(wizard: Wizard, step: Step) -> list[Question]:
    """The questions that a page shows: those asked, and follow-ups of theirs, which the browser reveals."""
    shown: list[Question] = []
    for question in step.questions:
        follows = question.parent is not None and any(q.key == question.parent[0] for q in shown)
        if follows or is_visible(wizard.form, question, wizard.answers):
            shown.append(question)
    return shown


def _problems(wizard: Wizard, step: Step, answers: Mapping[str, Any], source: Source) -> list[Problem]:
    found = [Problem(name, words) for name, words in source.refused.items()]
    for question in _on_page(wizard, step):
        if is_visible(wizard.form, question, answers):
            found += save_problems(question, answers.get(question.key))
    return found


def _base(form: MultiDict[str, str]) -> int:
    return _number(form, "base-revision")


def _tab(form: MultiDict[str, str]) -> Tab:
    """The open page that a POST comes from, as its form says."""
    return Tab(form.get("tab-key", "")[:40], _number(form, "tab-count"), form.get("tab-unsure", "") == "yes")


def _number(form: MultiDict[str, str], name: str) -> int:
    typed = form.get(name, "0")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _step_page(
    wizard: Wizard,
    section: Section,
    step: Step,
    values: Mapping[str, Any],
    problems: list[Problem],
    *,
    base: int,
    tab: Tab | None = None,
    kept: bool = False,
) -> WebResponse:
    errors = {problem.field: problem.message for problem in reversed(problems)}
    fields = _fields(wizard, step, values, errors)
    title = fields[0].question.full_label if len(fields) == 1 else step.title
    earlier = journey.previous_step(wizard.form, wizard.answers, section, step)
    to_check = request.values.get("return") == "check"
    back = (
        wizard.check_url if to_check else wizard.step_url(section.key, earlier[1].key) if earlier else wizard.home_url
    )
    row = wizard.sections.get(section.key)
    return page(
        "formkit/step.html",
        title=title,
        section=wizard.name,
        back={"href": back, "text": "Back"},
        errors=[(problem.field, problem.message) for problem in problems],
        wizard=wizard,
        the_section=section,
        step=step,
        fields_on_page=fields,
        answers=values,
        base=base,
        tab=tab or Tab(secrets.token_urlsafe(9)),
        kept=kept,
        to_check=to_check,
        saved=row,
        sensitive=[question.key for question in step.questions if question.sensitive],
        has_files=has_files(step),
        offers=wizard.offers(section, step),
        lost=wizard.lost(section, step),
        extra_row=request.args.get("add", ""),
        beside=wizard.beside(section, step) if wizard.beside else None,
        action=request.path,
    )


def _fields(wizard: Wizard, step: Step, values: Mapping[str, Any], errors: Mapping[str, str]) -> list[FieldView]:
    """The questions of a page, follow-ups hung under the options that reveal them."""
    views = {q.key: FieldView(q, TYPES[q.type], q.key, values.get(q.key), errors) for q in _on_page(wizard, step)}
    top = []
    for view in views.values():
        if view.question.parent:
            parent, option = view.question.parent
            views[parent].children.setdefault(option, []).append(view)
        else:
            top.append(view)
    if len(top) == 1:
        top[0].heading = True
    return top


def _onwards(wizard: Wizard, section: Section, step: Step, answers: Mapping[str, Any]) -> WebResponse:
    action = request.form.get("action", "continue")
    here = wizard.step_url(section.key, step.key)
    back_to_check = {"return": "check"} if request.form.get("return") == "check" else {}
    if action == "later":
        flash(SAVED, "success")
        return _go(wizard.home_url)
    if action.startswith("add-row:"):
        name = action.split(":")[1]
        rows = len(answers.get(name) or [])
        return _go(f"{here}?{urlencode({'add': name} | back_to_check)}#{name}-{rows}")
    if action.startswith(("remove-row:", "remove-file:", "use-file:", "save")):
        return _go(f"{here}?{urlencode(back_to_check)}" if back_to_check else here)
    onwards = journey.next_step(wizard.form, answers, section, step)
    if back_to_check:
        return _go(wizard.check_url)
    return _go(wizard.step_url(onwards[0].key, onwards[1].key) if onwards else wizard.home_url)


def _go(url: str) -> WebResponse:
    return make_response(redirect(url, code=303))


def _saved_json(wizard: Wizard, outcome: Saved, problems: list[Problem]) -> WebResponse:
    """What the page is told. It goes on from the old revision while it shows older answers than ours to a question."""
    return jsonify(
        saved_at=time_words(outcome.saved_at),
        revision=_base(request.form) if outcome.others else outcome.revision,
        problems={problem.field: problem.message for problem in problems},
        others=[wizard.form.by_key[key].label for key in sorted(outcome.others)],
    )


def _clash(wizard: Wizard, section: Section, step: Step, outcome: Saved) -> WebResponse:
    """Both texts, and a choice for each question that someone else changed. Nothing was saved, and nothing is lost."""
    if request.accept_mimetypes.best == "application/json":
        response = jsonify(clash=[clash.key for clash in outcome.clashes])
        response.status_code = 409
        return response
    skip = {"csrf_token", "base-revision"} | {f"choose-{clash.key}" for clash in outcome.clashes}
    carried = [(name, value) for name, value in request.form.items(multi=True) if name not in skip]
    shown = [
        (
            clash,
            wizard.form.by_key[clash.key],
            _shown(wizard, clash.key, clash.theirs),
            _shown(wizard, clash.key, clash.mine),
        )
        for clash in outcome.clashes
    ]
    return page(
        "formkit/clash.html",
        409,
        section=wizard.name,
        wizard=wizard,
        clashes=shown,
        carried=carried,
        base=outcome.revision,
        action=wizard.step_url(section.key, step.key),
    )


def _shown(wizard: Wizard, key: str, value: Any) -> Any:
    question = wizard.form.by_key[key]
    return TYPES[question.type].show(question, value)
