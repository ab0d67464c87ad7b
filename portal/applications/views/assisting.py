"""An officer types for a group by phone; the group's leads see it, end it, and confirm what was typed."""

from dataclasses import dataclass

from flask import flash, g, redirect, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from portal.applications.forms import AssistForm, ReadBackForm
from portal.applications.models import Application, Assistance
from portal.applications.operations import (
    begin_assistance,
    confirm_typed,
    end_assistance,
    note_typed,
    record_read_back,
    start_for,
)
from portal.applications.operations.assisting import NOT_THEIRS
from portal.applications.operations.bid import read_bid
from portal.applications.policy import ASSIST, CONFIRM_TYPED, END_ASSISTANCE, START_ASSISTANCE
from portal.applications.queries import application_by_reference
from portal.applications.queries.assisted import (
    assistance_by_reference,
    assistance_to_end,
    assistances_by,
    assistances_of,
    assistances_with,
    drafts_of,
)
from portal.applications.queries.partners import rounds_to_copy_into
from portal.applications.rules import closing_words as closing_words_for
from portal.applications.rules.assisting import CONSENT_WORDS, HOWS, is_theirs
from portal.applications.views.loading import FilePage, file_of_application, wizard_of
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.documents.views import send
from portal.formkit.definition import Section, Step
from portal.formkit.queries import form_of
from portal.formkit.tasks import check_values, tasks
from portal.formkit.wizard import show_step, take_step
from portal.funds.rules import closing_words, is_open
from portal.organisations.models import Organisation
from portal.organisations.policy import MANAGE_TEAM
from portal.organisations.queries import organisation_by_reference
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.pages import page

bp = Guarded("assisting", __name__)


@dataclass(frozen=True)
class Helped:
    """An application that an officer types in, within an assistance of its organisation."""

    assistance: Assistance
    application: Application


@dataclass(frozen=True)
class HelpedStep:
    """A step of it."""

    assistance: Assistance
    application: Application
    section: Section
    step: Step


@dataclass(frozen=True)
class HelpedFile:
    """A file of it."""

    assistance: Assistance
    found: FilePage


def helped(session: Session, assistance: str, reference: str) -> Helped | None:
    """The draft that the address names, when it is of the organisation that is helped."""
    found = assistance_by_reference(session, assistance)
    application = application_by_reference(session, reference) if found else None
    if found is None or application is None or application.organisation_id != found.organisation_id:
        return None
    return Helped(found, application) if application.state == "draft" else None


def helped_step(session: Session, assistance: str, reference: str, section: str, step: str) -> HelpedStep | None:
    """A step of that draft."""
    found = helped(session, assistance, reference)
    place = form_of(found.application.response.form_version).step(section, step) if found else None
    return HelpedStep(found.assistance, found.application, *place) if found and place else None


def helped_file(session: Session, assistance: str, reference: str, public_id: str) -> HelpedFile | None:
    """A file of that draft."""
    found = helped(session, assistance, reference)
    file = file_of_application(session, reference, public_id) if found else None
    return HelpedFile(found.assistance, file) if found and file else None


@bp.page("/manage/assist", methods=("GET", "POST"), needs=START_ASSISTANCE)
def assist() -> ResponseReturnValue:
    """Record that somebody said yes, and begin; what one began before."""
    session, actor = current_session(), current_actor()
    form = AssistForm()
    if request.method == "POST" and form.validate():
        found = begin_assistance(
            session,
            organisation=form.organisation.data,
            consent_name=form.consent_name.data,
            consent_how=form.consent_how.data,
            actor=actor,
        )
        return redirect(f"/manage/assist/{found.reference}", code=303)
    return page(
        "applications/assist.html",
        form=form,
        errors=form.summary,
        words=CONSENT_WORDS,
        assistances=assistances_by(session, actor.account_id),
        at=now(),
    )


@bp.page("/manage/assist/<reference>", needs=ASSIST, load=assistance_by_reference)
def assistance(found: Assistance) -> ResponseReturnValue:
    """The group's drafts, the rounds that are open, and the end of the help."""
    _banner(found)
    session = current_session()
    drafts = drafts_of(session, found.organisation_id)
    begun = {one.round_id for one in drafts}
    return page(
        "applications/assistance.html",
        assistance=found,
        drafts=drafts,
        rounds=[one for one in rounds_to_copy_into(session) if is_open(one, now()) and one.id not in begun],
        hows=HOWS,
        closing_words=closing_words,
    )


@bp.page("/manage/assist/<reference>/start", methods=("POST",), needs=ASSIST, load=assistance_by_reference)
def start(found: Assistance) -> ResponseReturnValue:
    """Begin a draft for them, or open the one they have."""
    _banner(found)
    rounds = {one.slug: one for one in rounds_to_copy_into(current_session())}
    chosen = rounds.get(request.form.get("round", ""))
    if chosen is None:
        raise Refused("Choose a fund that is open.")
    made = start_for(current_session(), assistance=found, round_=chosen, actor=current_actor())
    return redirect(f"/manage/assist/{found.reference}/{made.reference}", code=303)


