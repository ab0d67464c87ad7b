"""Four rounds, dated from the day of loading: announced, being assessed, open, and opening soon."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy.orm import Session

from portal.applications import operations as applying
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment import operations as assessing
from portal.assessment.models import Assignment
from portal.assessment.rules import CONFLICT_KINDS, Draft
from portal.core.clock import as_of, from_london, london
from portal.decisions import operations as deciding
from portal.decisions.models import Outcome
from portal.decisions.queries import recommendation_on
from portal.decisions.rules import Proposal
from portal.decisions.wording import NOT_ELIGIBLE
from portal.demo.answers import application_answers, fill_in
from portal.demo.groups import Group
from portal.demo.network import lead_email
from portal.demo.people import acting, staff, staff_account
from portal.demo.reserve import GROUNDS, fund_from_reserve
from portal.demo.scenarios import add_scenarios
from portal.feedback import operations as feeding
from portal.feedback.models import Feedback
from portal.feedback.operations.writing import fields_of, principles_of
from portal.feedback.queries.beside import stock
from portal.feedback.rules import labels
from portal.feedback.rules.specific import unspecific
from portal.formkit.operations import Saved
from portal.formkit.queries import form_of
from portal.funds.models import Round
from portal.funds.operations import RoundFacts, set_up_round, start_assessing
from portal.organisations.models import Organisation

Pair = tuple[Group, Organisation]
ASSESSORS = ("assessor", "assessor2", "assessor3", "assessor4")


def midday(at: datetime, days: int) -> datetime:
    """Midday in London, so many days from the day of loading."""
    return from_london((london(at) + timedelta(days=days)).date(), time(12))


def set_up(session: Session, at: datetime, *, opens: int, closes: int, budget_pounds: int) -> Round:
    """A round of the Safer Communities Fund, its days counted from the day of loading."""
    opens_at, closes_at = midday(at, opens), midday(at, closes)
    starts = london(closes_at + timedelta(days=110)).date().replace(day=1)
    year = london(closes_at).year
    facts = RoundFacts(
        slug=f"safer-communities-{london(opens_at):%B}-{london(opens_at).year}".lower(),
        name=f"Safer Communities Fund, {london(opens_at):%B} {london(opens_at).year}",
        year=year,
        opens_at=opens_at,
        closes_at=closes_at,
        grant_starts_on=starts,
        grant_ends_on=starts + timedelta(days=545),
        min_pence=300_100,
        max_pence=7_500_000,
        budget_pence=budget_pounds * 100,
        decision_on=london(closes_at + timedelta(days=60)).date(),
    )
    return set_up_round(
        session, form_key="safer_communities_fund", code="SCF", facts=facts, actor=staff(session, "officer")
    )


def draft(session: Session, round_: Round, pair: Pair, *, strength: int, share: float = 1.0) -> Application:
    """An application with its answers, or with the first share of its sections."""
    group, organisation = pair
    actor = acting(session, lead_email(group))
    application = applying.start(session, round_=round_, organisation=organisation, eligibility={}, actor=actor)
    answers = application_answers(group, round_, strength)
    sections = form_of(round_.form_version).sections
    kept = {q.key for section in sections[: max(1, int(len(sections) * share))] for q in section.questions}
    answers = {key: value for key, value in answers.items() if key in kept}
    fill_in(session, application.response, answers, actor)
    saved = Saved(1, application.started_at, frozenset(answers))
    applying.note_saved(session, application=application, saved=saved, answers=answers, actor=actor)
    return application


def send(session: Session, round_: Round, pair: Pair, *, strength: int) -> Application:
    """A sent application."""
    application = draft(session, round_, pair, strength=strength)
    applying.submit(session, application=application, actor=acting(session, lead_email(pair[0])))
    return application


def score(
    session: Session, assignment: Assignment, key: str, strength: int, *, submit: bool = True, first: int = 8
) -> None:
    """Scores and reasons around a strength, a little different for each assessor and principle."""
    lean = ASSESSORS.index(key)
    drafts = {}
    for criterion in assignment.application.round.criteria[:first]:
        points = max(0, min(5, strength + ((criterion.number * 3 + lean * 2 + assignment.id) % 3) - 1))
        drafts[criterion.number] = Draft(points, criterion.descriptors[str(points)])
    actor = staff(session, key)
    assessing.save_scores(
        session, assignment=assignment, drafts=drafts, note="", revision=assignment.revision, actor=actor
    )
    if submit:
        assessing.submit_scores(session, assignment=assignment, actor=actor)


def give(session: Session, application: Application, *keys: str) -> list[Assignment]:
    """Check an application and give it to assessors."""
    officer = staff(session, "officer")
    applying.find_eligible(session, application=application, actor=officer)
    return [
        assessing.assign(session, application=application, assessor=staff_account(session, key), actor=officer)
        for key in keys
    ]


def judge(session: Session, application: Application, strength: int, *keys: str) -> None:
    """Give an application to assessors who all declare no link and score it to the end."""
    for key, assignment in zip(keys, give(session, application, *keys), strict=True):
        assessing.declare_no_link(session, assignment=assignment, actor=staff(session, key))
        score(session, assignment, key, strength)


def propose(session: Session, application: Application, outcome: Outcome, *, pence: int = 0) -> None:
    """An officer's recommendation with its reason."""
    asked = application.requested_pence or 0
    amount = {Outcome.FUND: asked, Outcome.PART_FUND: pence}.get(outcome, 0)
    reasons = {
        Outcome.FUND: "Strong on need and on how people shaped it, and good value.",
        Outcome.PART_FUND: "A good plan. The core of it can run with less money.",
        Outcome.RESERVE: "Met our standard. The money ran out just above it.",
        Outcome.NOT_FUNDED: "Others showed stronger evidence of need in their own area.",
    }
    eligible = application.state != ApplicationState.INELIGIBLE
    main_reason = "" if outcome != Outcome.NOT_FUNDED else "need_evidence" if eligible else NOT_ELIGIBLE
    deciding.recommend(
        session,
        application=application,
        proposal=Proposal(outcome, amount, reasons[outcome], main_reason),
        revision=0,
        actor=staff(session, "officer"),
    )


