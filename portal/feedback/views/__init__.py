"""The pages of feedback: the office's, and the one that the whole portal is for."""

from portal.feedback.views.applicant import bp as applicant
from portal.feedback.views.correcting import bp as correcting
from portal.feedback.views.guide import bp as guide
from portal.feedback.views.officer import bp as officer
from portal.feedback.views.part import bp as part
from portal.feedback.views.release import bp as release
from portal.feedback.views.tasks import bp as tasks

__all__ = ["applicant", "correcting", "guide", "officer", "part", "release", "tasks"]
