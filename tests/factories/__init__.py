"""Things made straight on the models, for tests of data that need many of them or odd ones."""
