"""Everyone who is signed in has a desk."""

from portal.access.permission import SIGNED_IN

OPEN_DESK = SIGNED_IN
