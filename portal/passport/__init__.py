"""An organisation's papers and facts, kept once for every fund, with the days on which they run out."""
