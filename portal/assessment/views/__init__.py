"""The pages of assessment: the assessor's, and the officer's who gives the work out."""

from portal.assessment.views.assessor import bp as assessor
from portal.assessment.views.calibration import bp as calibration
from portal.assessment.views.conflicts import bp as conflicts
from portal.assessment.views.officer import bp as officer
from portal.assessment.views.paper import bp as paper
from portal.assessment.views.scoring import bp as scoring
from portal.assessment.views.sent import bp as sent
from portal.assessment.views.settings import bp as settings
from portal.assessment.views.sharing import bp as sharing

__all__ = ["assessor", "calibration", "conflicts", "officer", "paper", "scoring", "sent", "settings", "sharing"]
