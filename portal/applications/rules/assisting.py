"""What is read to somebody before an officer types for them, and what only they can answer."""

from portal.formkit.definition import Step

CONSENT_WORDS = (
    "I will type your answers into the form while you tell me them. Our system notes that I typed them. "
    "I can do this until the end of today. We write to the leads of your group, who can end it at any time. "
    "I cannot sign the declaration or send the application for you: one of your leads reads it and sends it. "
    "The people who score never see that I typed it. Is that all right?"
)
HOWS = {
    "phone": "By phone",
    "video": "By video call",
    "in_person": "In person",
    "interpreter": "Through an interpreter",
}
THEIRS = frozenset({"statements", "signature"})


def is_theirs(step: Step) -> bool:
    """Whether a page asks for a promise or a signature, which nobody makes for somebody else."""
    return any(question.type in THEIRS for question in step.questions)
