"""Optional questions about fairness: counted and never kept, so that no answer can be traced to a group."""
