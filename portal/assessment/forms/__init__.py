"""What assessors send: declarations, and scores, whose fields follow the round's principles."""

from collections.abc import Mapping, Sequence

from werkzeug.datastructures import MultiDict
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.assessment.rules import BEST_SCORE, CANNOT, CONFLICT_KINDS, Draft
from portal.assessment.rules.links import kind_fault, text_fault
from portal.core.text import normalise
from portal.formkit.operations import Tab
from portal.funds.models import Criterion
from portal.web.forms import BaseForm, tidy

NO_LINK = "none"
LINK = "link"
SCALE = {str(points): points for points in range(BEST_SCORE + 1)}


class DeclareForm(BaseForm):
    """No link, or a link: then its kind and a few words. Who has read already can only say yes."""

    link = RadioField(
        "Do you have a link to this group or to any of these people?",
        choices=[SelectChoice(NO_LINK, "No, I have no link"), SelectChoice(LINK, "Yes, I have a link")],
        validate_choice=False,
        default="",
    )
    kind = RadioField(
        "What kind of link is it?",
        choices=[SelectChoice(*kind) for kind in CONFLICT_KINDS.items()],
        validate_choice=False,
        default="",
    )
    text = TextAreaField("Describe the link in a few words", filters=[tidy])

    def __init__(self, *, late: bool) -> None:
        super().__init__()
        if late:
            self.link.data = LINK

    @property
    def declares_link(self) -> bool:
        """Whether they say that there is one."""
        return bool(self.link.data == LINK)

    def validate_link(self, field: RadioField) -> None:
        """One of the two."""
        if field.data not in (NO_LINK, LINK):
            raise ValidationError("Say whether you have a link to this group")

    def validate_kind(self, field: RadioField) -> None:
        """Asked only of those with a link."""
        if self.declares_link and (fault := kind_fault(field.data)):
            raise ValidationError(fault)

    def validate_text(self, field: TextAreaField) -> None:
        """Asked only of those with a link."""
        if self.declares_link and (fault := text_fault(field.data)):
            raise ValidationError(fault)


def read_drafts(posted: MultiDict[str, str], numbers: Sequence[int]) -> dict[int, Draft]:
    """The scores and reasons of a POST, by the number of the principle; what is no score of the scale is none."""
    return {number: _draft(posted, number) for number in numbers}


def _draft(posted: MultiDict[str, str], number: int) -> Draft:
    chosen = posted.get(f"points-{number}", "")
    reason = normalise(posted.get(f"reason-{number}", ""))
    return Draft(SCALE.get(chosen), reason, chosen if chosen in CANNOT else "")


def read_note(posted: MultiDict[str, str]) -> str | None:
    """The private note of a POST; None when the page had no field for it."""
    return normalise(posted["note"]) if "note" in posted else None


def read_tab(posted: MultiDict[str, str]) -> Tab:
    """Which open page saves, and which of its savings this is."""
    count = posted.get("tab-count", "")
    number = int(count) if count.isascii() and count.isdecimal() and len(count) < 9 else 0
    return Tab(posted.get("tab-key", "")[:40], number, posted.get("tab-unsure", "") == "yes")


def fields_of(drafts: Mapping[int, Draft], note: str | None) -> dict[str, str]:
    """The same by the names of the form's fields."""
    found: dict[str, str] = {}
    for number, draft in sorted(drafts.items()):
        found[f"points-{number}"] = draft.cannot or ("" if draft.points is None else str(draft.points))
        found[f"reason-{number}"] = draft.reason
    return found if note is None else found | {"note": note}


def score_items(criterion: Criterion) -> list[dict[str, str]]:
    """The radios of one principle: what each score means, then what may stand in place of one."""
    scale = [{"value": str(n), "label": f"{n}. {criterion.descriptors[str(n)]}"} for n in range(BEST_SCORE + 1)]
    return [*scale, {"divider": "or"}, *({"value": key, "label": words} for key, words in CANNOT.items())]


def labels_of(names: Mapping[int, str]) -> dict[str, str]:
    """What the fields are called; `names` maps the principles' numbers to their short names."""
    found: dict[str, str] = {}
    for number, name in sorted(names.items()):
        found |= {f"points-{number}": f"{number}. {name}: score", f"reason-{number}": f"{number}. {name}: reason"}
    return found | {"note": "Your private note"}
