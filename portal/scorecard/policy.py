"""Everyone reads what is published."""

from portal.access.permission import PUBLIC

READ_FIGURES = PUBLIC
