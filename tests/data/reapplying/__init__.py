"""Applying again, on a database."""
