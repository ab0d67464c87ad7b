"""One engine for every form that is data: definitions, answers, checks, the way through. It knows nothing of grants."""
