"""What officers and the Commissioner send."""

from collections.abc import Sequence

from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from portal.core.money import format_pounds, parse_pounds
from portal.core.text import count_words
from portal.decisions.models import OUTCOME_LABELS, Outcome, PromotionProposal, Recommendation
from portal.decisions.rules import MOST_REASON_WORDS, Proposal, outcomes_for, problems, settled
from portal.decisions.rules.conditions import MOST_CONDITION_WORDS, MOST_CONDITIONS
from portal.decisions.rules.promotion import Offer, offer_problems
from portal.decisions.rules.reserve import raise_problems
from portal.decisions.rules.scenarios import naming_problems
from portal.decisions.wording import NOT_ELIGIBLE, main_reason_text, main_reasons
from portal.web.forms import AtMostWords, BaseForm, Needed, OneOf, tidy, tidy_line

MOST_BACK_WORDS = 150
PROMOTION_FIELDS = ("amount", "reason", "order_reason", "conditions")
FIELDS = ("outcome", "amount", "main_reason", "reason", "conditions")


class RecommendForm(BaseForm):
    """Outcome, amount when it is a part, main reason when it is a no, and why. Checked by the room's own rules."""

    outcome = RadioField("What do you recommend?", validate_choice=False, default="")
    amount = StringField("How much, in pounds?", filters=[tidy_line])
    main_reason = RadioField("Main reason", validate_choice=False, default="")
    reason = TextAreaField(
        "Why?",
        description="The Commissioner reads this. The group reads its feedback instead.",
        filters=[tidy],
    )
    conditions = TextAreaField(
        "Conditions of the money (optional)",
        description=f"One on each line, at most {MOST_CONDITIONS}, each {MOST_CONDITION_WORDS} words or fewer. "
        "The group reads them with its decision, after the release. They are left out where there is no money.",
        filters=[tidy],
    )

    def __init__(self, present: Recommendation | None, *, asked_pence: int, eligible: bool, draft: str = "") -> None:
        super().__init__(**_values(present, eligible=eligible, draft=draft))
        self.asked_pence, self.eligible = asked_pence, eligible
        self.outcome.choices = [SelectChoice(o.value, OUTCOME_LABELS[o]) for o in outcomes_for(eligible=eligible)]
        reasons = main_reasons() if eligible else {NOT_ELIGIBLE: main_reason_text(NOT_ELIGIBLE)}
        self.main_reason.choices = [SelectChoice(*reason) for reason in reasons.items()]

    @property
    def proposal(self) -> Proposal:
        """What was sent, with the amount that its outcome implies."""
        typed = Proposal(
            self.outcome.data, self._pence(), self.reason.data, self.main_reason.data, self.conditions.data
        )
        return settled(typed, self.asked_pence)

    def validate(self, extra_validators: object = None) -> bool:
        """Whether the rules find nothing; what they find becomes the errors of the fields."""
        super().validate()
        found = problems(self.proposal, asked_pence=self.asked_pence, eligible=self.eligible)
        for name, message in found:
            self[name].errors = [message]
        return not found

    @property
    def texts(self) -> dict[str, str]:
        """What was sent, by field, for comparing with what was saved."""
        return {name: self[name].data or "" for name in FIELDS}

    def _pence(self) -> int | None:
        return _pence(self.amount.data)


def texts_of(present: Recommendation | None) -> dict[str, str]:
    """A saved recommendation by the fields of the form."""
    if present is None:
        return dict.fromkeys(FIELDS, "")
    part = present.outcome == Outcome.PART_FUND
    amount = format_pounds(present.amount_pence).removeprefix("£") if part else ""
    return {
        "outcome": present.outcome,
        "amount": amount,
        "main_reason": present.main_reason,
        "reason": present.reason,
        "conditions": present.conditions,
    }


def _values(present: Recommendation | None, *, eligible: bool, draft: str) -> dict[str, str]:
    if present is None and not eligible:
        return texts_of(None) | {"outcome": Outcome.NOT_FUNDED, "main_reason": NOT_ELIGIBLE, "reason": draft}
    return texts_of(present)


class SendBackForm(BaseForm):
    """Why the officer should look again."""

    back_reason = TextAreaField(
        "What should the officer look at again?",
        validators=[Needed("Enter what the officer should look at again")],
        filters=[tidy],
    )

    def validate_back_reason(self, field: TextAreaField) -> None:
        """Not too long to read."""
        if count_words(field.data) > MOST_BACK_WORDS:
            raise ValidationError(f"Use {MOST_BACK_WORDS} words or fewer")


