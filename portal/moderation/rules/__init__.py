"""Facts in, verdicts out: where scores differ, the order of the agenda, who is in the room, what the minutes say."""
