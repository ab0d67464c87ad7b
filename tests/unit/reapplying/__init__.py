"""Rules of applying again."""
