"""Signing exactly the list that was shown, also while an officer changes an amount."""

import hashlib
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit.models import AuditEntry
from portal.core.db import Database
from portal.core.refusal import Refused
from portal.decisions.operations import ListChanged, recommend, shown_line, sign
from portal.decisions.queries import decision_on
from portal.decisions.rules import Proposal
from portal.decisions.rules.signing import list_text
from portal.funds.models import Round
from tests.factories.panel import actor_named, new_application, new_round, recommended
from tests.support.building.decisions import GROUNDS

PART = Proposal("part_fund", 5_000_00, "Part of it is enough.")


def to_sign(session: Session) -> tuple[Application, str]:
    """An application with a recommendation of £8,000, and the list of it alone."""
    application = new_application(session, new_round(session), state=ApplicationState.MODERATION)
    return application, list_text([shown_line(application, recommended(session, application))])


def test_a_signature_stands_under_the_hash_of_the_list(session: Session) -> None:
    application, shown = to_sign(session)
    grace = actor_named(session, "grace")
    sign(
        session, round_=application.round, chosen={application.reference: 1}, grounds=GROUNDS, actor=grace, shown=shown
    )
    session.flush()
    entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == application.round.slug)).all()[-2]
    assert (entry.action, entry.detail["decisions"], entry.detail["amount_pence"], entry.detail["sha256"]) == (
        "decisions:signed", 1, 8_000_00, hashlib.sha256(shown.encode()).hexdigest(),
    )  # fmt: skip


def test_conditions_are_part_of_the_list_and_of_the_decision(session: Session) -> None:
    application, shown = to_sign(session)
    olive, grace = actor_named(session, "olive"), actor_named(session, "grace")
    proposal = Proposal("fund", None, "A strong plan.", conditions="Name the worker.\n\nStart by May.")
    changed = recommend(session, application=application, proposal=proposal, revision=1, actor=olive)
    chosen = {application.reference: 2}
    with pytest.raises(ListChanged) as found:
        sign(session, round_=application.round, chosen=chosen, grounds=GROUNDS, actor=grace, shown=shown)
    reference = application.reference
    assert [(c.what, c.before, c.after) for c in found.value.changes] == [
        (f"{reference}, conditions", "None", "Name the worker.\nStart by May.")
    ]
    again = list_text([shown_line(application, changed)])
    (decision,) = sign(session, round_=application.round, chosen=chosen, grounds=GROUNDS, actor=grace, shown=again)
    assert decision.conditions == "Name the worker.\nStart by May."


def test_what_the_group_asks_for_is_part_of_the_list(session: Session) -> None:
    application, shown = to_sign(session)
    application.requested_pence = 9_000_00
    session.flush()
    grace = actor_named(session, "grace")
    with pytest.raises(ListChanged) as found:
        sign(
            session,
            round_=application.round,
            chosen={application.reference: 1},
            grounds=GROUNDS,
            actor=grace,
            shown=shown,
        )
    assert [(c.what, c.before, c.after) for c in found.value.changes] == [
        (f"{application.reference}, asked for", "£8,000", "£9,000")
    ]
    assert decision_on(session, application.id) is None


def test_an_amount_that_changes_while_the_commissioner_signs(database: Database) -> None:
    with database.session() as session:
        application, shown = to_sign(session)
        grace, olive = actor_named(session, "grace"), actor_named(session, "olive")
        number, round_id, reference = application.id, application.round_id, application.reference
    start, said = threading.Barrier(2, timeout=20), dict[str, str]()

    def press(name: str) -> None:
        start.wait()
        try:
            with database.session() as own:
                if name == "sign":
                    made = own.get(Round, round_id)
                    assert made is not None
                    sign(own, round_=made, chosen={reference: 1}, grounds=GROUNDS, actor=grace, shown=shown)
                else:
                    found = own.get(Application, number)
                    assert found is not None
                    recommend(own, application=found, proposal=PART, revision=1, actor=olive)
            said[name] = "done"
        except Refused as refusal:
            said[name] = refusal.reason

    threads = [threading.Thread(target=press, args=(name,)) for name in ("sign", "change")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    with database.session(read_only=True) as session:
        decision = decision_on(session, number)
        if said["sign"] == "done":
            assert decision is not None and decision.amount_pence == 8_000_00, "what was shown, and nothing else"
            assert "is signed, so the recommendation can no longer be changed" in said["change"]
        else:
            assert decision is None and said["change"] == "done"
            assert "on the list changed while you read it. Nothing was signed." in said["sign"]
