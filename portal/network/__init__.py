"""The office's view of the Funding Network: members, coverage, exports, who is reached."""
