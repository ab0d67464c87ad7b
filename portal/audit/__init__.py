"""What was done, by whom and when: rows that nobody can change."""
