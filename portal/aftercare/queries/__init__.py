"""Reading what groups said, asked and booked after their feedback."""