@bp.page("/manage/assist/<reference>/end", methods=("POST",), needs=ASSIST, load=assistance_by_reference)
def end(found: Assistance) -> ResponseReturnValue:
    """End one's own help."""
    end_assistance(current_session(), assistance=found, actor=current_actor())
    flash(f"You no longer type for {found.organisation.name}.", "success")
    return redirect("/manage/assist", code=303)


@bp.page("/manage/assist/<assistance>/<reference>", needs=ASSIST, load=helped)
def task_list(found: Helped) -> ResponseReturnValue:
    """The task list of their draft."""
    _banner(found.assistance)
    sections = form_of(found.application.response.form_version).sections
    return page(
        "applications/assisted_tasks.html",
        assistance=found.assistance,
        application=found.application,
        tasks=tasks(wizard_of(found.application, base=_base(found))),
        theirs={one.key for one in sections if all(is_theirs(step) for step in one.steps)},
        closes=closing_words_for(found.application),
    )


@bp.page(
    "/manage/assist/<assistance>/<reference>/tasks/<section>/<step>",
    methods=("GET", "POST"),
    needs=ASSIST,
    load=helped_step,
)
def step(found: HelpedStep) -> ResponseReturnValue:
    """One page of the form, typed for them. Promises and signatures are theirs."""
    _banner(found.assistance)
    if is_theirs(found.step):
        raise Refused(NOT_THEIRS, title="The group must answer this itself")
    wizard = wizard_of(found.application, to_save=request.method == "POST", base=_base(found))
    if request.method == "GET":
        return show_step(wizard, found.section, found.step)
    return take_step(
        wizard,
        found.section,
        found.step,
        lambda saved, answers: note_typed(
            current_session(),
            assistance=found.assistance,
            application=found.application,
            saved=saved,
            answers=answers,
            actor=current_actor(),
        ),
    )


@bp.page("/manage/assist/<assistance>/<reference>/check", methods=("GET", "POST"), needs=ASSIST, load=helped)
def check(found: Helped) -> ResponseReturnValue:
    """Every answer, to be read back; and that it was."""
    _banner(found.assistance)
    form = ReadBackForm(to=found.assistance.consent_name)
    bid = read_bid(current_session(), found.application)
    if request.method == "POST" and form.validate():
        record_read_back(
            current_session(),
            assistance=found.assistance,
            application=found.application,
            to=form.to.data,
            sha256=request.form.get("sha256", ""),
            actor=current_actor(),
        )
        flash("Recorded. We have mailed a link to each lead, to read and confirm.", "success")
        return redirect(f"{_base(found)}/check", code=303)
    return page(
        "applications/assisted_check.html",
        assistance=found.assistance,
        application=found.application,
        form=form,
        errors=form.summary,
        sha256=bid.sha256,
        is_theirs=is_theirs,
        read_back=found.assistance.read_back_sha256 == bid.sha256,
        **check_values(wizard_of(found.application, base=_base(found))),
    )


@bp.page("/manage/assist/<assistance>/<reference>/files/<public_id>", needs=ASSIST, load=helped_file)
def file(found: HelpedFile) -> ResponseReturnValue:
    """A file of the draft, as a download for the officer who helps."""
    return send(found.found.file)


@bp.page("/organisations/<reference>/help", needs=MANAGE_TEAM, load=organisation_by_reference)
def help_page(organisation: Organisation) -> ResponseReturnValue:
    """Who typed for the group, when, and the button that ends it."""
    return page(
        "applications/help.html",
        organisation=organisation,
        assistances=assistances_of(current_session(), organisation.id),
        hows=HOWS,
        at=now(),
    )


@bp.page(
    "/organisations/<reference>/help/<assistance>/end", methods=("POST",), needs=END_ASSISTANCE, load=assistance_to_end
)
def end_help(found: Assistance) -> ResponseReturnValue:
    """A lead ends it."""
    end_assistance(current_session(), assistance=found, actor=current_actor())
    return redirect(f"/organisations/{found.organisation.reference}/help", code=303)


@bp.page(
    "/applications/<reference>/typed-for-you",
    methods=("GET", "POST"),
    needs=CONFIRM_TYPED,
    load=application_by_reference,
)
def typed_for_you(application: Application) -> ResponseReturnValue:
    """A lead reads what was typed for the group, and says that it is right."""
    session = current_session()
    here = f"/applications/{application.reference}"
    if request.method == "POST":
        read = request.form.get("sha256", "")
        confirm_typed(session, application=application, sha256=read, actor=current_actor())
        flash("Thank you. It is not sent yet: check it, then send it.", "success")
        return redirect(f"{here}/check", code=303)
    typed = [one for one in assistances_with(session, application) if one.typed_at is not None]
    return page(
        "applications/typed_for_you.html",
        application=application,
        typed=typed,
        waiting=[one for one in typed if one.confirmed_at is None],
        sha256=read_bid(session, application).sha256,
        **check_values(wizard_of(application)),
    )


def _base(found: Helped | HelpedStep) -> str:
    return f"/manage/assist/{found.assistance.reference}/{found.application.reference}"


def _banner(found: Assistance) -> None:
    """What stands on every page of it."""
    g.banner = f"You are entering this for {found.organisation.name}. {found.consent_name} said yes."
