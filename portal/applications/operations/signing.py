"""Signing before sending: asked by whoever writes, signed or sent back by a certifier."""

from sqlalchemy.orm import Session

from portal.access.actor import Actor
from portal.access.permission import require
from portal.accounts.operations import recipient
from portal.applications.models import Application, SignOff
from portal.applications.operations.bid import hold_bid, tell
from portal.applications.operations.recording import record_act
from portal.applications.policy import ASK_TO_SIGN, SIGN
from portal.applications.queries.finding import writers_of
from portal.applications.queries.together import certifiers_of, latest_sign_off
from portal.applications.states import SIGN_OFF, SignOffState
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.core.text import plural

NOT_ASKED = "Nobody has asked you to sign this now. Your team asks when the application is ready."


def ask_to_sign(session: Session, *, application: Application, actor: Actor) -> SignOff:
    """Say that it is ready, and ask every certifier of the organisation to sign; asking twice asks once.

    Refused while answers are missing, and where nobody is a certifier. Effects: the request, a mail each, audit.
    """
    require(actor, ASK_TO_SIGN, application)
    bid = hold_bid(session, application)
    certifiers = certifiers_of(session, application.organisation_id)
    if not certifiers:
        raise Refused("Nobody in your organisation is a certifier. A lead can send it without a signature.")
    if bid.missing:
        waiting = plural(len(bid.missing), "thing is", "things are")
        raise Refused(f"{waiting} missing or must be changed. Then ask for the signature.", title="It is not ready yet")
    latest = latest_sign_off(session, application)
    if latest is not None and latest.live:
        return latest
    asked = SignOff(
        application=application,
        state=SignOffState.ASKED,
        asked_at=now(),
        asked_by_id=actor.account_id,
        asked_by_name=actor.name[:200],
    )
    session.add(asked)
    session.flush()
    session.expire(application, ["live_sign_off"])
    record_act(session, "signature-asked", application, actor)
    link = f"/applications/{application.reference}/signing"
    for certifier in certifiers:
        tell(session, application, "sign_off_asked", str(asked.id), recipient(certifier), person=actor.name, link=link)
    return asked


def sign(session: Session, *, application: Application, sha256: str, actor: Actor) -> SignOff:
    """A certifier signs exactly what they read, whose hash was on their page; signing twice signs once.

    Refused when it was not asked for, when answers are missing, and when something changed since the page was opened.
    Effects: who, when and the hash; mail to the leads and editors; audit.
    """
    require(actor, SIGN, application)
    bid = hold_bid(session, application)
    found = latest_sign_off(session, application)
    if found is None or not found.live:
        raise Refused(NOT_ASKED)
    if found.state == SignOffState.SIGNED:
        return found
    if bid.sha256 != sha256:
        raise Refused(
            "Something in the application was changed after you opened it. Read it again, then sign.",
            title="This is not what you read",
        )
    if bid.missing:
        raise Refused("Something is missing in the application. Send it back to your team, and say what.")
    SIGN_OFF.advance(session, found, "sign", actor_id=actor.account_id)
    _answer(found, actor)
    found.sha256 = sha256
    record_act(session, "signed", application, actor, sha256=sha256)
    _tell_writers(session, application, found, "sign_off_signed", "/check", actor)
    session.flush()
    return found


def send_back(session: Session, *, application: Application, reason: str, actor: Actor) -> None:
    """A certifier sends it back to the team with a reason, also after signing. State; mail to the team; audit."""
    require(actor, SIGN, application)
    hold_bid(session, application)
    found = latest_sign_off(session, application)
    if found is None or not found.live:
        raise Refused(NOT_ASKED)
    if not reason:
        raise Refused("Say what the team should change.")
    SIGN_OFF.advance(session, found, "send_back", actor_id=actor.account_id, reason=reason)
    _answer(found, actor)
    found.live, found.reason, found.sha256 = None, reason, ""
    record_act(session, "sent-back", application, actor)
    _tell_writers(session, application, found, "sign_off_returned", "/signing", actor, reason=reason)
    session.flush()


def _answer(found: SignOff, actor: Actor) -> None:
    found.answered_at, found.answered_by_id, found.answered_by_name = now(), actor.account_id, actor.name[:200]


def _tell_writers(
    session: Session, application: Application, found: SignOff, template: str, page: str, actor: Actor, **words: str
) -> None:
    link = f"/applications/{application.reference}{page}"
    for account in writers_of(session, application.organisation_id):
        key = f"{found.id}:{found.state}"
        tell(session, application, template, key, recipient(account), person=actor.name, link=link, **words)
