"""Pages for everyone."""

from portal.access.permission import PUBLIC

READ_SITE = PUBLIC
