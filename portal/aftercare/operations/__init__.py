"""What groups do after their feedback, and what the office does about it."""

from portal.aftercare.operations.useful import say_useful

__all__ = ["say_useful"]
