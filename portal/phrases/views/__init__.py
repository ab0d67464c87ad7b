"""The pages of the library."""

from portal.phrases.views.library import bp as library

__all__ = ["library"]
