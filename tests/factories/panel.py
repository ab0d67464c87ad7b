"""A round being assessed: two principles, groups, applications and people, as few or as many as a test wants."""

from datetime import date, timedelta
from itertools import count

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import Role, TeamRole
from portal.accounts.models import Account, StaffRole
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.assessment.operations import assign, declare_no_link, save_scores, submit_scores
from portal.assessment.queries import assignment_of
from portal.assessment.rules import Draft
from portal.core.clock import now
from portal.core.references import canonical_reference
from portal.decisions.models import Decision, Recommendation
from portal.decisions.operations import recommend, sign
from portal.decisions.queries import recommendation_on, was_found_ineligible
from portal.decisions.rules import Proposal
from portal.decisions.wording import NOT_ELIGIBLE
from portal.feedback.models import Feedback
from portal.feedback.operations import approve_feedback, draft_feedback, save_feedback
from portal.formkit.operations import publish, save_answers, start_response
from portal.formkit.queries import form_of
from portal.funds.models import Criterion, Fund, Round
from portal.funds.states import RoundState
from portal.organisations.models import Organisation, TeamMember
from tests.support.building.decisions import GROUNDS
from tests.support.cast import CAST, account_named
from tests.support.specific import made_specific

_number = count(1)


def _step(key: str, label: str) -> dict[str, object]:
    return {"key": key, "title": label, "questions": [{"key": key, "label": label, "type": "textarea"}]}


FORM = {
    "key": "panel_form",
    "title": "A form of two questions",
    "intro": [],
    "sections": [
        {
            "key": "s1",
            "title": "Your project",
            "intro": "",
            "steps": [_step("partners", "Who are your partners?"), _step("money", "Why is this good value?")],
        }
    ],
}
WRITTEN = {"partners": "The youth club has agreed to lend its hall.", "money": "Volunteers do most of the work."}


def actor_named(session: Session, name: str) -> Actor:
    """Who one of the cast is as an actor."""
    return actor_of(session, account_named(session, name), CAST[name].role)


def actor_of(session: Session, account: Account, role: Role) -> Actor:
    """An account as an actor with one role and the teams that it is in."""
    teams = session.query(TeamMember).filter_by(account_id=account.id)
    memberships = {member.organisation_id: TeamRole(member.role) for member in teams}
    return Actor(account.id, account.name, account.email, frozenset({role}), memberships, confirmed_at=now())


def new_person(session: Session, name: str, email: str, role: Role = Role.APPLICANT) -> Account:
    """One more account."""
    account = Account(email=email, name=name, created_at=now(), verified_at=now())
    if role != Role.APPLICANT:
        account.staff_roles.append(StaffRole(role=role, given_at=now()))
    session.add(account)
    session.flush()
    return account


def new_round(
    session: Session, *, budget_pence: int = 10_000_00, assessors: int = 2, weights: tuple[int, ...] = (1, 1)
) -> Round:
    """A round that closed yesterday and is being assessed."""
    at, number = now(), next(_number)
    fund = Fund(slug=f"panel-fund-{number}", code=f"PF{number}", title="Panel Fund", one_line="For tests of the panel")
    made = Round(
        fund=fund,
        slug=f"panel-round-{number}",
        name="Panel round",
        year=2026,
        state=RoundState.ASSESSING,
        form_version=publish(session, document=FORM),
        opens_at=at - timedelta(days=40),
        closes_at=at - timedelta(days=1),
        decision_on=date(2027, 3, 1),
        grant_starts_on=date(2027, 4, 1),
        grant_ends_on=date(2028, 3, 31),
        min_pence=1_000_00,
        max_pence=25_000_00,
        budget_pence=budget_pence,
        members_only=False,
        assessors_per_application=assessors,
        content={},
        criteria=[_criterion(number, weight) for number, weight in enumerate(weights, 1)],
    )
    session.add(made)
    session.flush()
    return made


def _criterion(number: int, weight: int) -> Criterion:
    return Criterion(
        key=f"p{number}",
        number=number,
        short_name=["Working in partnership", "Careful with public money"][(number - 1) % 2],
        text=f"We will keep principle {number}.",
        weight=weight,
        questions=["Are the partners named?"],
        look_at=[["partners"], ["money"]][(number - 1) % 2],
        descriptors={str(points): f"Words for {points}." for points in range(6)},
    )


