"""The pages of consultation: the directory, asking and tracking, behind the link, and the right of reply."""

from portal.consultation.views.advising import bp as advising
from portal.consultation.views.asking import bp as asking
from portal.consultation.views.directory import bp as directory
from portal.consultation.views.reading import bp as reading
from portal.consultation.views.replying import bp as replying

__all__ = ["advising", "asking", "directory", "reading", "replying"]
