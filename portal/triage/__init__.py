"""What the office keeps beside an application: who looks after it, by when, flags, notes, hints and its timeline."""