def new_organisation(session: Session, name: str, lead_email: str) -> Organisation:
    """A group with one person, who leads it."""
    lead = new_person(session, f"Lead of {name}", lead_email)
    organisation = Organisation(
        reference=canonical_reference(f"ORG{next(_number):05d}"), name=name, created_at=now(), created_by_id=lead.id
    )
    session.add(organisation)
    session.flush()
    session.add(TeamMember(organisation=organisation, account=lead, role=TeamRole.LEAD, joined_at=now()))
    session.flush()
    return organisation


def new_application(
    session: Session,
    round: Round,
    *,
    state: ApplicationState = ApplicationState.ELIGIBLE,
    asked_pence: int = 8_000_00,
    name: str = "",
) -> Application:
    """An application with answers, of a group of its own, in the state given."""
    number = next(_number)
    group = new_organisation(session, name or f"Group {number}", f"lead{number}@group{number}.example.org")
    response = start_response(session, version=round.form_version)
    section = form_of(round.form_version).sections[0]
    someone = Actor(None, "A test")
    save_answers(session, response=response, section=section, values=WRITTEN, base=0, actor=someone)
    application = Application(
        reference=canonical_reference(f"PNL{number:04d}"),
        round=round,
        organisation=group,
        response_id=response.id,
        state=state,
        title=f"Project {number}",
        requested_pence=asked_pence,
        eligibility={},
        started_at=now(),
        changed_at=now(),
        submitted_at=now(),
        check_reason="You asked for more than the fund can give." if state == ApplicationState.INELIGIBLE else "",
    )
    session.add(application)
    session.flush()
    return application


def scored(session: Session, application: Application, **points: list[int]) -> Application:
    """Assign, declare and send scores: `asha=[4, 3], ben=[5, 2]` by principle."""
    officer = actor_named(session, "olive")
    for name in points:
        assign(session, application=application, assessor=account_named(session, name), actor=officer)
    for name, given in points.items():
        actor = actor_named(session, name)
        assignment = assignment_of(session, application.reference, actor.account_id)
        assert assignment is not None
        declare_no_link(session, assignment=assignment, actor=actor)
        drafts = {number: Draft(p, f"{name} gives {p}.") for number, p in enumerate(given, 1)}
        save_scores(session, assignment=assignment, drafts=drafts, note="", revision=assignment.revision, actor=actor)
        submit_scores(session, assignment=assignment, actor=actor)
    return application


def recommended(
    session: Session,
    application: Application,
    outcome: str = "fund",
    *,
    amount_pence: int | None = None,
    by: str = "olive",
) -> Recommendation:
    """An officer's recommendation on an application that may be recommended."""
    main = {"not_funded": "score_low"}.get(outcome, "")
    if was_found_ineligible(session, application):
        outcome, main = "not_funded", NOT_ELIGIBLE
    proposal = Proposal(outcome, amount_pence, f"We recommend {application.title}.", main)
    actor = actor_named(session, by)
    return recommend(session, application=application, proposal=proposal, revision=0, actor=actor)


def signed(session: Session, *applications: Application, by: str = "grace") -> list[Decision]:
    """The Commissioner's signature under what is recommended on applications of one round."""
    chosen = {a.reference: recommendation_on(session, a.id).revision for a in applications}
    return sign(session, round_=applications[0].round, chosen=chosen, grounds=GROUNDS, actor=actor_named(session, by))


def approved(session: Session, application: Application, by: str = "piers") -> Feedback:
    """Feedback as it was drafted and made specific, and an officer's approval of it."""
    actor = actor_named(session, by)
    feedback = draft_feedback(session, application=application, actor=actor)
    writer = actor_named(session, "olive" if by == "piers" else "piers")
    made_specific(session, feedback, writer)
    if not feedback.changes:  # made without scores, so nothing could be drafted from them
        fields = {"summary": "Thank you.", "change-1": "Tell us more about the need in your own area."}
        save_feedback(session, feedback=feedback, fields=fields, revision=feedback.revision, actor=writer)
    approve_feedback(session, feedback=feedback, revision=feedback.revision, actor=actor)
    return feedback
