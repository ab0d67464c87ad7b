"""How to give applications out: to whom, how many at most, about what; or a sheet that says it pair by pair."""

from collections.abc import Iterable, Mapping, Sequence

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import ValidationError

from portal.accounts.models import Account
from portal.assessment.queries.sharing import Work
from portal.assessment.rules.fair import Wanted
from portal.core.text import plural
from portal.organisations.rules import named
from portal.web.forms import BaseForm, Needed

MOST_EACH = 200
ANY = ""


class ShareForm(BaseForm):
    """The people who take part, the most that each takes in this round, and perhaps one theme or district."""

    assessor = SelectMultipleField("Who takes part", [Needed("Select at least one assessor")], validate_choice=False)
    most = StringField("The most that one assessor takes in this round", default="20")
    theme = SelectField("Only applications about", validate_choice=False, default=ANY)
    district = SelectField("Only applications in", validate_choice=False, default=ANY)

    def __init__(self, people: Iterable[Account], loads: Mapping[int, int]) -> None:
        super().__init__()
        self._ids = {person.email: person.id for person in people}
        self.assessor.choices = [
            (person.email, f"{person.name}, {plural(loads.get(person.id, 0), 'application')} so far")
            for person in people
        ]
        self.theme.choices = [(ANY, "Any theme"), *named("themes").items()]
        self.district.choices = [(ANY, "Any area"), *named("districts").items()]
        if not self.is_submitted():
            self.assessor.data = list(self._ids)

    @property
    def chosen(self) -> list[int]:
        """The account ids of those who take part."""
        return [self._ids[email] for email in dict.fromkeys(self.assessor.data or []) if email in self._ids]

    def takes(self, one: Wanted) -> bool:
        """Whether an application is among those to give out now."""
        theme = self.theme.data in (ANY, None) or self.theme.data in one.topics
        district = self.district.data in (ANY, None) or self.district.data in one.places
        return bool(one.needs and theme and district)

    @property
    def most_each(self) -> int:
        """The number typed; 0 when it is none that makes sense."""
        typed = (self.most.data or "").strip()
        number = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 0
        return number if number <= MOST_EACH else 0

    def validate_most(self, field: StringField) -> None:
        """A whole number that makes sense."""
        if not self.most_each:
            raise ValidationError(f"Enter a whole number from 1 to {MOST_EACH}")


def pairs_from_rows(rows: Sequence[Sequence[str]], work: Work) -> tuple[list[tuple[int, int]], list[str]]:
    """(application id, account id) of each row of a sheet, and what is wrong with rows, at most ten.

    A row is a reference, anything, and an email address last; a heading and rows without an address are passed over.
    """
    by_reference = {one.reference: one.id for one in work.applications.values()}
    by_email = {person.email.lower(): person.id for person in work.people.values()}
    pairs: list[tuple[int, int]] = []
    faults: list[str] = []
    for number, row in enumerate(rows, 1):
        reference, email = row[0].strip().upper(), row[-1].strip().lower()
        if (number == 1 and "@" not in email) or len(row) < 2 or not email:
            continue
        pair = (by_reference.get(reference, 0), by_email.get(email, 0))
        if not pair[0]:
            faults.append(f"Row {number}: {reference} is not an application that can be given out now")
        elif not pair[1]:
            faults.append(f"Row {number}: {email} is not the address of an assessor")
        elif pair in work.barred:
            faults.append(f"Row {number}: {work.people[pair[1]].name} has {reference} already, or must not have it")
        elif pair not in pairs:
            pairs.append(pair)
    return pairs, faults[:10]
