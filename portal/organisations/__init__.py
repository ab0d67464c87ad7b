"""Organisations, the people in them, and membership of the Funding Network."""
