"""Applying again with last time's feedback beside each question, ticked when it is dealt with."""
