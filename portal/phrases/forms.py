"""The form of a phrase."""

from collections.abc import Mapping

from wtforms import RadioField, SelectChoice, SelectField, TextAreaField

from portal.phrases.rules import BANDS, KINDS, MOST_WORDS, Facts, principles
from portal.web.forms import AtMostWords, BaseForm, Needed, OneOf, tidy


def _listed(labels: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value=value, label=label) for value, label in labels.items()]


class PhraseForm(BaseForm):
    """Its words, and where they fit."""

    words = TextAreaField(
        "The words",
        [Needed("Enter the words"), AtMostWords(MOST_WORDS, "The words")],
        filters=[tidy],
        description="Put what differs from group to group in square brackets, like this: You named [partner].",
    )
    kind = RadioField("Which text is it for?", [OneOf("Select a text")], choices=_listed(KINDS), validate_choice=False)
    principle = SelectField("Principle", validate_choice=False)
    band = SelectField("Score", choices=_listed({"": "Any score"} | dict(BANDS)), validate_choice=False)

    def __init__(self, **values: str) -> None:
        super().__init__(**values)
        self.principle.choices = _listed({"": "Any principle"} | dict(principles()))

    def facts(self) -> Facts:
        """What was typed; a principle or a band that is none means all of them."""
        principle = self.principle.data if self.principle.data in principles() else ""
        return Facts(self.kind.data, principle, self.band.data if self.band.data in BANDS else "", self.words.data)
