"""Pure judgements about published figures: how rounds came out, and what is measured of each commitment."""
