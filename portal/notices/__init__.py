"""Early notice of funds and other news of the Network, for those who asked for it."""
