"""Tests of what comes after the feedback."""
