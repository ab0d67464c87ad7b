"""What an officer recommends, and what the Commissioner signs."""
