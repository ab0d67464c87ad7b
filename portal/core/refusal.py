"""Ways in which an operation says no. The web floor turns each into a page; the command line into a sentence."""


class Refused(Exception):
    """Not now: the rule, in plain words, that stands against it. Nothing was changed.

    `title` heads the page; `reason` is a whole sentence that says what to do instead.
    """

    def __init__(self, reason: str, *, title: str = "You cannot do this now") -> None:
        super().__init__(reason)
        self.reason = reason
        self.title = title


class Forbidden(Exception):
    """Not for you: the actor lacks the right. `hidden` means that they may not even know it is there."""

    def __init__(self, permission: str, *, hidden: bool = False) -> None:
        super().__init__(permission)
        self.permission = permission
        self.hidden = hidden
