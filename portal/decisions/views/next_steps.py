"""What an officer does next in a round, as links in the order of doing it."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.applications.states import ApplicationState as A
from portal.funds.models import Round
from portal.funds.states import RoundState


@dataclass(frozen=True)
class NextStep:
    """One thing to do: its words, where to do it, and how much of it there is."""

    title: str
    href: str
    status: str
    colour: str | None


def next_steps(round_: Round, counts: Mapping[str, int], *, closed: bool) -> list[NextStep]:
    """The steps from closing to release, each with what is left of it. `counts` is applications by state."""
    here, listed = f"/manage/rounds/{round_.slug}", f"/manage/applications?round={round_.slug}&state="
    if round_.state == RoundState.PUBLISHED and not closed:
        return [_step("Check what came in", listed + A.SUBMITTED, counts.get(A.SUBMITTED, 0), "to check")]
    to_recommend = counts.get(A.MODERATION, 0) + counts.get(A.INELIGIBLE, 0)
    return [
        _step("Check what came in", listed + A.SUBMITTED, counts.get(A.SUBMITTED, 0), "to check"),
        _step("Give applications to assessors", f"{here}/assessors", counts.get(A.ELIGIBLE, 0), "to give out"),
        _step("Wait for the scores", f"{here}/assessors", counts.get(A.ASSESSING, 0), "being scored"),
        _step("Talk about scores that differ", f"{here}/moderation", counts.get(A.MODERATION, 0), "scored"),
        _step("Recommend", f"{here}/ranking", to_recommend, "to recommend"),
        _step("Wait for the signatures", f"{here}/ranking", counts.get(A.RECOMMENDED, 0), "to sign"),
        NextStep("Write the feedback", f"{here}/feedback", *_by_state(round_, RoundState.DECIDED)),
        NextStep("Release everything at once", f"{here}/release", *_by_state(round_, RoundState.DECIDED)),
    ]


def _step(title: str, href: str, left: int, words: str) -> NextStep:
    return NextStep(title, href, f"{left:,} {words}" if left else "Nothing waits", "blue" if left else None)


def _by_state(round_: Round, due: RoundState) -> tuple[str, str | None]:
    if round_.state in (RoundState.ANNOUNCED, RoundState.ARCHIVED):
        return "Done", None
    return ("To do", "blue") if round_.state == due else ("Later", None)
