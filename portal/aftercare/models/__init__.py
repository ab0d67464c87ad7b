"""What groups say, ask and book once they have read their feedback."""

from portal.aftercare.models.call import CallSlot
from portal.aftercare.models.public import PublicAnswer
from portal.aftercare.models.question import FeedbackQuestion
from portal.aftercare.models.useful import Useful

__all__ = ["CallSlot", "FeedbackQuestion", "PublicAnswer", "Useful"]
