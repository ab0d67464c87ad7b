"""The panel meeting: where scores differ, the order in which they are talked through, the room, and the minutes."""
