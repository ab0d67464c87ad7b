"""After the feedback: whether it was useful, one question, one call, and answers that everyone can read."""
