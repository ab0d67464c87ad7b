"""The Funding Network portal: local groups ask for money to keep people safe, and read what we thought."""
