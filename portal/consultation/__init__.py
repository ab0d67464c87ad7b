"""Local partners who are asked for advice by a link of their own, what they say, and the applicant's reply to it."""
