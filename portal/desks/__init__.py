"""Each role's home page: what to do next."""
