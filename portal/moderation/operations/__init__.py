"""Arranging a meeting, leading it, recording what it agreed, and its minutes."""
