"""Every table of the portal, so that migrations and tests see the whole schema."""

import portal.accounts.models
import portal.aftercare.models
import portal.applications.models
import portal.assessment.models
import portal.audit.models
import portal.consultation.models
import portal.core.workflow
import portal.decisions.models
import portal.documents.models
import portal.equality.models
import portal.feedback.models
import portal.formkit.models
import portal.funds.models
import portal.interests.models
import portal.moderation.models
import portal.network.models
import portal.notices.models
import portal.organisations.models
import portal.organisations.models.leading
import portal.outbox.models
import portal.partnering.models
import portal.passport.models
import portal.phrases.models
import portal.reapplying.models
import portal.triage.models
import portal.web.models
import portal.workshops.models  # noqa: F401 - each import registers its tables
from portal.core.db import Base

metadata = Base.metadata

__all__ = ["metadata"]
