"""Applications: started, written together, sent once, kept for ever as they were sent."""
