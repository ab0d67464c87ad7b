"""Applications, what was frozen of them, and what belongs to writing one together."""

from portal.applications.models.application import Application, Extension, InformationRequest, Snapshot
from portal.applications.models.assisted import Assistance
from portal.applications.models.early import EarlyAnswer
from portal.applications.models.partners import Partner
from portal.applications.models.together import Carried, Comment, Presence, SectionAssignee, SignOff

__all__ = [
    "Application",
    "Assistance",
    "Carried",
    "Comment",
    "EarlyAnswer",
    "Extension",
    "InformationRequest",
    "Partner",
    "Presence",
    "SectionAssignee",
    "SignOff",
    "Snapshot",
]
