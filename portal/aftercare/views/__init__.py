"""The pages of what comes after the feedback, and what they put into the feedback page itself."""

from portal.aftercare.views.asking import bp as asking
from portal.aftercare.views.calls import bp as calls
from portal.aftercare.views.public import bp as public
from portal.aftercare.views.useful import bp as useful

__all__ = ["asking", "calls", "public", "useful"]
