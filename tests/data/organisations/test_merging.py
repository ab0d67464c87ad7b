"""Doubles: found fast, told apart with a reason, merged with everything that refers to the one that goes."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.accounts.operations import acting_as
from portal.applications.models import Application, Extension
from portal.applications.operations import start
from portal.applications.queries import against_merging
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.db import insert_or
from portal.core.refusal import Forbidden, Refused
from portal.funds.models import Round
from portal.organisations import operations, queries
from portal.organisations.models import Organisation, OrganisationKey, TeamMember
from portal.organisations.states import Outcome
from tests.support.building.membership import COVE, TIDE, nothing_against
from tests.support.building.organisations import HARBOUR, LANTERN, NORTHWAY, lead_of
from tests.support.cast import account_named

# What becomes of every column that refers to an organisation, when that is merged into another one.
HANDLED = {
    "booking.organisation_id": "moves; refused where both booked the same person for the same workshop",
    "handover.organisation_id": "moves; refused where the same person hands over both",
    "interest.organisation_id": "moves",
    "lead_request.organisation_id": "moves",
    "member_note.organisation_id": "moves",
    "organisation_reach.organisation_id": "stays where it is: the facts of the one that stays count",
    "partner_conversation.asker_id": "moves; refused where both write about the same entry, or to each other",
    "partner_conversation.closed_by_id": "moves",
    "partner_conversation.owner_id": "moves; refused where both write to each other",
    "partner_conversation.reported_by_id": "moves",
    "partner_entry.organisation_id": "moves",
    "partner_line.organisation_id": "moves",
    "passport_document.organisation_id": "moves",
    "workshop_invitation.organisation_id": "moves; deleted where both were invited to the same workshop",
    "application.organisation_id": "moves; refused where both have one in the same round",
    "assistance.organisation_id": "moves",
    "extension.organisation_id": "moves; refused where both have one in the same round",
    "mailed_token.organisation_id": "moves",
    "member_check.organisation_id": "moves; where both were checked, that of the other is an earlier one",
    "membership.organisation_id": "stays where it is, merged, to read",
    "no_double.organisation_id": "deleted: what was said of the other is over",
    "no_double.other_id": "deleted",
    "organisation.merged_into_id": "moves, so that an entry that was merged earlier leads to the last one",
    "organisation_key.organisation_id": "moves where it is new",
    "partner.organisation_id": "moves; refused where both have a part in the same bid",
    "stored_file.organisation_id": "moves",
    "team_member.organisation_id": "moves; the stronger role of somebody in both",
}


def place(session: Session, reference: str) -> Organisation:
    found = session.scalar(select(Organisation).where(Organisation.reference == reference))
    assert found is not None
    return found


@pytest.fixture
def olive(session: Session) -> Actor:
    return acting_as(account_named(session, "olive"))


def merge(session: Session, gone: str, stays: str, actor: Actor) -> None:
    operations.merge(
        session,
        gone=place(session, gone),
        stays=place(session, stays),
        reason="Their lead says so",
        against=against_merging,
        actor=actor,
    )


def test_every_column_that_refers_to_an_organisation_is_handled() -> None:
    found = {f"{column.table.name}.{column.name}" for column in queries.columns_that_refer()}
    assert found == set(HANDLED), "Say here, and in the column's info, what merging does with its rows"


def test_everything_moves_and_the_old_reference_leads_to_the_one_that_stays(session: Session, olive: Actor) -> None:
    harbour, lantern = place(session, HARBOUR), place(session, LANTERN)
    before = {
        str(column): (queries.count_held(session, column, harbour.id), queries.count_held(session, column, lantern.id))
        for column in queries.columns_that_refer()
    }
    assert before["application.organisation_id"][0] >= 3
    merge(session, HARBOUR, LANTERN, olive)
    stays = (
        "membership.organisation_id",
        "organisation_key.organisation_id",
        "no_double.organisation_id",
        "no_double.other_id",
        "organisation_reach.organisation_id",
    )
    for column in queries.columns_that_refer():
        if str(column) not in stays and str(column) != "organisation.merged_into_id":
            assert queries.count_held(session, column, harbour.id) == 0, column
            assert queries.count_held(session, column, lantern.id) == sum(before[str(column)]), column
    found = queries.organisation_by_reference(session, HARBOUR)
    assert found is lantern
    gone = queries.membership_of(session, HARBOUR)
    assert gone is not None
    assert (gone.state, gone.organisation.merged_into_id, harbour.merged_into_id) == ("merged", lantern.id, lantern.id)
    assert queries.membership_file(session, HARBOUR, "constitution-of-org-harb") is not None
    actions = session.execute(
        select(AuditEntry.subject, AuditEntry.action).where(AuditEntry.action.like("organisation:merged%"))
    )
    assert {(HARBOUR, "organisation:merged-away"), (LANTERN, "organisation:merged")} <= {tuple(row) for row in actions}


def test_the_one_that_went_can_no_longer_be_written(session: Session, olive: Actor) -> None:
    tide = queries.membership_of(session, TIDE)
    assert tide is not None
    for act in (
        lambda: operations.suspend(session, membership=tide, reason="x", actor=olive),
        lambda: operations.ask_for_more(session, membership=tide, request="x", reply_by=now().date(), actor=olive),
        lambda: operations.record_check(
            session,
            membership=tide,
            key="area",
            outcome=Outcome.IN_ORDER,
            note="",
            expires_on=None,
            seen=None,
            actor=olive,
        ),
        lambda: operations.apply(session, membership=tide, actor=lead_of(session, tide.organisation, "cora")),
        lambda: merge(session, TIDE, HARBOUR, olive),
    ):
        with pytest.raises(Refused):
            act()


def test_what_was_merged_earlier_leads_to_the_last_one(session: Session, olive: Actor) -> None:
    merge(session, COVE, NORTHWAY, olive)
    for reference in (TIDE, COVE, NORTHWAY):
        found = queries.organisation_by_reference(session, reference)
        assert found is not None
        assert found.reference == NORTHWAY


def test_somebody_in_both_teams_keeps_the_stronger_role(session: Session, olive: Actor) -> None:
    harbour, lantern = place(session, HARBOUR), place(session, LANTERN)
    vera = account_named(session, "vera")
    session.add(TeamMember(organisation_id=lantern.id, account_id=vera.id, role=TeamRole.EDITOR, joined_at=now()))
    session.flush()
    merge(session, LANTERN, HARBOUR, olive)
    assert {member.account.name: member.role for member in queries.team(session, harbour.id)} == {
        "Amina Karim": "lead",
        "Beth Okafor": "editor",
        "Lena Ford": "lead",
        "Vera Lund": "editor",
    }


def test_both_in_one_round_are_refused_with_the_reason(session: Session, olive: Actor) -> None:
    with pytest.raises(Refused, match="Both have an application to"):
        merge(session, NORTHWAY, HARBOUR, olive)
    assert place(session, NORTHWAY).merged_into_id is None
    with pytest.raises(Refused, match="One is a partner in SCF27-EMBR"):
        merge(session, "ORG-EMBR", NORTHWAY, olive)


def test_what_no_room_speaks_against_is_still_held_by_the_unique_constraints(session: Session, olive: Actor) -> None:
    northway, cove = place(session, NORTHWAY), place(session, COVE)
    round_ = session.scalars(select(Round)).first()
    assert round_ is not None
    for one in (northway, cove):
        session.add(
            Extension(round_id=round_.id, organisation_id=one.id, closes_at=now(), reason="x", granted_at=now())
        )
    session.flush()
    with pytest.raises(Refused, match="Both have more time in the same round"):
        operations.merge(session, gone=cove, stays=northway, reason="x", against=nothing_against, actor=olive)


def test_only_officers_merge_and_tell_apart(session: Session) -> None:
    for name in ("lena", "sam", "grace", "asha"):
        actor = acting_as(account_named(session, name))
        with pytest.raises(Forbidden):
            merge(session, LANTERN, HARBOUR, actor)
        with pytest.raises(Forbidden):
            operations.dismiss_double(
                session, one=place(session, LANTERN), other=place(session, HARBOUR), reason="x", actor=actor
            )


def test_what_was_told_apart_comes_back_when_something_else_is_alike(session: Session, olive: Actor) -> None:
    nell = acting_as(account_named(session, "nell"))
    double = operations.create_organisation(session, name="Nоrthway Yоuth", kind="cio", actor=nell)  # Cyrillic о
    northway = place(session, NORTHWAY)

    def found() -> list[str]:
        return [sentence for one in queries.alike(session, northway.id) for sentence in one.why]

    assert len(found()) == 1
    assert "look the same" in found()[0]
    operations.dismiss_double(session, one=northway, other=double, reason="Another town", actor=olive)
    operations.dismiss_double(session, one=double, other=northway, reason="Another town", actor=olive)
    assert found() == []
    operations.remember_keys(session, organisation=double, answers={"charity_number": "01 099 999"})
    assert any("charity numbers" in one for one in found())


def test_finding_doubles_takes_two_queries_by_an_index_among_ten_thousand(session: Session) -> None:
    creator = account_named(session, "nell").id
    many = [
        {
            "reference": f"ORG-X{number}",
            "name": f"Invented Group {number}",
            "created_at": now(),
            "created_by_id": creator,
        }
        for number in range(10_000)
    ]
    session.execute(insert_or(session, Organisation), many)
    ids = session.scalars(select(Organisation.id).where(Organisation.reference.like("ORG-X%"))).all()
    session.execute(
        insert_or(session, OrganisationKey),
        [{"organisation_id": one, "kind": "name", "value": f"inventedgroup{one}"} for one in ids],
    )
    seen: list[str] = []
    connection = session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    queries.alike(session, place(session, HARBOUR).id)
    event.remove(connection, "before_cursor_execute", note)
    assert len([one for one in seen if one.startswith("SELECT")]) == 3  # one of them is the organisation's own
    if connection.dialect.name == "sqlite":
        keys = next(one for one in seen if "organisation_key" in one)
        plan = " ".join(row[3] for row in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + keys, (1, 1)).all())
        assert "ix_organisation_key_value" in plan
        assert not re.search(r"SCAN organisation_key", plan)


def test_organisations_from_before_are_folded_once(session: Session) -> None:
    session.query(OrganisationKey).delete()
    count = session.scalar(select(func.count(Organisation.id)).where(Organisation.merged_into_id.is_(None)))
    assert operations.remember_missing_keys(session) == count
    assert operations.remember_missing_keys(session) == 0
    assert queries.keys_held(session, place(session, HARBOUR).id)


def test_a_group_on_hold_starts_nothing_in_any_fund(session: Session, olive: Actor) -> None:
    harbour = queries.membership_of(session, HARBOUR)
    assert harbour is not None
    application = session.scalars(
        select(Application).where(Application.organisation_id == harbour.organisation_id, Application.state == "draft")
    ).first()
    assert application is not None
    application.round.members_only = False
    application.live = None
    operations.suspend(session, membership=harbour, reason="x", actor=olive)
    amina = lead_of(session, harbour.organisation, "amina")
    with pytest.raises(Refused, match="on hold"):
        start(session, round_=application.round, organisation=harbour.organisation, eligibility={}, actor=amina)
    assert harbour.approved_until is not None
    operations.restore(
        session, membership=harbour, until=harbour.approved_until - timedelta(days=1), words="", actor=olive
    )
    assert start(session, round_=application.round, organisation=harbour.organisation, eligibility={}, actor=amina)
