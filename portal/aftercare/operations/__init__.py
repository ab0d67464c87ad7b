"""What groups do after their feedback, and what the office does about it."""

from portal.aftercare.operations.asking import answer, ask, remind_of_questions
from portal.aftercare.operations.public import make_public, take_down
from portal.aftercare.operations.useful import say_useful

__all__ = ["answer", "ask", "make_public", "remind_of_questions", "say_useful", "take_down"]
