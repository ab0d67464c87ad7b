"""Checks on file, renewals, a group on hold and two entries of one group, so that these pages have something to show."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.core.clock import as_of, today
from portal.demo.people import acting, staff
from portal.formkit.operations import save_answers
from portal.formkit.queries import answers_of, form_of, sections_of
from portal.organisations import operations, queries
from portal.organisations.models import Membership, Organisation
from portal.organisations.rules import blocks_of, usual_end
from portal.organisations.states import Outcome

NOTES = {
    "people": "Five people on the committee. Nobody is related. I spoke to the treasurer.",
    "bank": "Letter of the bank seen. Two people agree each payment.",
    "insurance": "The certificate covers walks and meetings.",
    "governing_document": "Signed in 2021. Money goes to a group like it when it closes.",
}
NOT_YET = frozenset({"accounts", "bank"})  # what is still open about the group that waits


def add_checks(
    session: Session,
    at: datetime,
    organisation: Organisation,
    *,
    days_ago: int = 40,
    without: frozenset[str] = frozenset(),
) -> None:
    """An officer found everything in order so many days ago, but for `without`."""
    membership = _membership(organisation)
    with as_of(at - timedelta(days=days_ago)):
        for line in queries.check_list(session, membership):
            key = line.kind.key
            if line.check is None and key not in without:
                operations.record_check(
                    session,
                    membership=membership,
                    key=key,
                    outcome=Outcome.IN_ORDER,
                    note=NOTES.get(key, ""),
                    expires_on=today() + timedelta(days=200) if line.kind.typed else usual_end(line.kind, today()),
                    seen=None,
                    actor=staff(session, "officer"),
                )


def insurance_ran_out(session: Session, organisation: Organisation) -> None:
    """The policy of one group ended last week."""
    live = queries.live_checks(session, organisation.id)
    live["insurance"].expires_on = today() - timedelta(days=7)
    session.flush()


def ends_in(session: Session, organisation: Organisation, days: int) -> None:
    """A membership that ends soon."""
    _membership(organisation).approved_until = today() + timedelta(days=days)
    session.flush()


def sends_renewal(session: Session, organisation: Organisation, email: str) -> None:
    """A lead looked through the form: the committee is smaller this year, and there are more volunteers."""
    actor, membership = acting(session, email), _membership(organisation)
    form, answers = form_of(membership.response.form_version), answers_of(session, membership.response)
    said = {section.key: "yes" if section.key == "n3" else "no" for section in blocks_of(form, answers)}
    renewal = operations.go_through(session, membership=membership, said=said, actor=actor)
    section = form_of(renewal.response.form_version).section("n3")
    assert section is not None
    base = sections_of(session, renewal.response)["n3"].revision
    values = {"committee_size": 4, "unrelated_people": 3, "volunteers": 31}
    save_answers(session, response=renewal.response, section=section, values=values, base=base, actor=actor)
    operations.send_renewal(session, renewal=renewal, agreed=True, actor=actor)


def on_hold(session: Session, organisation: Organisation) -> None:
    """A group that did not answer."""
    operations.suspend(
        session,
        membership=_membership(organisation),
        reason="We have not had your accounts for two years. Send them to us, or call us to talk about it.",
        actor=staff(session, "officer"),
    )


def added_twice(session: Session, organisation: Organisation, actor: Actor) -> None:
    """Somebody who did not know that their group is here adds it again, with a zero for an o."""
    name = organisation.name.replace("o", "0", 1) if "o" in organisation.name else f"The {organisation.name}"
    operations.create_organisation(session, name=name, kind=organisation.kind, actor=actor)


def _membership(organisation: Organisation) -> Membership:
    assert organisation.membership is not None
    return organisation.membership
