"""The eight commitments, what we measure of each, and the formula; or why we cannot measure it."""

from dataclasses import dataclass

SOURCE = "IVAR, Open and Trusting: eight commitments (ivar.org.uk)"


@dataclass(frozen=True)
class Commitment:
    """One commitment by its key and name; what is counted and how, or why nothing is."""

    key: str
    name: str
    measure: str = ""
    formula: str = ""
    not_measured: str = ""


COMMITMENTS = (
    Commitment(
        "time",
        "Don’t waste time",
        "Applications that were begun and then sent to us",
        "Applications sent, divided by applications begun, in all announced rounds. Those begun and left are time that "
        "a group spent for nothing.",
    ),
    Commitment(
        "questions",
        "Ask relevant questions",
        "Questions we ask for each £1,000 of the middle grant",
        "Questions that everyone is asked in the newest announced round, divided by its middle grant in thousands of "
        "pounds. Rounded to one decimal place.",
    ),
    Commitment(
        "risk",
        "Accept risk",
        not_measured="We have no fair number for this. How much risk we take is in the reasons for each decision, and "
        "the portal does not count those.",
    ),
    Commitment(
        "urgency",
        "Act with urgency",
        "Days from closing to our decision with feedback",
        "For each announced round, the middle of all applicants’ days from the closing day to the day they were told. "
        "The figure is the middle of the rounds.",
    ),
    Commitment(
        "open",
        "Be open",
        "Applicants who had their feedback by the day we first promised",
        "Applicants whose feedback was released by the end of the day first promised, divided by all who got a "
        "decision, in all announced rounds. A new day that we set later does not count.",
    ),
    Commitment(
        "flexible",
        "Be flexible",
        not_measured="The portal does not yet hold the grants while they run, so it cannot count the changes that "
        "groups asked for.",
    ),
    Commitment(
        "purpose",
        "Communicate with purpose",
        "Days until we answered a question about a fund",
        "The middle of the days from asking to answering, for every question about a fund that was answered for "
        "everyone.",
    ),
    Commitment(
        "proportionate",
        "Be proportionate",
        not_measured="The portal does not yet hold reports on grants, so it cannot count what we ask groups to report.",
    ),
)
