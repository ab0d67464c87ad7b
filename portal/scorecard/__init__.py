"""Figures about the office that anyone may read: the odds of each fund, and a score card on eight commitments."""
