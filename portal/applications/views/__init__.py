"""The pages of applications: the applicant's, those of writing together, and the office's."""

from portal.applications.views.applicant import bp as applicant
from portal.applications.views.assisting import bp as assisting
from portal.applications.views.copying import bp as copying
from portal.applications.views.dates import bp as dates
from portal.applications.views.early import bp as early
from portal.applications.views.paper import bp as paper
from portal.applications.views.partners import bp as partners
from portal.applications.views.passport import bp as passport
from portal.applications.views.printing import bp as printing
from portal.applications.views.requests import bp as requests
from portal.applications.views.sending import bp as sending
from portal.applications.views.signing import bp as signing
from portal.applications.views.staff import bp as staff
from portal.applications.views.together import bp as together

__all__ = [
    "applicant",
    "assisting",
    "copying",
    "dates",
    "early",
    "paper",
    "partners",
    "passport",
    "printing",
    "requests",
    "sending",
    "signing",
    "staff",
    "together",
]
