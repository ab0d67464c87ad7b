"""One builder per room: it adds that room's people and things to the world, through the portal's own operations."""
