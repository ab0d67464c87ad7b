"""Drafts of the open round that are written together: a partner bid, a certifier who waits, help by phone, a copy."""

from collections.abc import Sequence
from datetime import time

from sqlalchemy.orm import Session

from portal.access.roles import TeamRole
from portal.accounts.queries import account_by_email
from portal.applications import operations as applying
from portal.applications.models import Application, Partner
from portal.applications.operations.bid import read_bid
from portal.applications.queries import application_by_reference, live_application
from portal.core.clock import as_of, from_london, london, now
from portal.demo.answers import fill_in
from portal.demo.groups import Group
from portal.demo.network import lead_email, slug
from portal.demo.people import acting, add_account, staff
from portal.formkit.operations import Saved
from portal.formkit.queries import answers_of
from portal.funds.models import Round
from portal.organisations.models import Organisation, TeamMember

Pair = tuple[Group, Organisation]
COSTS = (
    ("sessional", "Two workers for the walks", "4 hours x 40 weeks x £16 x 2", 340_000, 172_000),
    ("training", "Checks and first aid", "Six people x £60", 36_000, 0),
)


def written_together(session: Session, round_: Round, pairs: Sequence[Pair], password_hash: str) -> None:
    """The first of `pairs` has a whole draft in the round; the second is its partner; the third has nothing yet."""
    lead, partner = pairs[0], pairs[1]
    bid = _draft_of(session, round_, lead)
    _add_certifier(session, lead, password_hash)
    _partner_bid(session, bid, lead, partner)
    _ask_for_signature(session, bid, lead)
    _assisted(session, round_, pairs[2])


def copied(session: Session, round_: Round, pair: Pair, source: Application) -> None:
    """A draft that began as a copy, one answer of it looked at."""
    actor = acting(session, lead_email(pair[0]))
    made, _came = applying.copy_forward(session, source=source, round_=round_, actor=actor)
    _answer(session, made, {"project_name": f"{pair[0].project.title}: the second year"}, pair)


def _draft_of(session: Session, round_: Round, pair: Pair) -> Application:
    found = live_application(session, round_, pair[1].id)
    assert found is not None
    return found


def certifier_email(group: Group) -> str:
    """The address of who signs for a group."""
    return f"chair@{slug(group)}.example.org"


def _add_certifier(session: Session, pair: Pair, password_hash: str) -> None:
    account = add_account(session, name="Pat Okoro", email=certifier_email(pair[0]), password_hash=password_hash)
    session.add(TeamMember(organisation_id=pair[1].id, account_id=account.id, role=TeamRole.CERTIFIER, joined_at=now()))
    session.flush()


def _partner_bid(session: Session, bid: Application, lead: Pair, partner: Pair) -> None:
    """A partner who has joined, written its costs and agreed; a shared task, and what people said to each other."""
    actor, other = acting(session, lead_email(lead[0])), acting(session, lead_email(partner[0]))
    place = partner[1]
    joined = Partner(
        application=bid, organisation=place, invited_as=place.name, invited_at=now(), invited_by_id=actor.account_id,
        state="accepted", accepted_at=now(), accepted_by_id=other.account_id, lines=[],
    )  # fmt: skip
    session.add(joined)
    session.flush()
    names = ("category", "item", "working", "year1", "year2", "total_cost")
    lines = [dict(zip(names, (*row, row[3] + row[4]), strict=True)) for row in COSTS]
    applying.save_costs(session, partner=joined, lines=lines, revision=0, actor=other)
    asked = sum(row[3] + row[4] for row in COSTS)
    total = (answers_of(session, bid.response).get("amount_requested") or 0) + asked
    _answer(session, bid, {"amount_requested": total, "is_partnership": "no"}, lead)
    sha256 = read_bid(session, bid).agreed_hash(joined)
    applying.agree(session, partner=joined, sha256=sha256, actor=other)
    applying.share_out(session, application=bid, wanted={"s8": _does_the_budget(session, lead)}, before={}, actor=actor)
    about = (("budget", "Is the hall still at half price?", other), ("budget", "Yes, I called them on Monday.", actor))
    for where, text, who in about:
        applying.add_comment(session, application=bid, about=where, text=text, actor=who)


def _does_the_budget(session: Session, pair: Pair) -> str:
    """The reference of a group's editor, or of its lead where it has none."""
    found = account_by_email(session, f"editor@{slug(pair[0])}.example.org")
    found = found or account_by_email(session, lead_email(pair[0]))
    assert found is not None
    return found.reference


def _ask_for_signature(session: Session, bid: Application, lead: Pair) -> None:
    applying.ask_to_sign(session, application=bid, actor=acting(session, lead_email(lead[0])))


def _assisted(session: Session, round_: Round, pair: Pair) -> None:
    """An officer typed the beginning of a draft by phone today, and read it back."""
    officer, group, at = staff(session, "officer"), pair[0], now()
    with as_of(min(at, from_london(london(at).date(), time(22)))):  # nobody begins in the last minute of a day
        helped = applying.begin_assistance(
            session, organisation=pair[1].reference, consent_name=group.lead, consent_how="phone", actor=officer
        )
    made = applying.start_for(session, assistance=helped, round_=round_, actor=officer)
    answers = {"project_name": group.project.title, "confirm_profile": "yes"}
    fill_in(session, made.response, answers, officer)
    saved = Saved(1, now(), frozenset(answers))
    applying.note_typed(session, assistance=helped, application=made, saved=saved, answers=answers, actor=officer)
    sha256 = read_bid(session, made).sha256
    applying.record_read_back(session, assistance=helped, application=made, to=group.lead, sha256=sha256, actor=officer)


def _answer(session: Session, application: Application, values: dict[str, object], pair: Pair) -> None:
    actor = acting(session, lead_email(pair[0]))
    fill_in(session, application.response, values, actor)
    found = application_by_reference(session, application.reference)
    assert found is not None
    saved = Saved(1, now(), frozenset(values))
    answers = answers_of(session, application.response)
    applying.note_saved(session, application=found, saved=saved, answers=answers, actor=actor)
