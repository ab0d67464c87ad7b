"""Days, counts and moves of what comes after the feedback. No session."""
