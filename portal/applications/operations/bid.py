"""An application as everyone who writes it sees it now, held so that nobody else changes it meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.roles import TeamRole
from portal.accounts.operations import recipient
from portal.applications.models import Application, Assistance, Partner, SignOff
from portal.applications.operations.recording import record_act
from portal.applications.queries.assisted import assistances_with
from portal.applications.queries.together import certifiers_of, colleagues, latest_sign_off
from portal.applications.rules.partnership import (
    against_partners,
    agreed_document,
    agrees,
    asked_columns,
    name_of,
    others_of,
    share_of,
)
from portal.applications.rules.signing import (
    against_signing,
    against_typed_for_you,
    digest,
    holds_for,
    signed_document,
    standing_partners,
)
from portal.applications.states import SIGN_OFF, PartnerState
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.formkit.conditions import visible_answers
from portal.formkit.definition import Form
from portal.formkit.journey import Missing, missing
from portal.formkit.operations import FROZEN, hold_answers
from portal.formkit.queries import answers_in, answers_of, form_of
from portal.outbox.operations import Recipient, queue


@dataclass(frozen=True)
class Bid:
    """The form, every answer, the partners, and the hash of the whole."""

    application: Application
    form: Form
    answers: Mapping[str, Any]

    @property
    def partners(self) -> list[Partner]:
        """Those who are invited or in."""
        return self.application.partners

    @property
    def sha256(self) -> str:
        """The hash of everything that is signed: the answers that are asked for, and the partners' costs."""
        return digest(signed_document(visible_answers(self.form, self.answers), self.partners))

    @property
    def missing(self) -> list[Missing]:
        """What stands between the answers and sending."""
        return missing(self.form, dict(self.answers) | others_of(self.partners))

    def agreed_hash(self, partner: Partner) -> str:
        """The hash of what ends this partner's agreement when it changes."""
        return digest(agreed_document(self.form, self.answers, partner))


def read_bid(session: Session, application: Application) -> Bid:
    """The application as it is now; its partners read anew, for they may have changed since it was loaded."""
    _read_partners(session, application)
    form = form_of(application.response.form_version)
    return Bid(application, form, answers_of(session, application.response))


def hold_bid(session: Session, application: Application) -> Bid:
    """The same, as nobody else can change it until this transaction ends. Refused once it was sent or withdrawn."""
    if application.state != "draft":
        raise Refused(FROZEN, title="This application has been sent")
    answers = answers_in(hold_answers(session, response=application.response))
    _read_partners(session, application)
    return Bid(application, form_of(application.response.form_version), answers)


def _read_partners(session: Session, application: Application) -> None:
    session.flush()
    for partner in application.partners:
        session.refresh(partner)
    session.refresh(application, ["partners"])


def people_against(session: Session, bid: Bid) -> list[str]:
    """Every reason against sending that lies with people, in sentences."""
    certifiers = [account.name for account in certifiers_of(session, bid.application.organisation_id)]
    sign_off = latest_sign_off(session, bid.application)
    return [
        *against_partners(bid.form, bid.answers, bid.partners),
        *against_typed_for_you(assistances_with(session, bid.application)),
        *against_signing(certifiers, sign_off, bid.sha256),
    ]


def after_change(session: Session, bid: Bid, actor: Actor) -> None:
    """What any change of answers or costs does to what was said about them: a signature over other text is void, an
    agreement to other amounts has ended. Each is audited, and whoever gave it is told by mail.
    """
    # Read anew under the lock, where there is one at all: nobody is asked to sign and signs in the same moment, and
    # sending compares the hash in any case.
    sign_off = latest_sign_off(session, bid.application) if bid.application.live_sign_off else None
    if sign_off is not None and sign_off.live and sign_off.sha256 and not holds_for(sign_off, bid.sha256):
        _void(session, bid.application, sign_off, actor)
    for partner in bid.partners:
        agreed = partner.state == PartnerState.ACCEPTED and partner.agreed_at is not None
        if agreed and not agrees(bid.form, bid.answers, partner):
            _end_agreement(session, bid.application, partner, actor)
    session.flush()


def _void(session: Session, application: Application, sign_off: SignOff, actor: Actor) -> None:
    SIGN_OFF.advance(session, sign_off, "void", actor_id=actor.account_id)
    sign_off.live, sign_off.voided_at, sign_off.voided_by_name = None, now(), actor.name[:200]
    record_act(session, "signature-void", application, actor, signed_by=sign_off.answered_by_name)
    for certifier in certifiers_of(session, application.organisation_id):
        if certifier.id == sign_off.answered_by_id:
            link = f"/applications/{application.reference}/signing"
            to = recipient(certifier)
            tell(session, application, "sign_off_void", str(sign_off.id), to, person=actor.name, link=link)


def _end_agreement(session: Session, application: Application, partner: Partner, actor: Actor) -> None:
    clear_agreement(partner)
    partner.voided_at = now()
    record_act(session, "agreement-ended", application, actor, partner=partner.reference)
    link = f"/applications/{application.reference}/partners/{partner.reference}"
    tell_partner(session, partner, "partner_agree_again", f"{partner.revision}:{now().isoformat()}", link=link)


def clear_agreement(partner: Partner) -> None:
    """Take an agreement out."""
    partner.agreed_at = partner.agreed_by_id = None
    partner.agreed_by_name = partner.agreed_sha256 = partner.agreed_whole_sha256 = ""


def tell(session: Session, application: Application, template: str, key: str, to: Recipient, **words: str) -> None:
    """One mail about an application to one person; `key` tells one occasion from another."""
    queue(
        session,
        key=f"{template}:{application.reference}:{to.account_id or to.email}:{key}",
        template=template,
        to=to,
        about_type="application",
        about=application.reference,
        project_name=application.title or "your application",
        reference=application.reference,
        **words,
    )


def tell_partner(session: Session, partner: Partner, template: str, key: str, **words: str) -> None:
    """The same mail to everyone who leads a partner organisation, about the bid it is in."""
    place = partner.application.organisation.name
    for lead in colleagues(session, partner.organisation_id or 0, TeamRole.LEAD):
        tell(session, partner.application, template, f"{partner.id}:{key}", recipient(lead), org_name=place, **words)


def mark_typed(session: Session, assistance: Assistance, bid: Bid) -> None:
    """Note that an officer's typing changed the answers: what was confirmed before does not count any more."""
    assistance.typed_at, assistance.typed_sha256 = now(), bid.sha256
    assistance.confirmed_at = assistance.confirmed_by_id = None
    assistance.confirmed_by_name = ""
    session.flush()


def together_facts(bid: Bid, sign_off: SignOff | None) -> dict[str, Any]:
    """What a snapshot keeps beside the answers: each partner with its costs and agreement, and who signed.

    Nothing where there is neither, so that a document says only what there was.
    """
    columns = asked_columns(bid.form)
    partners = [
        {
            "name": name_of(one),
            "reference": one.organisation.reference if one.organisation else "",
            "lines": one.lines,
            "asks_pence": share_of(name_of(one), one.lines, columns, None).asked,
            "agreed_by": one.agreed_by_name,
            "agreed_at": one.agreed_at.isoformat() if one.agreed_at else "",
        }
        for one in standing_partners(bid.partners)
    ]
    facts: dict[str, Any] = {"partners": partners} if partners else {}
    if sign_off is not None and sign_off.answered_at is not None and holds_for(sign_off, bid.sha256):
        facts["signed"] = {
            "by": sign_off.answered_by_name,
            "at": sign_off.answered_at.isoformat(),
            "sha256": sign_off.sha256,
        }
    return facts
