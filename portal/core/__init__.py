"""What every room stands on: database, clock, words, money, states. No Flask and no domain in here."""
