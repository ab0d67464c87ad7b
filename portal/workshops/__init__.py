"""Workshops: places, bookings, waiting lists, attendance, and what they changed."""