def announced_round(session: Session, at: datetime, pairs: Sequence[Pair]) -> Round:
    """A round from the first day to the feedback: half of its applications funded, one of them in part."""
    with as_of(midday(at, -250)):
        round_ = set_up(session, at, opens=-249, closes=-200, budget_pounds=320_000)
    with as_of(midday(at, -205)):
        sent = [send(session, round_, pair, strength=2 + i % 4) for i, pair in enumerate(pairs)]
    with as_of(midday(at, -190)):
        start_assessing(session, round_=round_, actor=staff(session, "officer"))
        for i, application in enumerate(sent[:-1]):
            judge(session, application, 2 + i % 4, ASSESSORS[i % 4], ASSESSORS[(i + 1) % 4])
        applying.find_ineligible(
            session,
            application=sent[-1],
            reason="The work had already begun before the grant would start.",
            actor=staff(session, "officer"),
        )
    with as_of(midday(at, -160)):
        _decide(session, round_, sent)
    with as_of(midday(at, -150)):
        for application in sent:
            feedback = feeding.draft_feedback(session, application=application, actor=staff(session, "officer"))
            write_about(session, feedback)
            feeding.approve_feedback(
                session, feedback=feedback, revision=feedback.revision, actor=staff(session, "officer2")
            )
        feeding.release_round(session, round_=round_, actor=staff(session, "officer"))
    fund_from_reserve(session, round_, signed=midday(at, -100), proposed=midday(at, -3))
    return round_


def write_about(session: Session, feedback: Feedback) -> None:
    """Say in each text that is only a ready-made phrase what it means for this project, as an officer would."""
    fields = fields_of(feedback)
    own = f"Look first at what you wrote about {feedback.application.title}."
    bare = unspecific(fields, labels(principles_of(feedback)), stock(session))
    feeding.save_feedback(
        session,
        feedback=feedback,
        fields={name: f"{fields[name]} {own}" for name, _ in bare},
        revision=feedback.revision,
        actor=staff(session, "officer"),
    )


