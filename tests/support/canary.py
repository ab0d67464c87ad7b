"""A round with one application full of words that stand nowhere else, and others beside it."""

import hashlib
from datetime import timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.applications.models import Application
from portal.assessment.operations import pin_conflict
from portal.assessment.queries import assignments_to
from portal.consultation.models import Advice, Consultation, Consultee, FactualSummary
from portal.core.clock import now
from portal.decisions.operations import digest_of, save_scenario
from portal.decisions.queries.line import line_facts
from portal.decisions.rules.line import Line
from portal.documents.models import StoredFile
from portal.documents.operations import path_of
from portal.feedback.operations import save_feedback
from portal.formkit.operations import save_answers
from portal.formkit.queries import form_of
from portal.funds.models import Round
from portal.moderation.models import Item, Meeting, Member, MinuteWords
from portal.organisations.models import Organisation
from portal.outbox.models import MAIL_DOMAIN, Message
from portal.triage.models import Flag, Note
from portal.triage.operations import give
from tests.factories import panel
from tests.factories.panel import actor_named, approved, new_application, new_round, recommended, scored, signed
from tests.support.cast import account_named
from tests.support.world import World

WORD = "qzx"  # every word of the canaries begins so, and no other word does
NUMBERS = ("7719283", "955713", "qz9 9zq")  # of a charity, a phone and a postcode
KEPT = ("asha", "piers", "grace", "sam")  # an assessor, an officer, the Commissioner and an administrator
FILE = "qzx-file"
FIRST, SECOND = "PNL-9101", "PNL-9102"  # the one in the panel's hands, and the one that is signed
MADE_UP = "PNL-9999"
ROUND, MEETING = "panel-round-9000", "PM-QUIETS"


def build_canaries(session: Session, *, there: bool = True, blind: bool = False) -> None:
    """One round: two groups that all may hear of, one that no-one of KEPT may; and the canaries, if they are `there`.

    The rows that both worlds share are made first and have the same numbers in both.
    """
    panel._number = count(9000)
    round_ = new_round(session, budget_pence=90_000_00, assessors=2)
    round_.blind = blind
    like = session.scalars(select(Round).where(Round.slug == World().scoring_round)).one()
    round_.content = dict(like.content)
    shared = _shared(session, round_)
    known = [_application(session, round_, reference, words="plain") for reference in ("PNL-9001", "PNL-9002")]
    linked = _application(session, round_, "PNL-9003", words="linked")
    for one in (*known, linked):
        scored(session, one, asha=[4, 4], ben=[3, 4])
    recommended(session, known[0], amount_pence=5_000_00)
    recommended(session, known[1], amount_pence=4_000_00)
    signed(session, known[1])
    approved(session, known[1], by="olive")
    session.add(Item(meeting=shared, application=known[0], position=1))
    _keep(session, linked)
    if there:
        for reference in (FIRST, SECOND):
            _canary(session, round_, reference, shared)
        _scenario(session, round_)
    session.flush()


def keep_file(folder: Path) -> None:
    """The document's own words, where an installation keeps them."""
    path = path_of(folder, FILE)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF-1.4\n% qzxdocument\n%%EOF\n")


def _shared(session: Session, round_: Round) -> Meeting:
    """What stands beside the applications of the round: a meeting and a consultee who is asked."""
    people = [account_named(session, name) for name in ("ben", "asha", "cara")]
    meeting = Meeting(
        reference=MEETING, round=round_, starts_at=now() + timedelta(days=3), place="Room 1", quorum=1,
        chair_id=people[0].id, deputy_id=people[1].id, made_at=now(), members=[Member(account=one) for one in people],
    )  # fmt: skip
    who = session.scalars(select(Consultee).where(Consultee.reference == "CE-THEMEL")).one()
    session.add(
        Consultation(
            reference="CN-QUIETS", consultee_id=who.id, round_id=round_.id, ends_at=now() + timedelta(days=9),
            asked_at=now(),
        )
    )  # fmt: skip
    session.add(meeting)
    session.flush()
    return meeting


