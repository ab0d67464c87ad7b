"""What somebody sends who signs, and the Commissioner who names somebody to sign for them."""

from collections.abc import Mapping, Sequence

from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.accounts.models import Account
from portal.decisions.rules.delegation import MOST_WHY_WORDS
from portal.decisions.rules.notices import MOST_GROUNDS_WORDS, Grounds, grounds_problems
from portal.decisions.wording import powers
from portal.organisations.forms import DateForm
from portal.web.forms import AtMostWords, BaseForm, Needed, OneOf, tidy

GROUNDS_FIELDS = ("power", "reasons")


class GroundsForm(BaseForm):
    """The power and the reasons of a notice. Checked by the room's own rules; `funded`: the list gives money."""

    power = RadioField("Which power do you sign under?", validate_choice=False, default="")
    reasons = TextAreaField(
        "Why will these grants help?",
        description="Anyone can read your reasons in the decision notice, once the round is announced. "
        "Say how the grants will secure, or contribute to securing, crime and disorder reduction, or help victims. "
        "Do not name anyone.",
        filters=[tidy],
    )

    def __init__(self, *, funded: bool, typed: Mapping[str, str]) -> None:
        super().__init__(**{name: typed.get(name, "") for name in GROUNDS_FIELDS})
        self.funded = funded
        self.power.choices = [SelectChoice(one.key, one.label) for one in powers().values()]

    @property
    def grounds(self) -> Grounds:
        """What was sent."""
        return Grounds(self.power.data or "", self.reasons.data or "")

    @property
    def texts(self) -> dict[str, str]:
        """What was sent, by field, to come back with when the list has to be read again."""
        return {name: self[name].data or "" for name in GROUNDS_FIELDS}

    @property
    def most_words(self) -> int:
        """How long the reasons may be."""
        return MOST_GROUNDS_WORDS

    def validate(self, extra_validators: object = None) -> bool:
        """Whether the rules find nothing; what they find becomes the errors of the fields."""
        super().validate()
        found = grounds_problems(self.grounds, funded=self.funded)
        for name, message in found:
            self[name].errors = [message]
        return not found


class DelegationForm(DateForm):
    """Who may sign for the Commissioner, why, and to which day. The day is judged by the room's own rules."""

    day_field = "until"
    delegate = RadioField(
        "Who may sign for you?", validators=[OneOf("Choose who may sign for you")], validate_choice=False, default=""
    )
    reason = TextAreaField(
        "Why?",
        description="Everything that they sign says this, and anyone can read it in the decision notice.",
        validators=[Needed("Enter why they may sign for you"), AtMostWords(MOST_WHY_WORDS, "Your reason")],
        filters=[tidy],
    )

    def __init__(self, officers: Sequence[Account]) -> None:
        super().__init__()
        self.delegate.choices = [SelectChoice(one.reference, one.name) for one in officers]
