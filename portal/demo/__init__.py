"""An invented office with invented groups, in every state that the portal knows, dated from the day of loading."""
