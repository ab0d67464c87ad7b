"""Funds, their rounds, the pinned forms, and what they are scored on."""
