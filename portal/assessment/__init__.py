"""Scoring: who reads which application, what links they have, and what they think of it, each on their own first."""
