"""Which principles were scored on an application and have no feedback yet. No session."""

from collections.abc import Iterable

from portal.feedback.models import PrincipleFeedback
from portal.funds.models import Criterion


def is_written(principle: PrincipleFeedback) -> bool:
    """Whether all four texts about a principle are there: what an approval asks for, a release asks for too."""
    texts = (principle.strong, principle.missing, principle.change_first, principle.stronger)
    return all(text.strip() for text in texts)


def without_feedback(
    criteria: Iterable[Criterion], scored: Iterable[int], written: Iterable[PrincipleFeedback]
) -> tuple[str, ...]:
    """The principles, by number and name, that have a score which counts (`scored`, ids) and no whole feedback."""
    wanted, known = set(scored), {one.criterion_id for one in written if is_written(one)}
    return tuple(f"{one.number}. {one.short_name}" for one in criteria if one.id in wanted - known)
