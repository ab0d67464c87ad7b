"""The library of phrases for feedback: officers add, change and retire them, and every version stays."""
