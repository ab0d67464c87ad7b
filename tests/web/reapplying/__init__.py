"""The pages of applying again."""
