"""Files that people send us: checked, kept under names of our own, given out only as downloads."""
