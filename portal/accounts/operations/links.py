"""Links sent by mail: made, sent, spent, cancelled."""

import secrets
from collections.abc import Sequence
from urllib.parse import urlencode

from sqlalchemy.orm import Session

from portal.accounts.models import Account, MailedToken, Purpose
from portal.accounts.queries import hashed, mails_sent_lately, token_of, unspent_tokens
from portal.accounts.rules import LIFETIMES, LinkState, link_state, may_mail
from portal.core.clock import now
from portal.core.refusal import Refused
from portal.outbox.operations import Recipient, queue

DEAD = {
    LinkState.USED: "This link was used before. Each link works once.",
    LinkState.EXPIRED: "This link is too old.",
    LinkState.REPLACED: "This link was replaced by a newer one, or is no longer needed.",
    LinkState.UNKNOWN: "This link is not complete. Copy all of it from the email.",
}
_PATHS = {Purpose.VERIFY: "/verify", Purpose.SIGN_IN: "/sign-in/link", Purpose.RESET: "/reset"}
_TEMPLATES = {Purpose.VERIFY: "confirm_email", Purpose.SIGN_IN: "sign_in_by_link", Purpose.RESET: "reset_password"}


def recipient(account: Account) -> Recipient:
    """A person as the outbox addresses them."""
    return Recipient(account.id, account.name, account.email)


def make_link(
    session: Session,
    *,
    purpose: Purpose,
    email: str,
    account_id: int | None = None,
    organisation_id: int | None = None,
    grants: str = "",
    invited_by_id: int | None = None,
) -> tuple[str, MailedToken]:
    """A new token and its row. Earlier links of the same kind to the same address stop working.

    Somebody may be asked into several bids of one organisation, so an invitation to be a partner ends only its like.
    """
    same = grants if purpose == Purpose.PARTNER_INVITATION else ""
    cancel_links(session, email=email, purposes=(purpose,), organisation_id=organisation_id, grants=same)
    secret = secrets.token_urlsafe(32)
    at = now()
    token = MailedToken(
        token_hash=hashed(secret),
        purpose=purpose,
        account_id=account_id,
        email=email,
        organisation_id=organisation_id,
        grants=grants,
        invited_by_id=invited_by_id,
        created_at=at,
        expires_at=at + LIFETIMES[purpose],
    )
    session.add(token)
    session.flush()
    return secret, token


def send_link(session: Session, *, purpose: Purpose, email: str, account: Account | None, next_path: str = "") -> bool:
    """Send a link that verifies, signs in or resets; False when too many went to this address lately.

    A row is written for addresses without an account too, so that both are counted and answered alike; only a
    person who may use the link gets a mail.
    """
    if not may_mail(mails_sent_lately(session, email=email, purpose=purpose, at=now())):
        return False
    secret, token = make_link(session, purpose=purpose, email=email, account_id=account.id if account else None)
    if account:
        query = f"?{urlencode({'next': next_path})}" if next_path else ""
        queue(
            session,
            key=f"link:{token.reference}",
            template=_TEMPLATES[purpose],
            to=recipient(account),
            about_type="account",
            about=account.reference,
            secret_link=f"{_PATHS[purpose]}/{secret}{query}",
        )
    return True


def spend(session: Session, *, secret: str, purpose: Purpose) -> MailedToken:
    """Use a link up, once and for all. Raises Refused with what is wrong with it."""
    token = token_of(session, secret, purpose)
    if token is not None:
        session.refresh(token, with_for_update=True)
    state = link_state(token, now())
    if token is None or state != LinkState.READY:
        raise Refused(DEAD[state], title="This link does not work any more")
    token.spent_at = now()
    session.flush()
    return token


def cancel_links(
    session: Session, *, email: str, purposes: Sequence[Purpose], organisation_id: int | None = None, grants: str = ""
) -> None:
    """Make unspent links of these kinds to an address useless."""
    found = unspent_tokens(session, email=email, purposes=purposes, organisation_id=organisation_id, grants=grants)
    for token in found:
        token.cancelled_at = now()
    session.flush()
