"""Money that came late for the reserve list of the announced round: one is promoted, the next is proposed."""

from datetime import datetime

from sqlalchemy.orm import Session

import portal.decisions.operations as deciding
from portal.core.clock import as_of
from portal.decisions.queries.promotions import proposal_on, reserve_list
from portal.decisions.rules.notices import Grounds
from portal.decisions.rules.promotion import Offer
from portal.decisions.rules.signing import list_text
from portal.demo.people import staff
from portal.funds.models import Round

GROUNDS = Grounds(
    "crime_reduction",
    "The groups work where most crime is reported. More young people have somewhere safe to go, and more people who "
    "were hurt get help early. We expect fewer assaults and less damage in these places.",
)


def fund_from_reserve(session: Session, round_: Round, *, signed: datetime, proposed: datetime) -> None:
    """Promote the first of the list with all that it asked for, and propose part of that for the second."""
    listed = [one.application for one in reserve_list(session, round_)]
    officer, commissioner = staff(session, "officer"), staff(session, "commissioner")
    for application, at, share in zip(listed, (signed, proposed), (1, 2), strict=False):
        with as_of(at):
            offer = Offer(
                (application.requested_pence or 0) // share,
                "Two groups could not start, so their money came back.",
                conditions="Tell us by the end of the first month who runs the project.",
            )
            deciding.propose_promotion(session, application=application, offer=offer, revision=0, actor=officer)
            if share == 1:
                proposal = proposal_on(session, application.id)
                assert proposal is not None
                shown, chosen = list_text([deciding.promotion_line(proposal)]), [application.reference]
                deciding.promote(
                    session, round_=round_, chosen=chosen, shown=shown, grounds=GROUNDS, actor=commissioner
                )