class RaiseForm(BaseForm):
    """The whole new budget of a round, and why. Checked by the room's own rules."""

    amount = StringField("New budget, in pounds", filters=[tidy_line])
    reason = TextAreaField(
        "Where does the money come from?", description="This is kept with your name and both amounts.", filters=[tidy]
    )

    def __init__(self, before_pence: int) -> None:
        super().__init__()
        self.before_pence = before_pence

    @property
    def pence(self) -> int | None:
        """The amount typed, or None when it is none."""
        return _pence(self.amount.data)

    def validate(self, extra_validators: object = None) -> bool:
        """Whether the rules find nothing; what they find becomes the errors of the fields."""
        super().validate()
        found = raise_problems(self.pence, self.reason.data, before_pence=self.before_pence)
        for name, message in found:
            self[name].errors = [message]
        return not found


class PromotionForm(BaseForm):
    """How much for one of the reserve list, why, and what it depends on. Checked by the room's own rules.

    `ahead` are the titles of those that stand before it and are not provided for.
    """

    amount = StringField("How much, in pounds?", filters=[tidy_line])
    reason = TextAreaField(
        "Why can it be funded now?",
        description="The Commissioner reads this, for example where the money comes from.",
        filters=[tidy],
    )
    order_reason = TextAreaField("Why do those that stand before it wait?", filters=[tidy])
    conditions = TextAreaField(
        "Conditions of the money (optional)",
        description=f"One on each line, at most {MOST_CONDITIONS}, each {MOST_CONDITION_WORDS} words or fewer.",
        filters=[tidy],
    )

    def __init__(self, present: PromotionProposal | None, *, asked_pence: int, ahead: Sequence[str]) -> None:
        super().__init__(**promotion_texts(present))
        self.asked_pence, self.ahead = asked_pence, ahead

    @property
    def offer(self) -> Offer:
        """What was sent."""
        order_reason = self.order_reason.data if self.ahead else ""
        return Offer(_pence(self.amount.data), self.reason.data, order_reason, self.conditions.data)

    @property
    def texts(self) -> dict[str, str]:
        """What was sent, by field, for comparing with what was saved."""
        return {name: self[name].data or "" for name in PROMOTION_FIELDS}

    def validate(self, extra_validators: object = None) -> bool:
        """Whether the rules find nothing; what they find becomes the errors of the fields."""
        super().validate()
        found = offer_problems(self.offer, asked_pence=self.asked_pence, ahead=self.ahead)
        for name, message in found:
            self[name].errors = [message]
        return not found


def promotion_texts(present: PromotionProposal | None) -> dict[str, str]:
    """A saved proposal by the fields of the form."""
    if present is None:
        return dict.fromkeys(PROMOTION_FIELDS, "")
    return {
        "amount": format_pounds(present.amount_pence).removeprefix("£"),
        "reason": present.reason,
        "order_reason": present.order_reason,
        "conditions": present.conditions,
    }


def _pence(typed: str) -> int | None:
    try:
        return parse_pounds(typed)
    except ValueError:
        return None


class ScenarioForm(BaseForm):
    """What a saved choice is called, and why it was made. Checked by the room's own rules."""

    name = StringField("Name", description="Like “By score” or “By score, with the island”", filters=[tidy_line])
    why = TextAreaField("Why this choice?", description="Officers of the office read this.", filters=[tidy])

    def __init__(self, taken: Sequence[str]) -> None:
        super().__init__()
        self.taken = taken

    def validate(self, extra_validators: object = None) -> bool:
        """Whether the rules find nothing; what they find becomes the errors of the fields."""
        super().validate()
        found = naming_problems(self.name.data, self.why.data, self.taken)
        for name, message in found:
            self[name].errors = [message]
        return not found


LEAVE = "leave"


class UseForm(BaseForm):
    """The reason for every recommendation that a scenario becomes, and what comes of those it leaves out."""

    reason = TextAreaField(
        "Why do you recommend this?",
        description="The Commissioner reads this with every application. The groups read their feedback instead.",
        validators=[
            Needed("Enter the reason for your recommendations"),
            AtMostWords(MOST_REASON_WORDS, "Your reason"),
        ],
        filters=[tidy],
    )
    rest = RadioField(
        "What do you recommend for those that are not in it?",
        validators=[OneOf("Choose what you recommend for those that are not in it")],
        validate_choice=False,
        default="",
    )
    main_reason = RadioField("Main reason", validate_choice=False, default="")

    def __init__(self) -> None:
        super().__init__()
        self.rest.choices = [
            SelectChoice(LEAVE, "Leave them as they are for now"),
            SelectChoice(Outcome.RESERVE.value, OUTCOME_LABELS[Outcome.RESERVE]),
            SelectChoice(Outcome.NOT_FUNDED.value, OUTCOME_LABELS[Outcome.NOT_FUNDED]),
        ]
        self.main_reason.choices = [SelectChoice(*reason) for reason in main_reasons().items()]

    def validate_main_reason(self, field: RadioField) -> None:
        """Needed for those not funded, and one of ours."""
        if self.rest.data == Outcome.NOT_FUNDED and field.data not in main_reasons():
            raise ValidationError("Choose the main reason")
