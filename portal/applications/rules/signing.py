"""What a certifier signs, and what stands against sending while nobody has."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from portal.applications.models import Application, Assistance, Partner, SignOff
from portal.applications.states import PartnerState, SignOffState
from portal.core.text import in_words
from portal.formkit.operations import canonical, hash_of

ASK_FIRST = "Your certifier has not signed. Ask them to sign on the page ‘Signing’."


def digest(document: Any) -> str:
    """SHA-256 of the canonical JSON of a document, in hexadecimal: the same for the same content."""
    return hash_of(canonical(document))


def standing_partners(partners: Iterable[Partner]) -> list[Partner]:
    """Those who have accepted and are still in."""
    return [one for one in partners if one.state == PartnerState.ACCEPTED]


def signed_document(answers: Mapping[str, Any], partners: Iterable[Partner]) -> dict[str, Any]:
    """The whole that is signed: every answer that is asked for, and every partner's costs."""
    lines = {one.reference: one.lines for one in standing_partners(partners)}
    return {"answers": dict(answers), "partners": lines}


def holds_for(sign_off: SignOff | None, sha256: str) -> bool:
    """Whether a signature holds for what has this hash."""
    return sign_off is not None and sign_off.state == SignOffState.SIGNED and sign_off.sha256 == sha256


def against_signing(certifiers: Sequence[str], sign_off: SignOff | None, sha256: str) -> list[str]:
    """Why the lack of a signature stands against sending: nothing where the organisation has no certifier.

    `certifiers` are their names.
    """
    if not certifiers or holds_for(sign_off, sha256):
        return []
    if sign_off is None:
        return [ASK_FIRST]
    names = in_words(list(certifiers)) if len(certifiers) < 3 else "your certifiers"
    return {
        SignOffState.ASKED: [f"It waits for the signature of {names}."],
        SignOffState.RETURNED: [f"{sign_off.answered_by_name} sent it back: {sign_off.reason}"],
    }.get(
        SignOffState(sign_off.state),
        ["Something was changed after it was signed, so the signature does not count any more. Ask for it again."],
    )


def against_typed_for_you(assistances: Iterable[Assistance]) -> list[str]:
    """Why answers that an officer typed stand against sending: until a lead has said that they are right."""
    waiting = [one for one in assistances if one.typed_at is not None and one.confirmed_at is None]
    if not waiting:
        return []
    return [
        f"{waiting[0].officer.name} typed answers for you by phone. A lead must read them and say that they are right."
    ]


def is_writing(application: Application) -> bool:
    """Whether the application is still being written."""
    return application.state == "draft"
