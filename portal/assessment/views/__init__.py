"""The pages of assessment: the assessor's, and the officer's who gives the work out."""

from portal.assessment.views.assessor import bp as assessor
from portal.assessment.views.officer import bp as officer
from portal.assessment.views.scoring import bp as scoring

__all__ = ["assessor", "officer", "scoring"]