def _decide(session: Session, round_: Round, sent: Sequence[Application]) -> None:
    """Recommend and sign every application: the strong ones funded while the money lasts."""
    left = round_.budget_pence
    for i, application in enumerate(sent):
        asked, strength = application.requested_pence or 0, 2 + i % 4
        if application is sent[-1] or strength == 2 or asked > left:
            outcome = Outcome.NOT_FUNDED
        elif strength == 3:
            outcome = Outcome.PART_FUND if i == 5 else Outcome.RESERVE
        else:
            outcome = Outcome.FUND
        pence = asked // 2 if outcome == Outcome.PART_FUND else 0
        propose(session, application, outcome, pence=pence)
        left -= asked if outcome == Outcome.FUND else pence
    found = [(application.reference, recommendation_on(session, application.id)) for application in sent]
    chosen = {reference: recommendation.revision for reference, recommendation in found if recommendation}
    deciding.sign(session, round_=round_, chosen=chosen, grounds=GROUNDS, actor=staff(session, "commissioner"))


def scoring_round(session: Session, at: datetime, pairs: Sequence[Pair]) -> Round:
    """A round in the middle of its assessment: something waits for each role, in every state that there is."""
    with as_of(midday(at, -60)):
        round_ = set_up(session, at, opens=-59, closes=-14, budget_pounds=180_000)
    with as_of(midday(at, -20)):
        sent = [send(session, round_, pair, strength=2 + i % 4) for i, pair in enumerate(pairs)]
    with as_of(midday(at, -12)):
        start_assessing(session, round_=round_, actor=staff(session, "officer"))
        applying.find_eligible(session, application=sent[2], actor=staff(session, "officer"))
        applying.find_ineligible(
            session,
            application=sent[3],
            reason="Most of the work would happen outside Hampshire and the Isle of Wight.",
            actor=staff(session, "officer"),
        )
        for i, application in enumerate(sent[8:]):
            judge(session, application, 2 + (i + 1) % 4, ASSESSORS[i % 4], ASSESSORS[(i + 1) % 4])
    with as_of(midday(at, -5)):
        _half_scored(session, sent[4:8])
    with as_of(midday(at, -2)):
        propose(session, sent[8], Outcome.FUND)
        propose(session, sent[9], Outcome.NOT_FUNDED)
        add_scenarios(session, round_)
    return round_


def _half_scored(session: Session, waiting: Sequence[Application]) -> None:
    """Just given; declared; half scored by one and sent by the other; and one where a link was declared."""
    give(session, waiting[0], "assessor", "assessor2")
    for key, assignment in zip(
        ("assessor", "assessor3"), give(session, waiting[1], "assessor", "assessor3"), strict=True
    ):
        assessing.declare_no_link(session, assignment=assignment, actor=staff(session, key))
    first, second = give(session, waiting[2], "assessor", "assessor2")
    assessing.declare_no_link(session, assignment=first, actor=staff(session, "assessor"))
    score(session, first, "assessor", 3, submit=False, first=4)
    assessing.declare_no_link(session, assignment=second, actor=staff(session, "assessor2"))
    score(session, second, "assessor2", 4)
    linked, _other = give(session, waiting[3], "assessor3", "assessor4")
    assessing.declare_conflict(
        session,
        assignment=linked,
        kind=next(iter(CONFLICT_KINDS)),
        text="I sat on their committee until last year.",
        actor=staff(session, "assessor3"),
    )


def open_round(session: Session, at: datetime, pairs: Sequence[Pair]) -> Round:
    """A round that is open: drafts at every stage, some sent, one withdrawn."""
    with as_of(midday(at, -12)):
        round_ = set_up(session, at, opens=-11, closes=24, budget_pounds=200_000)
    with as_of(at - timedelta(days=3)):
        for i, pair in enumerate(pairs[:6]):
            draft(session, round_, pair, strength=3, share=(1.0, 0.2, 0.5, 0.8, 0.1, 1.0)[i])
    with as_of(at - timedelta(days=1)):
        for pair in pairs[6:9]:
            send(session, round_, pair, strength=4)
        gone = draft(session, round_, pairs[9], strength=2, share=0.3)
        applying.withdraw(session, application=gone, actor=acting(session, lead_email(pairs[9][0])))
    return round_


def forthcoming_round(session: Session, at: datetime) -> Round:
    """A round that opens in two months, to be read already."""
    return set_up(session, at, opens=62, closes=110, budget_pounds=150_000)
