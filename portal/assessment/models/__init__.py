"""Who scores what, what they gave, and who must not hear of what."""

from portal.assessment.models.conflicts import Conflict, Dismissal, RoundDeclaration
from portal.assessment.models.people import ApplicationReading, Expertise, Practice
from portal.assessment.models.scoring import Assignment, Score, ScoreChange

__all__ = [
    "ApplicationReading",
    "Assignment",
    "Conflict",
    "Dismissal",
    "Expertise",
    "Practice",
    "RoundDeclaration",
    "Score",
    "ScoreChange",
]
