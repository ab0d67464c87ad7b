"""Reading workshops, bookings, and what rounds say about what groups need."""
