"""What groups do after their feedback, and what the office does about it."""

from portal.aftercare.operations.asking import answer, ask, remind_of_questions
from portal.aftercare.operations.calling import book, cancel, put_up, take_down_slot
from portal.aftercare.operations.public import make_public, take_down
from portal.aftercare.operations.useful import say_useful

__all__ = [
    "answer",
    "ask",
    "book",
    "cancel",
    "make_public",
    "put_up",
    "remind_of_questions",
    "say_useful",
    "take_down",
    "take_down_slot",
]