def _application(session: Session, round_: Round, reference: str, words: str) -> Application:
    made = new_application(session, round_, name=f"{words.capitalize()} group {reference[-4:]}")
    made.reference, made.title = reference, f"{words.capitalize()} project {reference[-4:]}"
    made.organisation.reference = f"ORG-{reference[-4:]}"
    session.flush()
    return made


def _canary(session: Session, round_: Round, reference: str, meeting: Meeting) -> None:
    made = _application(session, round_, reference, WORD)
    _group(made.organisation)
    answers = {"partners": "Qzxpartner lends a hall. Call 07700 955713.", "money": "Qzxmoney is spent well."}
    section = form_of(round_.form_version).sections[0]
    save_answers(
        session, response=made.response, section=section, values=answers, base=1, actor=Actor(None, "Qzxwriter")
    )
    scored(session, made, asha=[5, 5], ben=[2, 5])
    for assignment in assignments_to(session, made.id):
        for score in assignment.scores:
            score.reason = "Qzxreason of a score."
    recommended(session, made, amount_pence=7_777_00)
    olive = account_named(session, "olive")
    give(session, applications=[made], owner=olive, seen={made.id: 0}, actor=actor_named(session, "olive"))
    named = {"raised_by_id": olive.id, "raised_by_name": olive.name, "raised_at": now()}
    session.add_all(
        [
            Flag(application_id=made.id, number=1, kind="money", team="finance", reason="Qzxflag", **named),
            Note(application_id=made.id, number=1, words="Qzxnote", written_at=now(), author_id=olive.id,
                 author_name=olive.name),
            FactualSummary(application_id=made.id, words="Qzxsummary"),
        ]
    )  # fmt: skip
    asked = session.scalars(select(Consultation).where(Consultation.reference == "CN-QUIETS")).one()
    number = int(reference[-1])
    session.add(Advice(consultation_id=asked.id, application_id=made.id, number=number, state="answered",
                       need="high", duplicate="no", concerns="Qzxconcern", anything="Qzxadvice"))  # fmt: skip
    session.add(
        Message(
            key=f"qzxmail-{reference}", template="assessor_invitation", to_name="Somebody", to_email="x@example.org",
            subject="Qzxsubject", body="Words.", about_type="application", about=reference, queued_at=now(),
            due_at=now(), message_id=f"qzx-{reference}@{MAIL_DOMAIN}",
        )
    )  # fmt: skip
    item = Item(meeting=meeting, application=made, position=number + 1)
    session.add(item)
    session.flush()
    session.add(MinuteWords(item_id=item.id, words="Qzxminutes", at=now(), by_name="Qzxtaker"))
    if reference == SECOND:
        _file(session, made)
        signed(session, made)
        feedback = approved(session, made, by="olive")
        fields = {"summary": "Qzxfeedback.", "change-1": "Qzxchange."}
        save_feedback(
            session, feedback=feedback, fields=fields, revision=feedback.revision, actor=actor_named(session, "olive")
        )
    _keep(session, made)


def _group(group: Organisation) -> None:
    group.charity_number, group.postcode = NUMBERS[0], NUMBERS[2].upper()
    for member in group.team:
        member.account.name, member.account.phone = "Qzxperson Lead", "07700 955713"
        member.account.email = f"qzxmail{member.account_id}@qzxgroup.example.org"


def _file(session: Session, application: Application) -> None:
    session.add(
        StoredFile(
            public_id=FILE, organisation_id=application.organisation_id, name="qzxaccounts.pdf",
            content_type="application/pdf", size=30, sha256=hashlib.sha256(b"").hexdigest(), uploaded_at=now(),
        )
    )  # fmt: skip


def _keep(session: Session, application: Application) -> None:
    for name in KEPT:
        pin_conflict(
            session, application=application, person=account_named(session, name), kind="work",
            text="Qzxlink they have." if WORD in application.title.lower() else "A link they have.",
            actor=actor_named(session, "olive"),
        )  # fmt: skip


def _scenario(session: Session, round_: Round) -> None:
    """Olive, who sees all, saves a choice."""
    line = Line(Decimal("10.0"))
    digest = digest_of(session, round_, line_facts(session, round_), line)[1]
    facts = {"name": "Qzxscenario", "why": "Qzxwhy", "seen": digest}
    save_scenario(session, round_=round_, line=line, actor=actor_named(session, "olive"), **facts)
