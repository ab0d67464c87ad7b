"""Staff declare their interests; officers keep the register; everyone reads it."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from portal.access.roles import ROLE_LABELS
from portal.core.clock import today
from portal.core.text import one_line
from portal.interests import queries
from portal.interests.models import Declaration
from portal.interests.operations import declare, publish, rows_of
from portal.interests.policy import DECLARE_INTERESTS, KEEP_REGISTER, READ_REGISTER
from portal.interests.rules import DUE_LABELS, KINDS, MOST, Due, Row, due, faults, next_due
from portal.web.context import current_actor, current_session
from portal.web.guard import Guarded
from portal.web.kept import posted
from portal.web.pages import page

bp = Guarded("interests", __name__)
AT_FIRST, MORE = 3, 3


@bp.page("/interests", needs=DECLARE_INTERESTS)
def mine() -> ResponseReturnValue:
    """What I have declared, and when to do it again."""
    found = queries.declaration_of(current_session(), current_actor().account_id)
    standing = due(found.declared_at if found else None, today())
    return page(
        "interests/mine.html",
        declaration=found,
        standing=standing,
        kinds=KINDS,
        again=next_due(found.declared_at) if found else None,
    )


@bp.page("/interests/declare", needs=DECLARE_INTERESTS, methods=("GET", "POST"))
def declaring() -> ResponseReturnValue:
    """Declare everything; what was declared before is filled in."""
    typed = posted()
    session, actor = current_session(), current_actor()
    if typed is None:
        before = queries.declaration_of(session, actor.account_id)
        rows = rows_of(before) if before else []
        return _form(rows + [Row()] * max(1, AT_FIRST - len(rows)), nothing=False)
    rows = [_row(typed, number) for number in range(min(MOST, _count(typed.get("rows", ""))))]
    nothing = typed.get("nothing") == "y"
    if request.method != "POST" or typed.get("action") == "more":
        return _form(rows + [Row()] * min(MORE, MOST - len(rows)), nothing=nothing)
    wrong = faults(rows, nothing=nothing)
    if wrong:
        return _form(rows, nothing=nothing, wrong=dict(wrong), status=422)
    declare(session, rows=rows, nothing=nothing, actor=actor)
    flash("Thank you. Your declaration is kept.", "success")
    return redirect("/interests", code=303)


@bp.page("/manage/interests", needs=KEEP_REGISTER)
def register() -> ResponseReturnValue:
    """Who has declared, who is due, and what is public."""
    day = today()
    people = [
        (one, due(one.declaration.declared_at if one.declaration else None, day))
        for one in queries.standings(current_session())
    ]
    people.sort(key=lambda pair: list(Due).index(pair[1]))
    return page("interests/register.html", people=people, kinds=KINDS, labels=DUE_LABELS, roles=ROLE_LABELS)


@bp.page(
    "/manage/interests/<int:number>/publish", needs=KEEP_REGISTER, load=queries.declaration_by_id, methods=("POST",)
)
def publishing(found: Declaration) -> ResponseReturnValue:
    """Put one declaration on the public register."""
    publish(current_session(), declaration=found, actor=current_actor())
    flash(f"The declaration of {found.account.name} is public now.", "success")
    return redirect("/manage/interests", code=303)


@bp.page("/register-of-interests", needs=READ_REGISTER)
def public() -> ResponseReturnValue:
    """What the people who score and decide have declared, as far as it is published."""
    people = [
        one
        for one in queries.standings(current_session())
        if one.declaration is not None and one.declaration.published_at is not None
    ]
    return page("interests/public.html", people=people, kinds=KINDS, roles=ROLE_LABELS)


def _count(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else AT_FIRST


def _row(typed: dict[str, str], number: int) -> Row:
    return Row(
        kind=typed.get(f"kind-{number}", ""),
        organisation=one_line(typed.get(f"organisation-{number}", "")),
        part=one_line(typed.get(f"part-{number}", "")),
        private=typed.get(f"private-{number}") == "y",
    )


def _form(
    rows: list[Row], *, nothing: bool, wrong: dict[str, str] | None = None, status: int = 200
) -> ResponseReturnValue:
    wrong = wrong or {}
    errors = list(wrong.items())
    return page(
        "interests/declare.html", status, rows=rows, nothing=nothing, wrong=wrong, errors=errors, kinds=KINDS, most=MOST
    )
