"""Reading the members of the Network as a whole."""
