"""People with staff roles, and settings."""
