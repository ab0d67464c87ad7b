"""Joining the Funding Network: the form, sending it, and where it stands."""

from collections.abc import Mapping
from typing import Any, BinaryIO, cast

from flask import abort, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from portal.access.roles import Role
from portal.core.clock import london, today
from portal.documents.operations import MOST_FILES, store_file
from portal.documents.rules import Unacceptable
from portal.documents.views import FileLinks, limits_of
from portal.documents.views import send as send_file
from portal.formkit.definition import Question
from portal.formkit.faults import FileRefused
from portal.formkit.operations import Saved
from portal.formkit.reading import answered
from portal.formkit.tasks import check_values, tasks
from portal.formkit.wizard import Wizard, open_wizard, show_step, take_step
from portal.organisations import operations, queries
from portal.organisations.models import Membership
from portal.organisations.policy import EDIT_MEMBERSHIP, READ_MEMBERSHIP_FILE, SEND_MEMBERSHIP, VIEW_ORGANISATION
from portal.organisations.queries import MembershipFile, StepPlace
from portal.organisations.rules import WORKING_DAYS_TO_REPLY, is_open, may_renew, renew_from, working_days_after
from portal.organisations.states import MembershipState
from portal.organisations.views.organisation import go, standing
from portal.web.context import current_actor, current_portal, current_session
from portal.web.guard import Guarded
from portal.web.pages import allowed, page

bp = Guarded("membership", __name__)
NAME = "Join the Funding Network"


@bp.page("/organisations/<reference>/membership", needs=VIEW_ORGANISATION, load=queries.membership_to_read)
def membership(found: Membership) -> ResponseReturnValue:
    """The form's tasks while the group may write; after sending, where it stands and what was sent."""
    home = f"/organisations/{found.organisation.reference}/membership"
    if request.path.rstrip("/") != home:
        return go(home)
    wizard = wizard_of(found)
    if is_open(found.state) and allowed("membership:edit", found):
        return page("organisations/tasks.html", membership=found, wizard=wizard, tasks=tasks(wizard))
    shown = standing(found.organisation)
    sections = answered(wizard.form, wizard.answers)
    reply = working_days_after(london(found.applied_at).date(), WORKING_DAYS_TO_REPLY) if found.applied_at else None
    return page(
        "organisations/standing.html",
        membership=found,
        standing=shown,
        sections=sections,
        reply=reply,
        wizard=wizard,
        late=reply is not None and reply < today(),
        renewal=queries.live_renewal(current_session(), found.id),
        renew_from=renew_from(found),
        may_renew=may_renew(found, today()),
    )


@bp.page(
    "/organisations/<reference>/membership/tasks/<section>/<step>",
    needs=EDIT_MEMBERSHIP,
    load=queries.step_place,
    methods=("GET", "POST"),
)
def step(place: StepPlace) -> ResponseReturnValue:
    """One page of the form."""
    wizard = wizard_of(place.membership, to_save=request.method == "POST")
    if request.method == "POST":
        return take_step(wizard, place.section, place.step, _note(place.membership))
    if not is_open(place.membership.state):
        return go(wizard.home_url)
    return show_step(wizard, place.section, place.step)


@bp.page("/organisations/<reference>/membership/check", needs=EDIT_MEMBERSHIP, load=queries.membership_of)
def check(found: Membership) -> ResponseReturnValue:
    """Every answer, what is missing, and the button that sends."""
    wizard = wizard_of(found)
    if not is_open(found.state):
        return go(wizard.home_url)
    return page("organisations/check.html", membership=found, **check_values(wizard))


@bp.page(
    "/organisations/<reference>/membership/send", needs=SEND_MEMBERSHIP, load=queries.membership_of, methods=("POST",)
)
def send(found: Membership) -> ResponseReturnValue:
    """Send the form; pressed twice, it was sent once."""
    home = f"/organisations/{found.organisation.reference}/membership"
    if found.state != MembershipState.APPLIED:
        operations.apply(current_session(), membership=found, actor=current_actor())
    return go(home)


@bp.page(
    "/organisations/<reference>/membership/again", needs=SEND_MEMBERSHIP, load=queries.membership_of, methods=("POST",)
)
def again(found: Membership) -> ResponseReturnValue:
    """Open the form again after a no, or after the membership has run out."""
    operations.ask_again(current_session(), membership=found, actor=current_actor())
    return go(f"/organisations/{found.organisation.reference}/membership")


@bp.page("/organisations/<reference>/files/<public_id>", needs=READ_MEMBERSHIP_FILE, load=queries.membership_file)
def file(found: MembershipFile) -> ResponseReturnValue:
    """A file of the form: for the team, and for officers once the form was sent."""
    if Role.OFFICER in current_actor().roles and not found.sent:
        abort(404)
    return send_file(found.stored)


def wizard_of(found: Membership, *, to_save: bool = False) -> Wizard:
    """The form engine over this membership's form, with this room's addresses; `to_save` holds its answers."""
    home = f"/organisations/{found.organisation.reference}/membership"

    def store(upload: FileStorage, question: Question) -> dict[str, Any]:
        return store_for(found.organisation_id, upload, question)

    return open_wizard(
        current_session(),
        found.response,
        to_save=to_save,
        name=NAME,
        home_url=home,
        check_url=f"{home}/check",
        step_url=lambda section, step: f"{home}/tasks/{section}/{step}",
        most_files=MOST_FILES,
        file_url=file_links(found),
        store=store,
    )


def file_links(found: Membership) -> FileLinks:
    """The files of the form; those of an entry that was merged belong to the one that stays."""
    place = found.organisation
    return FileLinks(
        place.merged_into_id or place.id, lambda facts: f"/organisations/{place.reference}/files/{facts['id']}"
    )


def store_for(organisation_id: int, upload: FileStorage, question: Question) -> dict[str, Any]:
    """Keep an upload to a form of an organisation; what cannot be taken is told beside the field."""
    try:
        stored = store_file(
            current_session(),
            organisation_id=organisation_id,
            upload=cast(BinaryIO, upload.stream),
            filename=upload.filename or "",
            folder=current_portal().settings.uploads,
            actor=current_actor(),
            limits=limits_of(question),
        )
    except Unacceptable as error:
        raise FileRefused(str(error)) from error
    return {"id": stored.public_id, "name": stored.name, "size": stored.size, "content_type": stored.content_type}


def _note(found: Membership) -> Any:
    def note(saved: Saved, _answers: Mapping[str, Any]) -> None:
        operations.note_saved(current_session(), membership=found, changed=saved.changed, actor=current_actor())

    return note
