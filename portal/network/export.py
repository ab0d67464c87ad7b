"""The list of members as rows of a spreadsheet."""

from collections.abc import Iterable, Iterator, Sequence

from portal.core.clock import london
from portal.core.sheets import Cell
from portal.network.queries.listing import leads_named
from portal.network.rules import WORD_LABELS, choices, word_of
from portal.organisations.models import Membership, ReachKind

HEAD = (
    "Reference", "Name", "Where it stands", "Kind", "Charity number", "Company number", "Income", "Districts",
    "Themes", "Communities", "By-and-for", "Postcode", "Asked to join on", "Member until", "Led by", "Email",
)  # fmt: skip
PRIVATE = "Kept private"


def rows(parts: Iterable[Sequence[Membership]]) -> Iterator[Sequence[Cell]]:
    """A row for each member, under HEAD. An address that must stay private is not in it."""
    labels = choices()
    for part in parts:
        for found in part:
            yield _row(found, labels)


def _row(found: Membership, labels: dict[str, dict[str, str]]) -> Sequence[Cell]:
    place, leads = found.organisation, leads_named(found)

    def reached(kind: ReachKind) -> str:
        names = labels[kind.value]
        return "; ".join(names.get(value, value) for value in place.reaches(kind))

    return (
        place.reference,
        place.name,
        labels["state"].get(found.state, found.state),
        labels["kind"].get(place.kind, place.kind),
        place.charity_number,
        place.company_number,
        labels["size"].get(place.income_band, place.income_band),
        reached(ReachKind.DISTRICT),
        reached(ReachKind.THEME),
        reached(ReachKind.COMMUNITY),
        WORD_LABELS[word_of(place.by_and_for)],
        PRIVATE if place.address_private else place.postcode,
        london(found.applied_at).date() if found.applied_at else None,
        found.approved_until,
        "; ".join(account.name for account in leads),
        "; ".join(account.email for account in leads),
    )
