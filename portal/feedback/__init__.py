"""What applicants read: per principle, what was strong, what was missing, and one change to make first."""
